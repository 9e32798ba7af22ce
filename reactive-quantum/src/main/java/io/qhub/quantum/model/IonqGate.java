package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One gate of an {@link IonqCircuit}.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type the gate; some programs write {@code gate} in its place, which is read as well
 * @param targets the qubits it acts on, counted from 0
 * @param controls the qubits it is controlled by; empty if it is not controlled
 * @param rotation the angle of a rotation, in radians
 * @param additionalProperties further members, sent as they are; never null
 */
public record IonqGate(
        @JsonAlias("gate") @Nullable IonqGateType type,
        List<Integer> targets,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> controls,
        @Nullable Double rotation,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public IonqGate {
        targets = Values.list(targets);
        controls = Values.list(controls);
        additionalProperties = Values.map(additionalProperties);
    }

    /** A gate without a rotation, for {@link IonqCircuit.Builder#gate(IonqGate)}. */
    public static IonqGate of(IonqGateType type, List<Integer> targets) {
        return new IonqGate(type, targets, List.of(), null, Map.of());
    }

    /** The same gate, controlled by these qubits. */
    public IonqGate controlledBy(List<Integer> qubits) {
        return new IonqGate(type, targets, qubits, rotation, additionalProperties);
    }

    /** The same gate, turning by an angle in radians. */
    public IonqGate rotatedBy(double radians) {
        return new IonqGate(type, targets, controls, radians, additionalProperties);
    }

    /** The same gate with further members. */
    public IonqGate with(Map<String, JsonNode> members) {
        return new IonqGate(type, targets, controls, rotation, members);
    }
}
