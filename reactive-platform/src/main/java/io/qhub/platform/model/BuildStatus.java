package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where the build of a managed service stands. The last three values are those of older versions of the Hub. Open: a
 * value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BuildStatus(@JsonValue String value) implements OpenEnum {

    public static final BuildStatus WORKING = new BuildStatus("WORKING");
    public static final BuildStatus SUCCESS = new BuildStatus("SUCCESS");
    public static final BuildStatus FAILURE = new BuildStatus("FAILURE");
    public static final BuildStatus QUEUED = new BuildStatus("QUEUED");
    public static final BuildStatus FAILED = new BuildStatus("FAILED");
    public static final BuildStatus CANCELLED = new BuildStatus("CANCELLED");

    public BuildStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BuildStatus of(String value) {
        return new BuildStatus(value);
    }

    /** Whether nothing will change any more: SUCCESS, FAILURE, FAILED or CANCELLED. A value that is not known is not terminal. */
    public boolean isTerminal() {
        return switch (known()) {
            case SUCCESS, FAILURE, FAILED, CANCELLED -> true;
            default -> false;
        };
    }

    /** Whether this is SUCCESS. */
    public boolean isSuccessful() {
        return equals(SUCCESS);
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
        WORKING,
        SUCCESS,
        FAILURE,
        QUEUED,
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
