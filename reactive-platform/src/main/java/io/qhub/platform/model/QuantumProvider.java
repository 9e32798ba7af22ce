package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * A provider of quantum computers. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record QuantumProvider(@JsonValue String value) implements OpenEnum {

    public static final QuantumProvider AZURE = new QuantumProvider("AZURE");
    public static final QuantumProvider AWS = new QuantumProvider("AWS");
    public static final QuantumProvider IBM = new QuantumProvider("IBM");
    public static final QuantumProvider QRYD = new QuantumProvider("QRYD");
    public static final QuantumProvider QUDORA = new QuantumProvider("QUDORA");
    public static final QuantumProvider QUANDELA = new QuantumProvider("QUANDELA");
    public static final QuantumProvider IQM = new QuantumProvider("IQM");

    public QuantumProvider {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static QuantumProvider of(String value) {
        return new QuantumProvider(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
