package io.qhub.quantum.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Which qubits of a backend are coupled.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param fullyConnected whether each qubit is coupled to each other one
 * @param graph for the id of each qubit, the ids of those it is coupled to; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Connectivity(@Nullable Boolean fullyConnected, Map<String, List<String>> graph) {

    public Connectivity {
        graph = Values.lists(graph);
    }
}
