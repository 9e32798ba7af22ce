package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of machine a backend is. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BackendType(@JsonValue String value) implements OpenEnum {

    public static final BackendType QPU = new BackendType("QPU");
    public static final BackendType SIMULATOR = new BackendType("SIMULATOR");
    public static final BackendType ANNEALER = new BackendType("ANNEALER");
    public static final BackendType UNKNOWN = new BackendType("UNKNOWN");

    public BackendType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BackendType of(String value) {
        return new BackendType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
