package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Whether a backend takes jobs. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BackendStatus(@JsonValue String value) implements OpenEnum {

    public static final BackendStatus UNKNOWN = new BackendStatus("UNKNOWN");
    public static final BackendStatus ONLINE = new BackendStatus("ONLINE");
    public static final BackendStatus PAUSED = new BackendStatus("PAUSED");
    public static final BackendStatus OFFLINE = new BackendStatus("OFFLINE");
    public static final BackendStatus RETIRED = new BackendStatus("RETIRED");

    public BackendStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BackendStatus of(String value) {
        return new BackendStatus(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
