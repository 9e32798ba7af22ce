package io.qhub.platform.model.gitintegrations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * A Git provider. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record GitProvider(@JsonValue String value) implements OpenEnum {

    public static final GitProvider GITHUB = new GitProvider("GITHUB");
    public static final GitProvider GITLAB = new GitProvider("GITLAB");

    public GitProvider {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static GitProvider of(String value) {
        return new GitProvider(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
