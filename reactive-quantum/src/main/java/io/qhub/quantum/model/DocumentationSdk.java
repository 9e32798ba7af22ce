package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * An SDK that a backend can be used with. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record DocumentationSdk(@JsonValue String value) implements OpenEnum {

    public static final DocumentationSdk PLANQK = new DocumentationSdk("PLANQK");
    public static final DocumentationSdk PENNYLANE = new DocumentationSdk("PENNYLANE");
    public static final DocumentationSdk QISKIT = new DocumentationSdk("QISKIT");
    public static final DocumentationSdk QISKIT_RUNTIME = new DocumentationSdk("QISKIT_RUNTIME");
    public static final DocumentationSdk DWAVE = new DocumentationSdk("DWAVE");
    public static final DocumentationSdk QOQO = new DocumentationSdk("QOQO");
    public static final DocumentationSdk PERCEVAL = new DocumentationSdk("PERCEVAL");

    public DocumentationSdk {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static DocumentationSdk of(String value) {
        return new DocumentationSdk(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
