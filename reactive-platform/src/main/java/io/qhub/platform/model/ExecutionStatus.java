package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where a service execution or a service job stands. {@code UNKNOWN} is a value of the Hub, not a mistake in reading.
 * Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ExecutionStatus(@JsonValue String value) implements OpenEnum {

    public static final ExecutionStatus UNKNOWN = new ExecutionStatus("UNKNOWN");
    public static final ExecutionStatus PENDING = new ExecutionStatus("PENDING");
    public static final ExecutionStatus RUNNING = new ExecutionStatus("RUNNING");
    public static final ExecutionStatus SUCCEEDED = new ExecutionStatus("SUCCEEDED");
    public static final ExecutionStatus FAILED = new ExecutionStatus("FAILED");
    public static final ExecutionStatus CANCELLED = new ExecutionStatus("CANCELLED");

    public ExecutionStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ExecutionStatus of(String value) {
        return new ExecutionStatus(value);
    }

    /** Whether nothing will change any more: SUCCEEDED, FAILED or CANCELLED. A value that is not known is not terminal. */
    public boolean isTerminal() {
        return switch (known()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    /** Whether this is SUCCEEDED. */
    public boolean isSuccessful() {
        return equals(SUCCEEDED);
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
        RUNNING,
        SUCCEEDED,
        FAILED,
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
