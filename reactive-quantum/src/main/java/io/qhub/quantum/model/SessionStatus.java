package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where a session stands. {@code UNKNOWN} is a value of the Hub, not a mistake in reading. Open: a value that is
 * not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record SessionStatus(@JsonValue String value) implements OpenEnum {

    public static final SessionStatus UNKNOWN = new SessionStatus("UNKNOWN");
    public static final SessionStatus ABORTED = new SessionStatus("ABORTED");
    public static final SessionStatus OPEN = new SessionStatus("OPEN");
    public static final SessionStatus ACTIVE = new SessionStatus("ACTIVE");
    public static final SessionStatus INACTIVE = new SessionStatus("INACTIVE");
    public static final SessionStatus DRAINING = new SessionStatus("DRAINING");
    public static final SessionStatus CLOSED = new SessionStatus("CLOSED");

    public SessionStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static SessionStatus of(String value) {
        return new SessionStatus(value);
    }

    /** Whether nothing will change any more: CLOSED or ABORTED. A value that is not known is not terminal. */
    public boolean isTerminal() {
        return switch (known()) {
            case CLOSED, ABORTED -> true;
            default -> false;
        };
    }

    /** Whether this is CLOSED. */
    public boolean isSuccessful() {
        return equals(CLOSED);
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
        ABORTED,
        OPEN,
        ACTIVE,
        INACTIVE,
        DRAINING,
        CLOSED,
        /** The Hub sent a value that this version of the client does not know. */
        UNRECOGNIZED
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
