package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of resource is configured. The wire has these values in lower case. Open: a value that is not listed lives
 * on unchanged.
 *
 * @param value the value on the wire
 */
public record ResourceType(@JsonValue String value) implements OpenEnum {

    public static final ResourceType CPU = new ResourceType("cpu");
    public static final ResourceType MEMORY = new ResourceType("memory");
    public static final ResourceType GPU = new ResourceType("gpu");

    public ResourceType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ResourceType of(String value) {
        return new ResourceType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
