package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of machine an algorithm runs on. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ComputationModel(@JsonValue String value) implements OpenEnum {

    public static final ComputationModel CLASSIC = new ComputationModel("CLASSIC");
    public static final ComputationModel QUANTUM = new ComputationModel("QUANTUM");
    public static final ComputationModel HYBRID = new ComputationModel("HYBRID");

    public ComputationModel {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ComputationModel of(String value) {
        return new ComputationModel(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
