package io.qhub.localhub.quantum;

import io.qhub.localhub.sim.Circuit;
import io.qhub.localhub.sim.CircuitException;
import io.qhub.localhub.sim.IonqCircuit;
import io.qhub.localhub.sim.OpenQasm;
import io.qhub.localhub.sim.StateVector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** From a job's input to its result document. Stateless; every call computes anew, and the same for the same seed. */
final class Simulations {

    private final int maxQubits;

    Simulations(int maxQubits) {
        this.maxQubits = maxQubits;
    }

    /** Reads the circuit only. */
    void check(Backend backend, String input) {
        if (backend.engine != Backend.Engine.NONE) {
            circuit(backend, input);
        }
    }

    /** Computes the result. */
    byte[] run(Job job, BooleanSupplier cancelled) {
        String input = new String(job.input, StandardCharsets.UTF_8);
        if (job.backend.engine == Backend.Engine.NONE) {
            throw new CircuitException("the local hub does not simulate the backend " + job.backend.id);
        }
        Circuit circuit = circuit(job.backend, input);
        StateVector state = StateVector.run(circuit, cancelled);
        return job.backend.engine == Backend.Engine.IONQ
                ? IonqCircuit.histogram(state).getBytes(StandardCharsets.UTF_8)
                : braket(job, input, circuit, state.sample(job.shots, job.seed));
    }

    private Circuit circuit(Backend backend, String input) {
        int limit = Math.min(
                maxQubits,
                backend.document.get("configuration").get("qubit_count").intValue());
        return backend.engine == Backend.Engine.IONQ
                ? IonqCircuit.parse(JsonMapper.shared().readTree(input), limit)
                : OpenQasm.parse(input, limit);
    }

    /** One row per shot, one column per measured qubit; written byte by byte since it can be millions of numbers. */
    private static byte[] braket(Job job, String source, Circuit circuit, int[] samples) {
        int[] measured = circuit.measured().stream().mapToInt(Integer::intValue).toArray();
        ByteArrayOutputStream json = new ByteArrayOutputStream(samples.length * (2 * measured.length + 2) + 1024);
        text(
                json,
                "{\"braketSchemaHeader\": {\"name\": \"braket.task_result.gate_model_task_result\", "
                        + "\"version\": \"1\"}, \"measurements\": [");
        for (int shot = 0; shot < samples.length; shot++) {
            json.write(shot == 0 ? '[' : ',');
            if (shot > 0) {
                json.write('[');
            }
            for (int column = 0; column < measured.length; column++) {
                if (column > 0) {
                    json.write(',');
                }
                json.write('0' + (samples[shot] >> measured[column] & 1));
            }
            json.write(']');
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String task = "arn:aws:braket:us-east-1:000000000000:quantum-task/" + new UUID(job.seed, ~job.seed);
        text(
                json,
                "], \"measuredQubits\": " + circuit.measured()
                        + ", \"resultTypes\": [], \"taskMetadata\": {\"braketSchemaHeader\": "
                        + "{\"name\": \"braket.task_result.task_metadata\", \"version\": \"1\"}, \"id\": \"" + task
                        + "\", \"shots\": " + job.shots + ", \"deviceId\": \"" + job.backend.arn
                        + "\"}, \"additionalMetadata\": {\"action\": {\"braketSchemaHeader\": "
                        + "{\"name\": \"braket.ir.openqasm.program\", \"version\": \"1\"}, \"source\": "
                        + nodes.stringNode(source) + "}}}");
        return json.toByteArray();
    }

    private static void text(ByteArrayOutputStream json, String text) {
        json.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
