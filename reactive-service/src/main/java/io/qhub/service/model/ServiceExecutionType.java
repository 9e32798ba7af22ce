package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of service an execution belongs to. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ServiceExecutionType(@JsonValue String value) implements OpenEnum {

    public static final ServiceExecutionType MANAGED = new ServiceExecutionType("MANAGED");
    public static final ServiceExecutionType WORKFLOW = new ServiceExecutionType("WORKFLOW");

    public ServiceExecutionType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ServiceExecutionType of(String value) {
        return new ServiceExecutionType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
