package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The format of a job's input. {@code QISKIT}, {@code QISKIT_PRIMITIVE}, {@code HONEYWELL_QIR_V1} and {@code
 * HONEYWELL_OPEN_QASM_V1} come from older versions of the API. Open: a value that is not listed lives on
 * unchanged.
 *
 * @param value the value on the wire
 */
public record JobInputFormat(@JsonValue String value) implements OpenEnum {

    public static final JobInputFormat OPEN_QASM_V1 = new JobInputFormat("OPEN_QASM_V1");
    public static final JobInputFormat OPEN_QASM_V2 = new JobInputFormat("OPEN_QASM_V2");
    public static final JobInputFormat OPEN_QASM_V3 = new JobInputFormat("OPEN_QASM_V3");
    public static final JobInputFormat QIR_V1 = new JobInputFormat("QIR_V1");
    public static final JobInputFormat BRAKET_OPEN_QASM_V3 = new JobInputFormat("BRAKET_OPEN_QASM_V3");
    public static final JobInputFormat BRAKET_AHS_PROGRAM = new JobInputFormat("BRAKET_AHS_PROGRAM");
    public static final JobInputFormat IONQ_CIRCUIT_V1 = new JobInputFormat("IONQ_CIRCUIT_V1");
    public static final JobInputFormat QISKIT_QPY = new JobInputFormat("QISKIT_QPY");
    public static final JobInputFormat QISKIT = new JobInputFormat("QISKIT");
    public static final JobInputFormat QISKIT_PRIMITIVE = new JobInputFormat("QISKIT_PRIMITIVE");
    public static final JobInputFormat QOQO = new JobInputFormat("QOQO");
    public static final JobInputFormat PERCEVAL = new JobInputFormat("PERCEVAL");
    public static final JobInputFormat IQM_JOB_INPUT_V1 = new JobInputFormat("IQM_JOB_INPUT_V1");
    public static final JobInputFormat HONEYWELL_QIR_V1 = new JobInputFormat("HONEYWELL_QIR_V1");
    public static final JobInputFormat HONEYWELL_OPEN_QASM_V1 = new JobInputFormat("HONEYWELL_OPEN_QASM_V1");
    public static final JobInputFormat UNKNOWN = new JobInputFormat("UNKNOWN");

    public JobInputFormat {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static JobInputFormat of(String value) {
        return new JobInputFormat(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
