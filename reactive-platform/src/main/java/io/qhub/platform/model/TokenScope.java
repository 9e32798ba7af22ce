package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What an access token is for. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record TokenScope(@JsonValue String value) implements OpenEnum {

    public static final TokenScope API = new TokenScope("API");
    public static final TokenScope QUANTUM_TOKENS = new TokenScope("QUANTUM_TOKENS");

    public TokenScope {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static TokenScope of(String value) {
        return new TokenScope(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
