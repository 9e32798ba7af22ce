package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where a job stands. {@code UNKNOWN} is a value of the Hub, not a mistake in reading. Open: a value that is not
 * listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record JobStatus(@JsonValue String value) implements OpenEnum {

    public static final JobStatus UNKNOWN = new JobStatus("UNKNOWN");
    public static final JobStatus PENDING = new JobStatus("PENDING");
    public static final JobStatus ABORTED = new JobStatus("ABORTED");
    public static final JobStatus RUNNING = new JobStatus("RUNNING");
    public static final JobStatus COMPLETED = new JobStatus("COMPLETED");
    public static final JobStatus FAILED = new JobStatus("FAILED");
    public static final JobStatus CANCELLING = new JobStatus("CANCELLING");
    public static final JobStatus CANCELLED = new JobStatus("CANCELLED");

    public JobStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static JobStatus of(String value) {
        return new JobStatus(value);
    }

    /** Whether nothing will change any more: COMPLETED, FAILED, ABORTED or CANCELLED. A value that is not known is not terminal. */
    public boolean isTerminal() {
        return switch (known()) {
            case COMPLETED, FAILED, ABORTED, CANCELLED -> true;
            default -> false;
        };
    }

    /** Whether this is COMPLETED. */
    public boolean isSuccessful() {
        return equals(COMPLETED);
    }

    /** For a {@code switch}: the known value, or {@link Known#UNRECOGNIZED}. */
    public Known known() {
        for (Known known : Known.values()) {
            if (known != Known.UNRECOGNIZED && known.name().equals(value)) {
                return known;
            }
        }
        return Known.UNRECOGNIZED;
    }

    /** The values that this version of the client knows. */
    public enum Known {
        UNKNOWN,
        PENDING,
        ABORTED,
        RUNNING,
        COMPLETED,
        FAILED,
        CANCELLING,
        CANCELLED,
        /** The Hub sent a value that this version of the client does not know. */
        UNRECOGNIZED
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
