package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A circuit in IonQ's JSON form. All qubits are measured at the end.
 *
 * <pre>{@code
 * IonqCircuit bell = IonqCircuit.builder(2).h(0).cnot(0, 1).build();
 * }</pre>
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param gateset the set that the gates are taken from
 * @param qubits how many qubits the circuit has
 * @param circuit the gates in the order in which they are applied; never null
 * @param registers names for groups of qubits; never null
 * @param additionalProperties further members, sent as they are; never null
 */
public record IonqCircuit(
        @Nullable IonqGateset gateset,
        @Nullable Integer qubits,
        List<IonqGate> circuit,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<Integer>> registers,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties)
        implements JobInput {

    public IonqCircuit {
        circuit = Values.list(circuit);
        registers = Values.lists(registers);
        additionalProperties = Values.map(additionalProperties);
    }

    /**
     * A circuit of so many qubits, counted from 0.
     *
     * @throws IllegalArgumentException if {@code qubits} is less than 1
     */
    public static Builder builder(int qubits) {
        return new Builder(qubits);
    }

    /**
     * Puts a circuit together, gate by gate. Each method refuses qubits that the circuit does not have, and qubits named
     * twice. Angles are in radians.
     */
    public static final class Builder {

        private final int qubits;
        private final List<IonqGate> gates = new ArrayList<>();
        private final Map<String, List<Integer>> registers = new LinkedHashMap<>();
        private final Map<String, JsonNode> extras = new LinkedHashMap<>();

        private Builder(int qubits) {
            this.qubits = Values.atLeast(1, "qubits", qubits);
        }

        /** Pauli X. */
        public Builder x(int target) {
            return simple(IonqGateType.X, target);
        }

        /** Pauli Y. */
        public Builder y(int target) {
            return simple(IonqGateType.Y, target);
        }

        /** Pauli Z. */
        public Builder z(int target) {
            return simple(IonqGateType.Z, target);
        }

        /** A turn around the X axis. */
        public Builder rx(int target, double radians) {
            return rotation(IonqGateType.RX, radians, target);
        }

        /** A turn around the Y axis. */
        public Builder ry(int target, double radians) {
            return rotation(IonqGateType.RY, radians, target);
        }

        /** A turn around the Z axis. */
        public Builder rz(int target, double radians) {
            return rotation(IonqGateType.RZ, radians, target);
        }

        /** Hadamard. */
        public Builder h(int target) {
            return simple(IonqGateType.H, target);
        }

        /** The square root of Z. */
        public Builder s(int target) {
            return simple(IonqGateType.S, target);
        }

        /** The inverse of {@link #s}. */
        public Builder si(int target) {
            return simple(IonqGateType.SI, target);
        }

        /** The square root of NOT. */
        public Builder v(int target) {
            return simple(IonqGateType.V, target);
        }

        /** The inverse of {@link #v}. */
        public Builder vi(int target) {
            return simple(IonqGateType.VI, target);
        }

        /** The square root of S. */
        public Builder t(int target) {
            return simple(IonqGateType.T, target);
        }

        /** The inverse of {@link #t}. */
        public Builder ti(int target) {
            return simple(IonqGateType.TI, target);
        }

        /** NOT, the same as {@link #x}. */
        public Builder not(int target) {
            return simple(IonqGateType.NOT, target);
        }

        /** NOT on the target where the control is 1. */
        public Builder cnot(int control, int target) {
            return gate(IonqGate.of(IonqGateType.CNOT, List.of(target)).controlledBy(List.of(control)));
        }

        /** Exchanges two qubits. */
        public Builder swap(int one, int other) {
            return gate(IonqGate.of(IonqGateType.SWAP, List.of(one, other)));
        }

        /** The Ising coupling along X. */
        public Builder xx(int one, int other, double radians) {
            return rotation(IonqGateType.XX, radians, one, other);
        }

        /** The Ising coupling along Y. */
        public Builder yy(int one, int other, double radians) {
            return rotation(IonqGateType.YY, radians, one, other);
        }

        /** The Ising coupling along Z. */
        public Builder zz(int one, int other, double radians) {
            return rotation(IonqGateType.ZZ, radians, one, other);
        }

        /**
         * The evolution under a sum of Pauli strings, in the members of IonQ's own format ({@code terms},
         * {@code coefficients}, {@code time}).
         *
         * @param terms Pauli strings over the targets, such as {@code "XX"}
         * @param coefficients one number per term
         * @param time how long the evolution lasts
         */
        public Builder pauliExp(List<String> terms, List<Double> coefficients, double time, int... targets) {
            if (terms.isEmpty() || terms.size() != coefficients.size()) {
                throw new IllegalArgumentException("terms has " + terms.size() + " and coefficients "
                        + coefficients.size() + " entries; they must have the same number, at least one");
            }
            JsonNodeFactory json = JsonNodeFactory.instance;
            var termNodes = json.arrayNode();
            for (String term : terms) {
                if (term.length() != targets.length || !term.matches("[IXYZ]+")) {
                    throw new IllegalArgumentException("The term '" + term + "' must be " + targets.length
                            + " characters of I, X, Y and Z, one for each target");
                }
                termNodes.add(term);
            }
            var coefficientNodes = json.arrayNode();
            coefficients.forEach(c -> coefficientNodes.add(finite("coefficient", c)));
            Map<String, JsonNode> members = new LinkedHashMap<>();
            members.put("terms", termNodes);
            members.put("coefficients", coefficientNodes);
            members.put("time", json.numberNode(finite("time", time)));
            return gate(IonqGate.of(IonqGateType.PAULI_EXP, boxed(targets)).with(members));
        }

        /** Any gate, such as one with several controls. */
        public Builder gate(IonqGate gate) {
            Set<Integer> seen = new HashSet<>();
            for (List<Integer> group : List.of(gate.targets(), gate.controls())) {
                for (int qubit : group) {
                    known(qubit);
                    if (!seen.add(qubit)) {
                        throw new IllegalArgumentException("Qubit " + qubit + " is named twice by one gate");
                    }
                }
            }
            if (gate.targets().isEmpty()) {
                throw new IllegalArgumentException("The gate has no target");
            }
            Double rotation = gate.rotation();
            if (rotation != null) {
                finite("rotation", rotation);
            }
            gates.add(gate);
            return this;
        }

        /** A name for a group of qubits. */
        public Builder register(String name, int... members) {
            for (int qubit : members) {
                known(qubit);
            }
            registers.put(Values.notBlank("name", name), boxed(members));
            return this;
        }

        /** A further member, sent as it is. */
        public Builder extra(String name, JsonNode value) {
            Values.extra(extras, name, value);
            return this;
        }

        /** The circuit. */
        public IonqCircuit build() {
            return new IonqCircuit(IonqGateset.QIS, qubits, gates, registers, extras);
        }

        private Builder simple(IonqGateType type, int target) {
            return gate(IonqGate.of(type, List.of(target)));
        }

        private Builder rotation(IonqGateType type, double radians, int... targets) {
            return gate(IonqGate.of(type, boxed(targets)).rotatedBy(radians));
        }

        private void known(int qubit) {
            if (qubit < 0 || qubit >= qubits) {
                throw new IllegalArgumentException(
                        "Qubit " + qubit + " is not one of the circuit's " + qubits + ", counted from 0");
            }
        }

        private static List<Integer> boxed(int... values) {
            return Arrays.stream(values).boxed().toList();
        }

        private static double finite(String name, double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(name + " is " + value + ", and must be a finite number");
            }
            return value;
        }
    }
}
