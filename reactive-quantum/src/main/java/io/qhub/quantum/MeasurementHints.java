package io.qhub.quantum;

import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobInputFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a result may leave out and its job knows.
 *
 * @param shots the job's shots, from which counts are derived where a result has probabilities only; at least 1
 * @param qubits how many qubits the circuit has, which makes bitstrings of an IonQ result's numbers; at least 1
 * @param inputFormat the format of the job's input, which names a result that cannot be read more clearly
 */
public record MeasurementHints(
        @Nullable Integer shots,
        @Nullable Integer qubits,
        @Nullable JobInputFormat inputFormat) {

    private static final MeasurementHints NONE = new MeasurementHints(null, null, null);

    public MeasurementHints {
        atLeastOne("shots", shots);
        atLeastOne("qubits", qubits);
    }

    /** Nothing is known. */
    public static MeasurementHints none() {
        return NONE;
    }

    /** What the job's record says: its shots, its format, and the qubits of its input or parameters, if it has them. */
    public static MeasurementHints of(Job job) {
        Integer shots = job.shots();
        Integer qubits = qubits(job.input());
        return new MeasurementHints(
                shots != null && shots > 0 ? shots : null,
                qubits != null ? qubits : qubits(job.inputParams()),
                job.inputFormat());
    }

    /** The same with the job's shots. */
    public MeasurementHints withShots(int shots) {
        return new MeasurementHints(shots, qubits, inputFormat);
    }

    /** The same with the circuit's number of qubits. */
    public MeasurementHints withQubits(int qubits) {
        return new MeasurementHints(shots, qubits, inputFormat);
    }

    /** The same with the format of the job's input. */
    public MeasurementHints withInputFormat(JobInputFormat inputFormat) {
        return new MeasurementHints(shots, qubits, inputFormat);
    }

    /** A number, or, as in the parameters of IonQ jobs, a number as text. */
    private static @Nullable Integer qubits(@Nullable JsonNode json) {
        int qubits = json == null ? 0 : json.path("qubits").asInt(0);
        return qubits > 0 ? qubits : null;
    }

    private static void atLeastOne(String name, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", and must be at least 1");
        }
    }
}
