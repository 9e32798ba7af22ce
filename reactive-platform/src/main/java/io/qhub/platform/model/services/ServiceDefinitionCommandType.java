package io.qhub.platform.model.services;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What is to be done with a version of a service. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ServiceDefinitionCommandType(@JsonValue String value) implements OpenEnum {

    public static final ServiceDefinitionCommandType UNPUBLISH = new ServiceDefinitionCommandType("UNPUBLISH");
    public static final ServiceDefinitionCommandType UNPUBLISH_FORCE =
            new ServiceDefinitionCommandType("UNPUBLISH_FORCE");

    public ServiceDefinitionCommandType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ServiceDefinitionCommandType of(String value) {
        return new ServiceDefinitionCommandType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
