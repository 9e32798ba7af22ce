package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a backend's qubits are made of. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BackendTechnology(@JsonValue String value) implements OpenEnum {

    public static final BackendTechnology SUPERCONDUCTING = new BackendTechnology("SUPERCONDUCTING");
    public static final BackendTechnology TRAPPED_ION = new BackendTechnology("TRAPPED_ION");
    public static final BackendTechnology PHOTONIC = new BackendTechnology("PHOTONIC");
    public static final BackendTechnology NEUTRAL_ATOMS = new BackendTechnology("NEUTRAL_ATOMS");
    public static final BackendTechnology UNKNOWN = new BackendTechnology("UNKNOWN");

    public BackendTechnology {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BackendTechnology of(String value) {
        return new BackendTechnology(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
