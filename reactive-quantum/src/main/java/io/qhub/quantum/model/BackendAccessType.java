package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How the use of a backend is paid. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BackendAccessType(@JsonValue String value) implements OpenEnum {

    public static final BackendAccessType PAY_PER_USE = new BackendAccessType("PAY_PER_USE");
    public static final BackendAccessType TOKEN_BASED = new BackendAccessType("TOKEN_BASED");

    public BackendAccessType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BackendAccessType of(String value) {
        return new BackendAccessType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
