package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of publisher it is. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record PublisherType(@JsonValue String value) implements OpenEnum {

    public static final PublisherType USER = new PublisherType("USER");
    public static final PublisherType ORGANIZATION = new PublisherType("ORGANIZATION");

    public PublisherType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static PublisherType of(String value) {
        return new PublisherType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
