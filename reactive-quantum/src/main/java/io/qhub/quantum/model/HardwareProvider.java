package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Who built a backend's machine. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record HardwareProvider(@JsonValue String value) implements OpenEnum {

    public static final HardwareProvider IONQ = new HardwareProvider("IONQ");
    public static final HardwareProvider RIGETTI = new HardwareProvider("RIGETTI");
    public static final HardwareProvider OQC = new HardwareProvider("OQC");
    public static final HardwareProvider AWS = new HardwareProvider("AWS");
    public static final HardwareProvider AZURE = new HardwareProvider("AZURE");
    public static final HardwareProvider IBM = new HardwareProvider("IBM");
    public static final HardwareProvider DWAVE = new HardwareProvider("DWAVE");
    public static final HardwareProvider QRYD = new HardwareProvider("QRYD");
    public static final HardwareProvider QUERA = new HardwareProvider("QUERA");
    public static final HardwareProvider IQM = new HardwareProvider("IQM");
    public static final HardwareProvider QUDORA = new HardwareProvider("QUDORA");
    public static final HardwareProvider QUANTINUUM = new HardwareProvider("QUANTINUUM");
    public static final HardwareProvider QUANDELA = new HardwareProvider("QUANDELA");
    public static final HardwareProvider UNKNOWN = new HardwareProvider("UNKNOWN");

    public HardwareProvider {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static HardwareProvider of(String value) {
        return new HardwareProvider(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
