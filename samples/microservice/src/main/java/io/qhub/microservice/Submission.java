package io.qhub.microservice;

import io.qhub.quantum.MeasurementHints;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.JobInput;
import io.qhub.quantum.model.JobInputFormat;
import io.qhub.quantum.model.SdkProvider;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a caller wants to be run. The journal keeps it as its JSON, so that a later process can submit it.
 *
 * @param tenant for whom; empty for the personal account
 * @param backend where
 * @param shots how often
 * @param ionq whether it is IonQ's JSON; OpenQASM otherwise
 * @param circuit as it was sent
 */
record Submission(String tenant, String backend, int shots, boolean ionq, String circuit) {

    /** Refuses at once what no Hub would take. */
    Submission {
        if (backend.isBlank() || backend.length() > 200) {
            throw bad("backend must be the id of a backend, such as azure.ionq.simulator");
        }
        if (shots < 1) {
            throw bad("shots must be at least 1, not " + shots);
        }
        if (circuit.isBlank()) {
            throw bad("the circuit is empty");
        }
        if (circuit.length() > 900_000) {
            throw bad("the circuit has " + circuit.length() + " characters, and may have 900000");
        }
        if (ionq) {
            json(circuit);
        }
    }

    String payload() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    static Submission of(String payload) {
        return JsonMapper.shared().readValue(payload, Submission.class);
    }

    CreateJobRequest request() {
        return CreateJobRequest.builder(backend, shots, ionq ? JobInput.raw(json(circuit)) : JobInput.openQasm(circuit))
                .name("microservice")
                .inputFormat(ionq ? JobInputFormat.IONQ_CIRCUIT_V1 : JobInputFormat.BRAKET_OPEN_QASM_V3)
                .sdkProvider(SdkProvider.CLIENT)
                .build();
    }

    /** What the result leaves out: the width of an IonQ histogram stands in no answer. */
    MeasurementHints hints() {
        MeasurementHints hints = MeasurementHints.none().withShots(shots);
        int qubits = ionq ? json(circuit).path("qubits").asInt(0) : 0;
        return qubits > 0 ? hints.withQubits(qubits) : hints;
    }

    private static JsonNode json(String text) {
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException notJson) {
            throw bad("the circuit is not valid JSON: " + notJson.getOriginalMessage());
        }
        throw bad("the circuit must be a JSON object with qubits and circuit");
    }

    private static ProblemException bad(String sentence) {
        return new ProblemException(HttpStatus.UNPROCESSABLE_CONTENT, sentence, null);
    }
}
