package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where an execution stands. {@code UNKNOWN} is a value of the gateway, not a mistake in reading. Open: a value that is
 * not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ServiceExecutionStatus(@JsonValue String value) implements OpenEnum {

    public static final ServiceExecutionStatus UNKNOWN = new ServiceExecutionStatus("UNKNOWN");
    public static final ServiceExecutionStatus PENDING = new ServiceExecutionStatus("PENDING");
    public static final ServiceExecutionStatus RUNNING = new ServiceExecutionStatus("RUNNING");
    public static final ServiceExecutionStatus SUCCEEDED = new ServiceExecutionStatus("SUCCEEDED");
    public static final ServiceExecutionStatus CANCELLED = new ServiceExecutionStatus("CANCELLED");
    public static final ServiceExecutionStatus FAILED = new ServiceExecutionStatus("FAILED");

    public ServiceExecutionStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ServiceExecutionStatus of(String value) {
        return new ServiceExecutionStatus(value);
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
        CANCELLED,
        FAILED,
        /** The gateway sent a value that this version of the client does not know. */
        UNRECOGNIZED
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
