package io.qhub.platform.model.gitintegrations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Whether a connection to a Git provider works. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record GitIntegrationStatus(@JsonValue String value) implements OpenEnum {

    public static final GitIntegrationStatus CONNECTED = new GitIntegrationStatus("CONNECTED");
    public static final GitIntegrationStatus DISCONNECTED = new GitIntegrationStatus("DISCONNECTED");
    public static final GitIntegrationStatus ERROR = new GitIntegrationStatus("ERROR");

    public GitIntegrationStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static GitIntegrationStatus of(String value) {
        return new GitIntegrationStatus(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
