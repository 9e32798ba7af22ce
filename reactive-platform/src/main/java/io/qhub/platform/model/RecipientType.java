package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of recipient a share has. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record RecipientType(@JsonValue String value) implements OpenEnum {

    public static final RecipientType USER = new RecipientType("USER");
    public static final RecipientType ORGANIZATION = new RecipientType("ORGANIZATION");

    public RecipientType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static RecipientType of(String value) {
        return new RecipientType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
