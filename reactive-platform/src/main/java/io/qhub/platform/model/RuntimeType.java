package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a managed service runs in. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record RuntimeType(@JsonValue String value) implements OpenEnum {

    public static final RuntimeType DOCKER = new RuntimeType("DOCKER");
    public static final RuntimeType PYTHON_TEMPLATE = new RuntimeType("PYTHON_TEMPLATE");

    public RuntimeType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static RuntimeType of(String value) {
        return new RuntimeType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
