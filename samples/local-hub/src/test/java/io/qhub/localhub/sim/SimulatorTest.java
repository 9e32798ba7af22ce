package io.qhub.localhub.sim;

import static io.qhub.localhub.sim.DenseReference.expI;
import static io.qhub.localhub.sim.DenseReference.kron;
import static io.qhub.localhub.sim.DenseReference.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SimulatorTest {

    private static final double R = Math.sqrt(0.5);
    private static final double[][][] X = matrix(0, 0, 1, 0, 1, 0, 0, 0);
    private static final double[][][] Y = matrix(0, 0, 0, -1, 0, 1, 0, 0);
    private static final double[][][] Z = matrix(1, 0, 0, 0, 0, 0, -1, 0);
    private static final double[][][] H = matrix(R, 0, R, 0, R, 0, -R, 0);
    private static final double[][][] SWAP =
            matrix(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);

    private static Circuit ionq(String json) {
        return IonqCircuit.parse(JsonMapper.shared().readTree(json), 22);
    }

    private static StateVector run(Circuit circuit) {
        return StateVector.run(circuit, () -> false);
    }

    private static StateVector runQasm(String source) {
        return run(OpenQasm.parse(source, 22));
    }

    /** {@code [[1, 0], [0, exp(i angle)]]}. */
    private static double[][][] phase(double angle) {
        return matrix(1, 0, 0, 0, 0, 0, Math.cos(angle), Math.sin(angle));
    }

    private static void assertSame(StateVector state, DenseReference reference, String what) {
        for (int i = 0; i < state.size(); i++) {
            assertThat(state.probability(i))
                    .as("%s, state %d", what, i)
                    .isCloseTo(reference.probability(i), within(1e-9));
        }
    }

    @Test
    void bellStateIsEvenlyZeroAndThree() {
        StateVector state = run(ionq("""
                {"gateset": "qis", "qubits": 2, "circuit": [
                  {"type": "h", "targets": [0]}, {"gate": "cnot", "targets": [1], "controls": [0]}]}
                """));
        assertThat(IonqCircuit.histogram(state)).isEqualTo("{\"histogram\": {\"0\": 0.5, \"3\": 0.5}}");
    }

    @Test
    void qubitZeroIsTheLeastSignificantBit() {
        assertThat(IonqCircuit.histogram(
                        run(ionq("{\"qubits\": 3, \"circuit\": [{\"type\": \"x\", \"targets\": [0]}]}"))))
                .isEqualTo("{\"histogram\": {\"1\": 1.0}}");
        assertThat(IonqCircuit.histogram(
                        run(ionq("{\"qubits\": 3, \"circuit\": [{\"type\": \"x\", \"targets\": [2]}]}"))))
                .isEqualTo("{\"histogram\": {\"4\": 1.0}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 20})
    void ghzStateHasAllZerosAndAllOnes(int qubits) {
        StringBuilder source = new StringBuilder("OPENQASM 3.0;\nqubit[" + qubits + "] q;\nh q[0];\n");
        for (int i = 1; i < qubits; i++) {
            source.append("cx q[").append(i - 1).append("], q[").append(i).append("];\n");
        }
        StateVector state = runQasm(source.toString());
        assertThat(state.probability(0)).isCloseTo(0.5, within(1e-12));
        assertThat(state.probability(state.size() - 1)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void inverseFourierTransformFindsTheFrequency() {
        int n = 6;
        for (int k : new int[] {0, 1, 5, 22, 63}) {
            // exp(2 pi i k x / 64) on all x, then the inverse transform: only k remains.
            StringBuilder source = new StringBuilder("OPENQASM 3.0;\nqubit[6] q;\nh q;\n");
            for (int j = 0; j < n; j++) {
                source.append("p(2*pi*")
                        .append(k)
                        .append('/')
                        .append(1 << n - j)
                        .append(") q[")
                        .append(j)
                        .append("];\n");
            }
            for (int i = 0; i < n / 2; i++) {
                source.append("swap q[")
                        .append(i)
                        .append("], q[")
                        .append(n - 1 - i)
                        .append("];\n");
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    source.append("cp(-pi/2**")
                            .append(i - j)
                            .append(") q[")
                            .append(j)
                            .append("], q[")
                            .append(i)
                            .append("];\n");
                }
                source.append("h q[").append(i).append("];\n");
            }
            assertThat(runQasm(source.toString()).probability(k))
                    .as("k = %d", k)
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void groverSearchHasTheAnalyticProbability() {
        // 2 rounds on 5 qubits, searching for 22 = 10110.
        String source = "OPENQASM 3.0;\ngate negz a { x a; z a; x a; }\nqubit[5] q;\nh q;\n";
        for (int round = 0; round < 2; round++) {
            source += "ctrl @ negctrl @ ctrl(2) @ negz q[4], q[3], q[2], q[1], q[0];\n"
                    + "h q; x q;\nctrl(4) @ z q[0], q[1], q[2], q[3], q[4];\nx q; h q;\n";
        }
        double angle = Math.asin(1 / Math.sqrt(32));
        double expected = Math.pow(Math.sin(5 * angle), 2);
        assertThat(runQasm(source).probability(22)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void randomIonqCircuitsAgreeWithDenseMatrices(long seed) {
        Random random = new Random(seed);
        int qubits = 2 + (int) (seed % 4);
        DenseReference reference = new DenseReference(qubits);
        List<String> items = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            String gate = IonqCircuit.GATES.get(random.nextInt(IonqCircuit.GATES.size()));
            List<Integer> order = shuffled(qubits, random);
            boolean two = List.of("swap", "xx", "yy", "zz", "pauliExp").contains(gate);
            int targetCount = two ? 2 : 1;
            int most = qubits - targetCount;
            int controlCount = gate.equals("cnot") ? 1 : random.nextInt(Math.min(2, most) + 1);
            int[] targets =
                    order.subList(0, targetCount).stream().mapToInt(i -> i).toArray();
            int[] controls = order.subList(targetCount, targetCount + controlCount).stream()
                    .mapToInt(i -> i)
                    .toArray();
            double angle = random.nextDouble() * 12 - 6;
            StringBuilder item = new StringBuilder("{\"type\": \"" + gate + "\", \"targets\": "
                    + List.copyOf(order.subList(0, targetCount)) + ", \"controls\": "
                    + List.copyOf(order.subList(targetCount, targetCount + controlCount)));
            double[][][] m =
                    switch (gate) {
                        case "x", "not", "cnot" -> X;
                        case "y" -> Y;
                        case "z" -> Z;
                        case "h" -> H;
                        case "s" -> phase(Math.PI / 2);
                        case "si" -> phase(-Math.PI / 2);
                        case "t" -> phase(Math.PI / 4);
                        case "ti" -> phase(-Math.PI / 4);
                        case "v" -> matrix(0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5);
                        case "vi" -> matrix(0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5);
                        case "rx" -> expI(-angle / 2, X);
                        case "ry" -> expI(-angle / 2, Y);
                        case "rz" -> expI(-angle / 2, Z);
                        case "xx" -> expI(-angle / 2, kron(X, X));
                        case "yy" -> expI(-angle / 2, kron(Y, Y));
                        case "zz" -> expI(-angle / 2, kron(Z, Z));
                        case "swap" -> SWAP;
                        default -> expI(-angle * 0.5, sum(kron(X, Y), kron(Y, X), 0.6));
                    };
            if (gate.equals("pauliExp")) {
                item.append(", \"terms\": [\"XY\", \"YX\"], \"coefficients\": [0.5, 0.3], \"time\": ")
                        .append(angle);
            } else if (gate.startsWith("r") || gate.length() == 2) {
                item.append(", \"rotation\": ").append(angle);
            }
            items.add(item.append('}').toString());
            reference.apply(m, targets, controls);
        }
        String json =
                "{\"gateset\": \"qis\", \"qubits\": " + qubits + ", \"circuit\": [" + String.join(",", items) + "]}";
        assertSame(run(ionq(json)), reference, json);
    }

    private static double[][][] sum(double[][][] a, double[][][] b, double factor) {
        double[][][] m = new double[a.length][a.length][2];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                m[i][j][0] = a[i][j][0] + factor * b[i][j][0];
                m[i][j][1] = a[i][j][1] + factor * b[i][j][1];
            }
        }
        return m;
    }

    private static List<Integer> shuffled(int qubits, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < qubits; i++) {
            order.add(i);
        }
        java.util.Collections.shuffle(order, random);
        return order;
    }

    /** The matrix of each OpenQASM gate from the language's own definition, most significant qubit first. */
    private static double[][][] openQasmMatrix(String gate, double[] p) {
        return switch (gate) {
            case "id", "i" -> phase(0);
            case "x" -> X;
            case "y" -> Y;
            case "z" -> Z;
            case "h" -> H;
            case "s" -> phase(Math.PI / 2);
            case "sdg", "si" -> phase(-Math.PI / 2);
            case "t" -> phase(Math.PI / 4);
            case "tdg", "ti" -> phase(-Math.PI / 4);
            case "sx", "v" -> matrix(0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5);
            case "sxdg", "vi" -> matrix(0.5, -0.5, 0.5, 0.5, 0.5, 0.5, 0.5, -0.5);
            case "rx" -> expI(-p[0] / 2, X);
            case "ry" -> expI(-p[0] / 2, Y);
            case "rz" -> expI(-p[0] / 2, Z);
            case "p", "u1", "phase", "phaseshift" -> phase(p[0]);
            case "u", "U", "u3" -> u(p[0], p[1], p[2]);
            case "u2" -> u(Math.PI / 2, p[0], p[1]);
            case "cx", "CX", "cnot" -> controlled(X);
            case "cy" -> controlled(Y);
            case "cz" -> controlled(Z);
            case "ch" -> controlled(H);
            case "csx", "cv" -> controlled(matrix(0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5));
            case "crx" -> controlled(expI(-p[0] / 2, X));
            case "cry" -> controlled(expI(-p[0] / 2, Y));
            case "crz" -> controlled(expI(-p[0] / 2, Z));
            case "cp", "cu1", "cphase", "cphaseshift" -> controlled(phase(p[0]));
            case "cu3" -> controlled(u(p[0], p[1], p[2]));
            case "cu" -> controlled(times(u(p[0], p[1], p[2]), p[3]));
            case "swap" -> SWAP;
            case "iswap" -> expI(Math.PI / 4, sum(kron(X, X), kron(Y, Y), 1));
            case "xy" -> expI(p[0] / 4, sum(kron(X, X), kron(Y, Y), 1));
            case "rxx", "xx" -> expI(-p[0] / 2, kron(X, X));
            case "ryy", "yy" -> expI(-p[0] / 2, kron(Y, Y));
            case "rzz", "zz" -> expI(-p[0] / 2, kron(Z, Z));
            case "ccx", "ccnot" -> controlled(controlled(X));
            case "ccz" -> controlled(controlled(Z));
            case "cswap" -> controlled(SWAP);
            default -> throw new AssertionError("no reference for " + gate);
        };
    }

    private static double[][][] u(double theta, double phi, double lambda) {
        double c = Math.cos(theta / 2);
        double s = Math.sin(theta / 2);
        return matrix(
                c,
                0,
                -s * Math.cos(lambda),
                -s * Math.sin(lambda),
                s * Math.cos(phi),
                s * Math.sin(phi),
                c * Math.cos(phi + lambda),
                c * Math.sin(phi + lambda));
    }

    private static double[][][] times(double[][][] m, double phase) {
        double[][][] result = new double[m.length][m.length][2];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) {
                result[i][j][0] = m[i][j][0] * Math.cos(phase) - m[i][j][1] * Math.sin(phase);
                result[i][j][1] = m[i][j][1] * Math.cos(phase) + m[i][j][0] * Math.sin(phase);
            }
        }
        return result;
    }

    private static double[][][] controlled(double[][][] m) {
        int n = m.length;
        double[][][] result = new double[2 * n][2 * n][2];
        for (int i = 0; i < n; i++) {
            result[i][i][0] = 1;
            System.arraycopy(m[i], 0, result[n + i], n, n);
        }
        return result;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomOpenQasmCircuitsAgreeWithDenseMatrices(long seed) {
        Random random = new Random(seed);
        int qubits = 3 + (int) (seed % 2);
        DenseReference reference = new DenseReference(qubits);
        StringBuilder source =
                new StringBuilder("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[" + qubits + "] q;\nh q;\n");
        for (int i = 0; i < qubits; i++) {
            reference.apply(H, new int[] {i});
        }
        // Every gate at least once, in an order of this seed's own.
        List<String> gates = new ArrayList<>(OpenQasm.GATES);
        java.util.Collections.shuffle(gates, random);
        for (String name : gates) {
            QasmGates.Gate gate = QasmGates.all().get(name);
            double[] p = random.doubles(gate.parameters(), -6, 6).toArray();
            List<Integer> order = shuffled(qubits, random);
            List<String> operands = new ArrayList<>();
            for (int i = 0; i < gate.qubits(); i++) {
                operands.add("q[" + order.get(i) + "]");
            }
            String parameters = "";
            for (double value : p) {
                parameters += (parameters.isEmpty() ? "(" : ", ") + value;
            }
            source.append(name)
                    .append(parameters)
                    .append(p.length > 0 ? ")" : "")
                    .append(' ')
                    .append(String.join(", ", operands))
                    .append(";\n");
            reference.apply(
                    openQasmMatrix(name, p),
                    order.subList(0, gate.qubits()).stream().mapToInt(i -> i).toArray());
        }
        assertSame(runQasm(source.toString()), reference, source.toString());
    }

    @Test
    void controlledGatesKeepThePhaseOfTheirDefinition() {
        // H, controlled phase by kickback, H: the phase shows as a probability.
        for (String[] gate : new String[][] {{"U(0.4, 0, 0)", "0.2"}, {"p(0.7)", "0"}, {"rz(0.7)", "-0.35"}}) {
            StateVector state = runQasm("OPENQASM 3.0; qubit[2] q; h q[0]; ctrl @ " + gate[0] + " q[0], q[1]; "
                    + "inv @ ctrl @ ry(" + (gate[0].startsWith("U") ? 0.4 : 0) + ") q[0], q[1]; h q[0];");
            double half = Double.parseDouble(gate[1]) / 2;
            assertThat(state.probability(0)).as(gate[0]).isCloseTo(Math.pow(Math.cos(half), 2), within(1e-9));
        }
    }

    @Test
    void samplesFollowTheDistributionAndTheSeed() {
        String source = "OPENQASM 3.0; qubit[2] q; ry(2*pi/3) q[0]; h q[1];";
        int[] samples = runQasm(source).sample(100_000, 7);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int sample : samples) {
            counts.merge(sample, 1, Integer::sum);
        }
        // Four standard deviations of 100,000 draws with probability 3/8 are about 620.
        assertThat(counts.get(0)).isCloseTo(12_500, within(620));
        assertThat(counts.get(1)).isCloseTo(37_500, within(620));
        assertThat(counts.get(2)).isCloseTo(12_500, within(620));
        assertThat(counts.get(3)).isCloseTo(37_500, within(620));
        assertThat(runQasm(source).sample(100_000, 7)).isEqualTo(samples);
        assertThat(runQasm(source).sample(100_000, 8)).isNotEqualTo(samples);
    }

    @Test
    void impossibleOutcomesAreNeverDrawn() {
        int[] samples = runQasm("OPENQASM 3.0; qubit[3] q; x q[1]; h q[2];").sample(10_000, 3);
        assertThat(samples).containsOnly(2, 6);
    }
}
