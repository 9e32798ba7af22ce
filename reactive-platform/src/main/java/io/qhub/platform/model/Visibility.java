package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Who can see an implementation. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record Visibility(@JsonValue String value) implements OpenEnum {

    public static final Visibility PRIVATE = new Visibility("PRIVATE");
    public static final Visibility PUBLIC = new Visibility("PUBLIC");

    public Visibility {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static Visibility of(String value) {
        return new Visibility(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
