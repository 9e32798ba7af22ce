package io.qhub.quantum.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a backend can run.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param gates the gates it has; never null
 * @param operations the operations it has; never null
 * @param instructions the instructions it takes; never null
 * @param qubits its qubits; never null
 * @param qubitCount how many qubits it has; 0 for photonic machines
 * @param connectivity which qubits are coupled
 * @param shotsRange how many shots a job may have
 * @param supportedInputFormats the input formats it takes; never null
 * @param outputFormat the format of its results
 * @param memoryResultSupported whether results can list each shot
 * @param photonicProperties what a photonic machine can take
 * @param options further settings of the backend
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Configuration(
        List<Gate> gates,
        List<String> operations,
        List<String> instructions,
        List<Qubit> qubits,
        @Nullable Integer qubitCount,
        @Nullable Connectivity connectivity,
        @Nullable ShotsRange shotsRange,
        List<JobInputFormat> supportedInputFormats,
        @Nullable ConfigurationOutputFormat outputFormat,
        @Nullable Boolean memoryResultSupported,
        @Nullable PhotonicProperties photonicProperties,
        @Nullable JsonNode options) {

    public Configuration {
        gates = Values.list(gates);
        operations = Values.list(operations);
        instructions = Values.list(instructions);
        qubits = Values.list(qubits);
        supportedInputFormats = Values.list(supportedInputFormats);
        options = Values.present(options);
    }
}
