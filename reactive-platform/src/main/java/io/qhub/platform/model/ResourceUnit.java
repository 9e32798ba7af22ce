package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The unit of an amount of a resource. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ResourceUnit(@JsonValue String value) implements OpenEnum {

    public static final ResourceUnit MILLI_CPUS = new ResourceUnit("m");
    public static final ResourceUnit MEGABYTES = new ResourceUnit("M");

    public ResourceUnit {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ResourceUnit of(String value) {
        return new ResourceUnit(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
