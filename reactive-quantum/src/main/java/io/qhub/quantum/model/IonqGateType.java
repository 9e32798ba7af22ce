package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * A gate of an IonQ circuit: {@code si}, {@code ti} and {@code vi} are the inverses of {@code s}, {@code t} and
 * {@code v} (the square root of {@code not}). Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record IonqGateType(@JsonValue String value) implements OpenEnum {

    public static final IonqGateType X = new IonqGateType("x");
    public static final IonqGateType Y = new IonqGateType("y");
    public static final IonqGateType Z = new IonqGateType("z");
    public static final IonqGateType RX = new IonqGateType("rx");
    public static final IonqGateType RY = new IonqGateType("ry");
    public static final IonqGateType RZ = new IonqGateType("rz");
    public static final IonqGateType H = new IonqGateType("h");
    public static final IonqGateType S = new IonqGateType("s");
    public static final IonqGateType SI = new IonqGateType("si");
    public static final IonqGateType V = new IonqGateType("v");
    public static final IonqGateType VI = new IonqGateType("vi");
    public static final IonqGateType T = new IonqGateType("t");
    public static final IonqGateType TI = new IonqGateType("ti");
    public static final IonqGateType NOT = new IonqGateType("not");
    public static final IonqGateType CNOT = new IonqGateType("cnot");
    public static final IonqGateType SWAP = new IonqGateType("swap");
    public static final IonqGateType XX = new IonqGateType("xx");
    public static final IonqGateType YY = new IonqGateType("yy");
    public static final IonqGateType ZZ = new IonqGateType("zz");
    public static final IonqGateType PAULI_EXP = new IonqGateType("pauliExp");

    public IonqGateType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static IonqGateType of(String value) {
        return new IonqGateType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
