package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * A model of quantum computation. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record QuantumComputationModel(@JsonValue String value) implements OpenEnum {

    public static final QuantumComputationModel GATE_BASED = new QuantumComputationModel("GATE_BASED");
    public static final QuantumComputationModel MEASUREMENT_BASED = new QuantumComputationModel("MEASUREMENT_BASED");
    public static final QuantumComputationModel QUANTUM_ANNEALING = new QuantumComputationModel("QUANTUM_ANNEALING");

    public QuantumComputationModel {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static QuantumComputationModel of(String value) {
        return new QuantumComputationModel(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
