package io.qhub.localhub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class IonqCircuitTest {

    private static Circuit parse(String json) {
        return IonqCircuit.parse(JsonMapper.shared().readTree(json), 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[]|input must be a JSON object",
                "{}|input.qubits must be a positive integer",
                "{\"qubits\": 0}|input.qubits must be a positive integer",
                "{\"qubits\": 6, \"circuit\": []}|6 qubits; this simulator takes at most 5",
                "{\"qubits\": 2}|input.circuit must be an array",
                "{\"qubits\": 2, \"gateset\": \"native\", \"circuit\": []}|input.gateset must be \"qis\", not \"native\"",
                "{\"qubits\": 2, \"circuit\": [1]}|circuit[0] must be an object",
                "{\"qubits\": 2, \"circuit\": [{\"targets\": [0]}]}|circuit[0] must name its gate",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"x\"}]}|circuit[0].targets must be an array",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"x\", \"targets\": []}]}|circuit[0].targets must not be empty",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"x\", \"targets\": [2]}]}|circuit[0].targets[0] must be a qubit from 0 to 1, not 2",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"x\", \"targets\": [0, 0]}]}|circuit[0] names qubit 0 twice",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"x\", \"targets\": [0], \"controls\": [0]}]}|names qubit 0 twice",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"cnot\", \"targets\": [0]}]}|circuit[0].controls must name",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"rx\", \"targets\": [0]}]}|circuit[0].rotation must be a number",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"swap\", \"targets\": [0]}]}|must name the 2 qubits of swap",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"pauliExp\", \"targets\": [0], \"time\": 1, \"coefficients\": [1, 1], \"terms\": [\"X\", \"Z\"]}]}|must commute",
                "{\"qubits\": 2, \"circuit\": [{\"type\": \"pauliExp\", \"targets\": [0], \"time\": 1, \"coefficients\": [1], \"terms\": [\"XX\"]}]}|one of I, X, Y, Z per target"
            })
    void saysWhatIsWrongAndWhere(String json, String message) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(CircuitException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aCancelledRunStops() {
        Circuit circuit = parse("{\"qubits\": 2, \"circuit\": [{\"type\": \"x\", \"targets\": [0]}]}");
        assertThatThrownBy(() -> StateVector.run(circuit, () -> true)).isInstanceOf(CancellationException.class);
        assertThat(StateVector.run(circuit, () -> false).probability(1)).isEqualTo(1);
    }
}
