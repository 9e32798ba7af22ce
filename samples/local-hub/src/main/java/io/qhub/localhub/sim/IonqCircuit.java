package io.qhub.localhub.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads IonQ's JSON circuits of the gate set {@code qis}: {@code {"gateset": "qis", "qubits": 2, "circuit": [{"type":
 * "h", "targets": [0]}, {"type": "cnot", "targets": [1], "controls": [0]}]}}.
 *
 * <p>An item names its gate by {@code type} or {@code gate}. A one-qubit gate with several targets acts on each of
 * them. Every gate takes {@code controls}. {@code rotation} is in radians: {@code rx} is {@code exp(-i rotation/2 X)},
 * {@code zz} is {@code exp(-i rotation/2 ZZ)}. {@code pauliExp} is {@code exp(-i time sum(coefficients[k] terms[k]))},
 * where character j of a term acts on {@code targets[j]} and the terms must commute with one another.
 */
public final class IonqCircuit {

    private static final Map<String, Matrix2> FIXED = Map.ofEntries(
            Map.entry("x", Matrix2.X),
            Map.entry("not", Matrix2.X),
            Map.entry("cnot", Matrix2.X),
            Map.entry("y", Matrix2.Y),
            Map.entry("z", Matrix2.Z),
            Map.entry("h", Matrix2.H),
            Map.entry("s", Matrix2.S),
            Map.entry("si", Matrix2.S.adjoint()),
            Map.entry("v", Matrix2.SX),
            Map.entry("vi", Matrix2.SX.adjoint()),
            Map.entry("t", Matrix2.T),
            Map.entry("ti", Matrix2.T.adjoint()));

    /** The gates that circuits may use, in the order in which the Hub lists them. */
    public static final List<String> GATES = List.of(
            "x",
            "y",
            "z",
            "rx",
            "ry",
            "rz",
            "h",
            "s",
            "si",
            "v",
            "vi",
            "t",
            "ti",
            "not",
            "cnot",
            "swap",
            "xx",
            "yy",
            "zz",
            "pauliExp");

    private final int qubits;
    private final List<Op> ops = new ArrayList<>();

    private IonqCircuit(int qubits) {
        this.qubits = qubits;
    }

    /**
     * Reads a circuit.
     *
     * @param input the JSON object
     * @param maxQubits the largest circuit to accept
     * @throws CircuitException if anything in it is not understood; the message names the place, such as
     *     {@code circuit[3].targets}
     */
    public static Circuit parse(JsonNode input, int maxQubits) {
        if (!input.isObject()) {
            throw new CircuitException("input must be a JSON object with the members qubits and circuit");
        }
        JsonNode gateset = input.get("gateset");
        if (gateset != null
                && !gateset.isNull()
                && !(gateset.isString() && gateset.stringValue().equals("qis"))) {
            throw new CircuitException("input.gateset must be \"qis\", not " + gateset);
        }
        JsonNode count = input.get("qubits");
        if (count == null || !count.isIntegralNumber() || !count.canConvertToInt() || count.intValue() < 1) {
            throw new CircuitException("input.qubits must be a positive integer");
        }
        if (count.intValue() > maxQubits) {
            throw new CircuitException(
                    "the circuit has " + count + " qubits; this simulator takes at most " + maxQubits);
        }
        JsonNode items = input.get("circuit");
        if (items == null || !items.isArray()) {
            throw new CircuitException("input.circuit must be an array of gates");
        }
        IonqCircuit reader = new IonqCircuit(count.intValue());
        for (int i = 0; i < items.size(); i++) {
            reader.item(items.get(i), "circuit[" + i + "]");
        }
        List<Integer> measured = new ArrayList<>();
        for (int qubit = 0; qubit < reader.qubits; qubit++) {
            measured.add(qubit);
        }
        return new Circuit(reader.qubits, reader.ops, measured);
    }

    /**
     * The result document: {@code {"histogram": {"0": 0.5, "3": 0.5}}}, exact probabilities (rounded to 12 digits) by
     * decimal basis state index, qubit 0 being the least significant bit. States of probability 0 are left out.
     */
    public static String histogram(StateVector state) {
        StringBuilder json = new StringBuilder("{\"histogram\": {");
        String separator = "";
        for (int i = 0; i < state.size(); i++) {
            double probability = Math.rint(state.probability(i) * 1e12) / 1e12;
            if (probability > 0) {
                json.append(separator).append('"').append(i).append("\": ").append(probability);
                separator = ", ";
            }
        }
        return json.append("}}").toString();
    }

    private void item(JsonNode item, String at) {
        if (!item.isObject()) {
            throw new CircuitException(at + " must be an object");
        }
        JsonNode name = item.hasNonNull("type") ? item.get("type") : item.get("gate");
        if (name == null || !name.isString()) {
            throw new CircuitException(at + " must name its gate in the member type");
        }
        String gate = name.stringValue().toLowerCase(Locale.ROOT);
        int[] targets = qubits(item.get("targets"), at + ".targets");
        int[] controls = item.hasNonNull("controls") ? qubits(item.get("controls"), at + ".controls") : new int[0];
        if (targets.length == 0) {
            throw new CircuitException(at + ".targets must not be empty");
        }
        int used = 0;
        for (int qubit : targets) {
            used = distinct(used, qubit, at);
        }
        for (int qubit : controls) {
            used = distinct(used, qubit, at);
        }
        if (gate.equals("cnot") && controls.length == 0) {
            throw new CircuitException(at + ".controls must name the control qubit of cnot");
        }
        for (Op op : ops(gate, targets, item, at)) {
            Op controlled = op;
            for (int control : controls) {
                controlled = controlled.controlledBy(control, true);
            }
            ops.add(controlled);
        }
    }

    private static List<Op> ops(String gate, int[] targets, JsonNode item, String at) {
        List<Op> result = new ArrayList<>();
        Matrix2 matrix = FIXED.get(gate);
        switch (gate) {
            case "rx" -> matrix = Matrix2.rx(number(item, "rotation", at));
            case "ry" -> matrix = Matrix2.ry(number(item, "rotation", at));
            case "rz" -> matrix = Matrix2.rz(number(item, "rotation", at));
            case "swap" -> {
                two(targets, gate, at);
                result.add(Op.swap(targets[0], targets[1]));
            }
            case "xx", "yy", "zz" -> {
                two(targets, gate, at);
                char pauli = Character.toUpperCase(gate.charAt(0));
                result.add(Op.ising(pauli, number(item, "rotation", at), targets[0], targets[1]));
            }
            case "pauliexp" -> result.addAll(pauliExp(targets, item, at));
            default -> {
                if (matrix == null) {
                    throw new CircuitException(
                            at + ": the gate " + gate + " is not known; known are " + String.join(", ", GATES));
                }
            }
        }
        if (matrix != null) {
            for (int target : targets) {
                result.add(Op.single(target, matrix));
            }
        }
        return result;
    }

    private static List<Op> pauliExp(int[] targets, JsonNode item, String at) {
        JsonNode terms = item.get("terms");
        JsonNode coefficients = item.get("coefficients");
        if (terms == null || coefficients == null || !terms.isArray() || !coefficients.isArray()) {
            throw new CircuitException(at + ": pauliExp needs the arrays terms and coefficients");
        }
        if (terms.size() != coefficients.size()) {
            throw new CircuitException(at + ": terms and coefficients must have the same length");
        }
        double time = number(item, "time", at);
        List<Op.PauliRotation> rotations = new ArrayList<>();
        for (int k = 0; k < terms.size(); k++) {
            String term = terms.get(k).isString() ? terms.get(k).stringValue() : "";
            if (term.length() != targets.length || !term.matches("[IXYZ]+")) {
                throw new CircuitException(at + ".terms[" + k + "] must have one of I, X, Y, Z per target");
            }
            if (!coefficients.get(k).isNumber()) {
                throw new CircuitException(at + ".coefficients[" + k + "] must be a number");
            }
            int x = 0;
            int z = 0;
            for (int j = 0; j < targets.length; j++) {
                char pauli = term.charAt(j);
                x |= pauli == 'X' || pauli == 'Y' ? 1 << targets[j] : 0;
                z |= pauli == 'Z' || pauli == 'Y' ? 1 << targets[j] : 0;
            }
            for (Op.PauliRotation other : rotations) {
                int anticommuting = Integer.bitCount(x & other.zMask()) + Integer.bitCount(z & other.xMask());
                if (anticommuting % 2 != 0) {
                    throw new CircuitException(at + ".terms must commute with one another; " + term + " does not");
                }
            }
            rotations.add(
                    new Op.PauliRotation(x, z, 2 * time * coefficients.get(k).doubleValue(), 0, 0));
        }
        return List.copyOf(rotations);
    }

    private int[] qubits(@Nullable JsonNode node, String at) {
        if (node == null || !node.isArray()) {
            throw new CircuitException(at + " must be an array of qubit numbers");
        }
        int[] result = new int[node.size()];
        for (int i = 0; i < result.length; i++) {
            JsonNode qubit = node.get(i);
            if (!qubit.isIntegralNumber()
                    || !qubit.canConvertToInt()
                    || qubit.intValue() < 0
                    || qubit.intValue() >= qubits) {
                throw new CircuitException(
                        at + "[" + i + "] must be a qubit from 0 to " + (qubits - 1) + ", not " + qubit);
            }
            result[i] = qubit.intValue();
        }
        return result;
    }

    private static int distinct(int used, int qubit, String at) {
        if ((used & 1 << qubit) != 0) {
            throw new CircuitException(at + " names qubit " + qubit + " twice");
        }
        return used | 1 << qubit;
    }

    private static void two(int[] targets, String gate, String at) {
        if (targets.length != 2) {
            throw new CircuitException(at + ".targets must name the 2 qubits of " + gate);
        }
    }

    private static double number(JsonNode item, String member, String at) {
        JsonNode value = item.get(member);
        if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new CircuitException(at + "." + member + " must be a number");
        }
        return value.doubleValue();
    }
}
