package io.qhub.localhub.sim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gates that OpenQASM sources may use without defining them. */
final class QasmGates {

    /** How a gate becomes steps: {@code p} are its parameters, {@code q} its qubits. */
    interface Body {
        List<Op> ops(double[] p, int[] q);
    }

    record Gate(int parameters, int qubits, Body body) {}

    interface Parametric {
        Matrix2 matrix(double[] p);
    }

    private static final Map<String, Gate> GATES = new TreeMap<>();

    static {
        fixed(Matrix2.I, "id", "i");
        fixed(Matrix2.X, "x");
        fixed(Matrix2.Y, "y");
        fixed(Matrix2.Z, "z");
        fixed(Matrix2.H, "h");
        fixed(Matrix2.S, "s");
        fixed(Matrix2.S.adjoint(), "sdg", "si");
        fixed(Matrix2.T, "t");
        fixed(Matrix2.T.adjoint(), "tdg", "ti");
        fixed(Matrix2.SX, "sx", "v");
        fixed(Matrix2.SX.adjoint(), "sxdg", "vi");
        turning(1, p -> Matrix2.rx(p[0]), "rx");
        turning(1, p -> Matrix2.ry(p[0]), "ry");
        turning(1, p -> Matrix2.rz(p[0]), "rz");
        turning(1, p -> Matrix2.phase(p[0]), "p", "u1", "phase", "phaseshift");
        turning(3, p -> Matrix2.u(p[0], p[1], p[2]), "u");
        // The phases are those of the OpenQASM 3 definitions; they show only under a ctrl modifier.
        turning(3, p -> Matrix2.u(p[0], p[1], p[2]).withPhase(p[0] / 2), "U");
        turning(2, p -> Matrix2.u(Math.PI / 2, p[0], p[1]).withPhase(-(p[0] + p[1]) / 2), "u2");
        turning(3, p -> Matrix2.u(p[0], p[1], p[2]).withPhase(-(p[1] + p[2]) / 2), "u3");

        controlled(0, p -> Matrix2.X, "cx", "CX", "cnot");
        controlled(0, p -> Matrix2.Y, "cy");
        controlled(0, p -> Matrix2.Z, "cz");
        controlled(0, p -> Matrix2.H, "ch");
        controlled(0, p -> Matrix2.SX, "csx", "cv");
        controlled(1, p -> Matrix2.rx(p[0]), "crx");
        controlled(1, p -> Matrix2.ry(p[0]), "cry");
        controlled(1, p -> Matrix2.rz(p[0]), "crz");
        controlled(1, p -> Matrix2.phase(p[0]), "cp", "cu1", "cphase", "cphaseshift");
        controlled(3, p -> Matrix2.u(p[0], p[1], p[2]), "cu3");
        controlled(4, p -> Matrix2.u(p[0], p[1], p[2]).withPhase(p[3]), "cu");

        put(0, 2, (p, q) -> List.of(Op.swap(q[0], q[1])), "swap");
        put(0, 2, (p, q) -> xy(Math.PI, q), "iswap");
        put(1, 2, (p, q) -> xy(p[0], q), "xy");
        put(1, 2, (p, q) -> List.of(Op.ising('X', p[0], q[0], q[1])), "rxx", "xx");
        put(1, 2, (p, q) -> List.of(Op.ising('Y', p[0], q[0], q[1])), "ryy", "yy");
        put(1, 2, (p, q) -> List.of(Op.ising('Z', p[0], q[0], q[1])), "rzz", "zz");
        put(0, 3, (p, q) -> List.of(Op.controlled(q[1], q[2], Matrix2.X).controlledBy(q[0], true)), "ccx", "ccnot");
        put(0, 3, (p, q) -> List.of(Op.controlled(q[1], q[2], Matrix2.Z).controlledBy(q[0], true)), "ccz");
        put(0, 3, (p, q) -> List.of(Op.swap(q[1], q[2]).controlledBy(q[0], true)), "cswap");
    }

    private QasmGates() {}

    static Map<String, Gate> all() {
        return GATES;
    }

    /** {@code exp(i angle/4 (XX + YY))}. */
    private static List<Op> xy(double angle, int[] q) {
        return List.of(Op.ising('X', -angle / 2, q[0], q[1]), Op.ising('Y', -angle / 2, q[0], q[1]));
    }

    private static void fixed(Matrix2 matrix, String... names) {
        turning(0, p -> matrix, names);
    }

    private static void turning(int parameters, Parametric matrix, String... names) {
        put(parameters, 1, (p, q) -> List.of(Op.single(q[0], matrix.matrix(p))), names);
    }

    private static void controlled(int parameters, Parametric matrix, String... names) {
        put(parameters, 2, (p, q) -> List.of(Op.controlled(q[0], q[1], matrix.matrix(p))), names);
    }

    private static void put(int parameters, int qubits, Body body, String... names) {
        for (String name : names) {
            GATES.put(name, new Gate(parameters, qubits, body));
        }
    }
}
