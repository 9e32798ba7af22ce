package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.HubJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What a job runs. Which form a backend takes is said by {@link Configuration#supportedInputFormats()}; for forms that
 * have no type here there is {@link #raw(JsonNode)}.
 *
 * <p>An input is sent bare, as all known clients but one send it. {@link #wrapped(String)} gives the form with the
 * backend's id inside, which the Hub takes as well.
 */
public sealed interface JobInput
        permits IonqCircuit,
                JobInput.OpenQasm,
                JobInput.Perceval,
                JobInput.IqmCircuits,
                JobInput.IbmPrimitive,
                JobInput.Raw,
                JobInput.Wrapped {

    /** A circuit in IonQ's JSON form, for {@link JobInputFormat#IONQ_CIRCUIT_V1}. */
    static IonqCircuit.Builder ionq(int qubits) {
        return IonqCircuit.builder(qubits);
    }

    /** OpenQASM source text, as the AWS backends take it ({@link JobInputFormat#BRAKET_OPEN_QASM_V3}). */
    static OpenQasm openQasm(String source) {
        return new OpenQasm(source);
    }

    /** A Perceval payload: an object with {@code command} and what belongs to it, for {@link JobInputFormat#PERCEVAL}. */
    static Perceval perceval(JsonNode payload) {
        return new Perceval(payload);
    }

    /** IQM circuits, for {@link JobInputFormat#IQM_JOB_INPUT_V1}. */
    static IqmCircuits iqm(List<JsonNode> circuits) {
        return new IqmCircuits(circuits);
    }

    /**
     * The inputs of an IBM primitive (such as {@code pubs}, {@code options}, {@code version}) after the Qiskit runtime's
     * JSON encoding, for {@link JobInputFormat#QISKIT_QPY}.
     */
    static IbmPrimitive ibm(JsonNode inputs) {
        return new IbmPrimitive(inputs);
    }

    /** Any JSON, sent exactly as it is. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Raw raw(JsonNode json) {
        return new Raw(json);
    }

    /** The same with the backend's id inside, as the member {@code backendId}. */
    default Wrapped wrapped(String backendId) {
        return wrapped("backendId", backendId);
    }

    /** As {@link #wrapped(String)}, with another name for the member (such as {@code backend_id}). */
    default Wrapped wrapped(String discriminator, String backendId) {
        return new Wrapped(this, discriminator, backendId);
    }

    /**
     * OpenQASM source text. On the wire a JSON text; wrapped, the member {@code value}.
     *
     * @param source the source, not blank
     */
    record OpenQasm(@JsonValue String source) implements JobInput {

        public OpenQasm {
            Values.notBlank("source", source);
        }
    }

    /**
     * A Perceval payload. On the wire the object itself; wrapped, the member {@code value}.
     *
     * @param payload a JSON object
     */
    record Perceval(@JsonValue JsonNode payload) implements JobInput {

        public Perceval {
            Values.object("payload", payload);
        }
    }

    /**
     * IQM circuits.
     *
     * @param circuits at least one circuit in IQM's JSON form
     */
    record IqmCircuits(List<JsonNode> circuits) implements JobInput {

        public IqmCircuits {
            circuits = List.copyOf(circuits);
            if (circuits.isEmpty()) {
                throw new IllegalArgumentException("circuits is empty, and must hold at least one circuit");
            }
        }
    }

    /**
     * The encoded inputs of an IBM primitive.
     *
     * @param inputs a JSON object
     */
    record IbmPrimitive(@JsonValue JsonNode inputs) implements JobInput {

        public IbmPrimitive {
            Values.object("inputs", inputs);
        }
    }

    /**
     * Any JSON, sent exactly as it is.
     *
     * @param json anything but the JSON literal {@code null}
     */
    record Raw(@JsonValue JsonNode json) implements JobInput {

        public Raw {
            Values.notNull("json", json);
        }
    }

    /**
     * An input with the backend's id inside: beside the members of an object, or beside the member {@code value} for
     * inputs that are no object or whose object is foreign to the Hub (Perceval).
     *
     * @param input the bare input
     * @param discriminator the name of the member that holds the id
     * @param backendId the backend's id
     */
    record Wrapped(JobInput input, String discriminator, String backendId) implements JobInput {

        public Wrapped {
            Objects.requireNonNull(input, "input");
            if (input instanceof Wrapped) {
                throw new IllegalArgumentException("input is wrapped already");
            }
            Values.notBlank("discriminator", discriminator);
            Values.notBlank("backendId", backendId);
        }

        /** What is sent. */
        @JsonValue
        Map<String, Object> json() {
            return Values.wrap(
                    discriminator, backendId, HubJson.mapper().valueToTree(input), input instanceof Perceval);
        }
    }
}
