package io.qhub.quickstart;

import io.qhub.quantum.MeasurementHints;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.JobInput;
import io.qhub.quantum.model.JobInputFormat;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the quickstart submits.
 *
 * @param name for people
 * @param format the language that it is written in
 * @param input the circuit itself
 */
record Circuit(String name, JobInputFormat format, JobInput input) {

    static Circuit bellInIonqJson() {
        return new Circuit(
                "Bell pair (IonQ JSON)",
                JobInputFormat.IONQ_CIRCUIT_V1,
                IonqCircuit.builder(2).h(0).cnot(0, 1).build());
    }

    static Circuit ghzInIonqJson() {
        return new Circuit(
                "5-qubit GHZ (IonQ JSON)",
                JobInputFormat.IONQ_CIRCUIT_V1,
                IonqCircuit.builder(5)
                        .h(0)
                        .cnot(0, 1)
                        .cnot(1, 2)
                        .cnot(2, 3)
                        .cnot(3, 4)
                        .build());
    }

    static Circuit bellInOpenQasm() {
        return new Circuit("Bell pair (OpenQASM)", JobInputFormat.BRAKET_OPEN_QASM_V3, JobInput.openQasm("""
                OPENQASM 3.0;
                qubit[2] q;
                bit[2] b;
                h q[0];
                cnot q[0], q[1];
                b[0] = measure q[0];
                b[1] = measure q[1];
                """));
    }

    static Circuit ghzInOpenQasm() {
        return new Circuit("5-qubit GHZ (OpenQASM)", JobInputFormat.BRAKET_OPEN_QASM_V3, JobInput.openQasm("""
                OPENQASM 3.0;
                qubit[5] q;
                bit[5] b;
                h q[0];
                cnot q[0], q[1];
                cnot q[1], q[2];
                cnot q[2], q[3];
                cnot q[3], q[4];
                b = measure q;
                """));
    }

    /** Both circuits in a language that the backend takes. */
    static List<Circuit> bothFor(Backend backend) {
        return takes(backend, JobInputFormat.IONQ_CIRCUIT_V1)
                ? List.of(bellInIonqJson(), ghzInIonqJson())
                : List.of(bellInOpenQasm(), ghzInOpenQasm());
    }

    /** A circuit of the user's: JSON is taken as IonQ's, anything else as OpenQASM. */
    static Circuit read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("There is no circuit file " + file + ".");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (MalformedInputException binary) {
            throw new BadInputException("The circuit file " + file + " is not text.");
        } catch (IOException unreadable) {
            throw new BadInputException("The circuit file " + file + " cannot be read: " + unreadable.getMessage());
        }
        if (text.isBlank()) {
            throw new BadInputException("The circuit file " + file + " is empty.");
        }
        String name = file.getFileName().toString();
        if (!text.stripLeading().startsWith("{")) {
            return new Circuit(name, JobInputFormat.BRAKET_OPEN_QASM_V3, JobInput.openQasm(text));
        }
        try {
            JsonNode json = JsonMapper.shared().readTree(text);
            return new Circuit(name, JobInputFormat.IONQ_CIRCUIT_V1, JobInput.raw(json));
        } catch (JacksonException notJson) {
            throw new BadInputException(
                    "The circuit file " + file + " begins like JSON and is none: " + notJson.getOriginalMessage());
        }
    }

    /** What this side knows beyond the Hub's answer: the width of an IonQ histogram stands in no answer. */
    MeasurementHints hints(MeasurementHints fromJob) {
        int qubits = 0;
        if (input instanceof IonqCircuit ionq && ionq.qubits() != null) {
            qubits = ionq.qubits();
        } else if (input instanceof JobInput.Raw raw) {
            qubits = raw.json().path("qubits").asInt(0);
        }
        return qubits > 0 ? fromJob.withQubits(qubits) : fromJob;
    }

    void requireTakenBy(Backend backend) {
        if (!takes(backend, format)) {
            throw new BadInputException("The backend " + backend.id() + " does not take " + format.value() + ", only "
                    + formats(backend) + ".");
        }
    }

    private static boolean takes(Backend backend, JobInputFormat format) {
        return backend.configuration() == null
                || backend.configuration().supportedInputFormats().isEmpty()
                || backend.configuration().supportedInputFormats().contains(format);
    }

    private static List<String> formats(Backend backend) {
        return backend.configuration() == null
                ? List.of()
                : backend.configuration().supportedInputFormats().stream()
                        .map(JobInputFormat::value)
                        .toList();
    }
}
