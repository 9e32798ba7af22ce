package io.qhub.fanout;

import io.qhub.quantum.MeasurementHints;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.JobInput;
import io.qhub.quantum.model.JobInputFormat;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A circuit with places for parameters, such as {@code ry(${theta}) q[0];}.
 *
 * @param text the circuit
 * @param format the language that it is written in
 */
record CircuitTemplate(String text, JobInputFormat format) {

    private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");

    /** Turns a qubit by theta and entangles it with another, in a language that the backend takes. */
    static CircuitTemplate standard(Backend backend) {
        return takes(backend, JobInputFormat.BRAKET_OPEN_QASM_V3)
                ? new CircuitTemplate("""
                        OPENQASM 3.0;
                        qubit[2] q;
                        bit[2] b;
                        ry(${theta}) q[0];
                        cnot q[0], q[1];
                        b[0] = measure q[0];
                        b[1] = measure q[1];
                        """, JobInputFormat.BRAKET_OPEN_QASM_V3)
                : new CircuitTemplate("""
                        {"qubits": 2, "circuit": [
                          {"type": "ry", "targets": [0], "rotation": ${theta}},
                          {"type": "cnot", "controls": [0], "targets": [1]}]}
                        """, JobInputFormat.IONQ_CIRCUIT_V1);
    }

    /** A circuit of the user's: what begins like JSON is taken as IonQ's, anything else as OpenQASM. */
    static CircuitTemplate read(Path file) {
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
        return new CircuitTemplate(
                text,
                text.stripLeading().startsWith("{")
                        ? JobInputFormat.IONQ_CIRCUIT_V1
                        : JobInputFormat.BRAKET_OPEN_QASM_V3);
    }

    /** The names of the parameters that it has places for. */
    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            names.add(place.group(1).strip());
        }
        return names;
    }

    /** The circuit at one point. */
    JobInput at(JsonNode parameters) {
        String circuit = filled(parameters);
        if (!format.equals(JobInputFormat.IONQ_CIRCUIT_V1)) {
            return JobInput.openQasm(circuit);
        }
        try {
            return JobInput.raw(JsonMapper.shared().readTree(circuit));
        } catch (JacksonException notJson) {
            throw new BadInputException(
                    "The circuit begins like JSON and is none with these parameters: " + notJson.getOriginalMessage());
        }
    }

    // Plain decimals: not every language knows 1E-7.
    private String filled(JsonNode parameters) {
        return PLACE.matcher(text)
                .replaceAll(place ->
                        parameters.path(place.group(1).strip()).decimalValue().toPlainString());
    }

    /** What the answer does not tell of the circuit: the width of an IonQ histogram. */
    MeasurementHints hints(JsonNode parameters, int shots) {
        MeasurementHints hints = MeasurementHints.none().withShots(shots).withInputFormat(format);
        if (format.equals(JobInputFormat.IONQ_CIRCUIT_V1)) {
            int qubits = JsonMapper.shared()
                    .readTree(filled(parameters))
                    .path("qubits")
                    .asInt(0);
            return qubits > 0 ? hints.withQubits(qubits) : hints;
        }
        return hints;
    }

    void requireTakenBy(Backend backend) {
        if (!takes(backend, format)) {
            throw new BadInputException("The backend " + backend.id() + " does not take " + format.value() + ", only "
                    + formats(backend) + ".");
        }
    }

    private static boolean takes(Backend backend, JobInputFormat format) {
        return formats(backend).isEmpty() || formats(backend).contains(format.value());
    }

    private static List<String> formats(Backend backend) {
        return backend.configuration() == null
                ? List.of()
                : backend.configuration().supportedInputFormats().stream()
                        .map(JobInputFormat::value)
                        .toList();
    }
}
