package io.qhub.platform.model.quantumworkloads;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Whether a quantum workload is a job or a session. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record WorkloadType(@JsonValue String value) implements OpenEnum {

    public static final WorkloadType JOB = new WorkloadType("JOB");
    public static final WorkloadType SESSION = new WorkloadType("SESSION");

    public WorkloadType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static WorkloadType of(String value) {
        return new WorkloadType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
