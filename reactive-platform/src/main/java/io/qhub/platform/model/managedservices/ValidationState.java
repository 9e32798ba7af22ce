package io.qhub.platform.model.managedservices;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a validation found. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ValidationState(@JsonValue String value) implements OpenEnum {

    public static final ValidationState SUCCESS = new ValidationState("SUCCESS");
    public static final ValidationState WARNING = new ValidationState("WARNING");
    public static final ValidationState ERROR = new ValidationState("ERROR");

    public ValidationState {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ValidationState of(String value) {
        return new ValidationState(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
