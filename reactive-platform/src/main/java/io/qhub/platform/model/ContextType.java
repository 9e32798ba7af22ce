package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Within what something runs. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ContextType(@JsonValue String value) implements OpenEnum {

    public static final ContextType USER = new ContextType("USER");
    public static final ContextType ORGANIZATION = new ContextType("ORGANIZATION");
    public static final ContextType SERVICE_EXECUTION = new ContextType("SERVICE_EXECUTION");

    public ContextType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ContextType of(String value) {
        return new ContextType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
