package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The SDK that made a job or a session. A plain API client is {@code CLIENT}. Open: a value that is not listed
 * lives on unchanged.
 *
 * @param value the value on the wire
 */
public record SdkProvider(@JsonValue String value) implements OpenEnum {

    public static final SdkProvider QISKIT = new SdkProvider("QISKIT");
    public static final SdkProvider BRAKET = new SdkProvider("BRAKET");
    public static final SdkProvider PERCEVAL = new SdkProvider("PERCEVAL");
    public static final SdkProvider CLIENT = new SdkProvider("CLIENT");
    public static final SdkProvider UNKNOWN = new SdkProvider("UNKNOWN");

    public SdkProvider {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static SdkProvider of(String value) {
        return new SdkProvider(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
