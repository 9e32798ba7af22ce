package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How a session holds its backend. The wire has these values in lower case. Open: a value that is not listed lives
 * on unchanged.
 *
 * @param value the value on the wire
 */
public record SessionMode(@JsonValue String value) implements OpenEnum {

    public static final SessionMode BATCH = new SessionMode("batch");
    public static final SessionMode DEDICATED = new SessionMode("dedicated");

    public SessionMode {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static SessionMode of(String value) {
        return new SessionMode(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
