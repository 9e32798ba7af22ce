package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Through whom a backend is reached: of a backend, a job, a session or a workload. {@code IBM_CLOUD}, {@code
 * DWAVE} and {@code TSYSTEMS} come from older versions of the API. Open: a value that is not listed lives on
 * unchanged.
 *
 * @param value the value on the wire
 */
public record Provider(@JsonValue String value) implements OpenEnum {

    public static final Provider AZURE = new Provider("AZURE");
    public static final Provider AWS = new Provider("AWS");
    public static final Provider IBM = new Provider("IBM");
    public static final Provider QRYD = new Provider("QRYD");
    public static final Provider QUDORA = new Provider("QUDORA");
    public static final Provider QUANDELA = new Provider("QUANDELA");
    public static final Provider IQM = new Provider("IQM");
    public static final Provider IBM_CLOUD = new Provider("IBM_CLOUD");
    public static final Provider DWAVE = new Provider("DWAVE");
    public static final Provider TSYSTEMS = new Provider("TSYSTEMS");
    public static final Provider UNKNOWN = new Provider("UNKNOWN");

    public Provider {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static Provider of(String value) {
        return new Provider(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
