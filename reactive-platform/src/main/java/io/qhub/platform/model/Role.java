package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a user or an organization may do with something. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record Role(@JsonValue String value) implements OpenEnum {

    public static final Role VIEWER = new Role("VIEWER");
    public static final Role MAINTAINER = new Role("MAINTAINER");
    public static final Role OWNER = new Role("OWNER");

    public Role {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static Role of(String value) {
        return new Role(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
