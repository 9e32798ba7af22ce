package io.qhub.platform.model.externalservices;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How the gateway authenticates at an external service. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record SecurityConfiguration(@JsonValue String value) implements OpenEnum {

    public static final SecurityConfiguration NONE = new SecurityConfiguration("NONE");
    public static final SecurityConfiguration BASIC = new SecurityConfiguration("BASIC");

    public SecurityConfiguration {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static SecurityConfiguration of(String value) {
        return new SecurityConfiguration(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
