package io.qhub.localhub.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenQasmTest {

    private static Circuit parse(String source) {
        return OpenQasm.parse(source, 22);
    }

    private static StateVector run(String source) {
        return StateVector.run(parse(source), () -> false);
    }

    private static void same(String one, String other) {
        StateVector a = run(one);
        StateVector b = run(other);
        assertThat(a.size()).isEqualTo(b.size());
        for (int i = 0; i < a.size(); i++) {
            assertThat(a.probability(i)).as("state %d of %s", i, one).isCloseTo(b.probability(i), within(1e-12));
        }
    }

    @Test
    void readsVersionTwo() {
        Circuit circuit = parse("""
                // the usual start
                OPENQASM 2.0;
                include "qelib1.inc";
                qreg q[2]; creg c[2];
                h q[0]; /* a comment
                over lines */ cx q[0],q[1];
                barrier q;
                measure q -> c;
                """);
        assertThat(circuit.qubits()).isEqualTo(2);
        assertThat(circuit.measured()).containsExactly(0, 1);
        assertThat(circuit.ops()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qubit[2] q; bit[2] c; c = measure q;",
                "qubit[2] q; bit[2] c; c[0] = measure q[0]; c[1] = measure q[1];",
                "qubit[2] q; bit[2] c = measure q;",
                "qubit[2] q; measure q;",
                "qubit[2] q; bit[2] c; measure q -> c;",
                "qubit a; qubit b;"
            })
    void readsMeasurements(String source) {
        assertThat(parse("OPENQASM 3;" + source).measured()).isEqualTo(List.of(0, 1));
    }

    @Test
    void measuredQubitsKeepTheOrderOfTheirMeasurements() {
        assertThat(parse("qubit[3] q; bit[2] c; c[0] = measure q[2]; c[1] = measure q[0];")
                        .measured())
                .containsExactly(2, 0);
    }

    @Test
    void broadcastsOverRegisters() {
        same(
                "qubit[3] q; h q; ry(0.3) q;",
                "qubit[3] q; h q[0]; h q[1]; h q[2]; ry(0.3) q[0]; ry(0.3) q[1]; ry(0.3) q[2];");
        same(
                "qubit[2] a; qubit[2] b; ry(1) a; cx a, b;",
                "qubit[2] a; qubit[2] b; ry(1) a; cx a[0], b[0]; cx a[1], b[1];");
        same("qubit c; qubit[2] b; h c; cx c, b;", "qubit c; qubit[2] b; h c; cx c, b[0]; cx c, b[1];");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pi/2|1.5707963267948966",
                "-pi/4 + 1|0.21460183660255172",
                "2*(1 - 0.25)|1.5",
                "-(-3)|3",
                "2**3**2/512|1",
                "-2**2|-4",
                "1e-1*.5e1|0.5",
                "sin(pi/6)+cos(0)|1.5",
                "sqrt(2)*sqrt(2)|2",
                "tau - 2*π|0",
                "ln(euler)|1",
                "3 - 2 - 1|0",
                "8/4/2|1"
            })
    void evaluatesParameters(String expression, double expected) {
        same("qubit q; rx(" + expression + ") q;", "qubit q; rx(" + expected + ") q;");
    }

    @Test
    void understandsModifiers() {
        same("qubit[2] q; h q; ctrl @ x q[0], q[1]; h q;", "qubit[2] q; h q; cx q[0], q[1]; h q;");
        same("qubit[2] q; ry(1) q; negctrl @ x q[0], q[1];", "qubit[2] q; ry(1) q; x q[0]; cx q[0], q[1]; x q[0];");
        same("qubit q; h q; inv @ s q; h q;", "qubit q; h q; sdg q; h q;");
        same(
                "qubit[3] q; h q; ctrl(2) @ ry(0.4) q[0], q[1], q[2];",
                "qubit[3] q; h q; ctrl @ cry(0.4) q[0], q[1], q[2];");
        same(
                "qubit[3] q; ry(1) q; negctrl @ ctrl @ x q[0], q[1], q[2];",
                "qubit[3] q; ry(1) q; x q[0]; ccx q[0], q[1], q[2]; x q[0];");
    }

    @Test
    void understandsGateDefinitions() {
        String source = """
                OPENQASM 3.0;
                gate turn(a, b) p, q { ry(a/2) p; cx p, q; rz(-b) q; }
                gate twice(a) p, q { turn(a, 2*a) q, p; barrier p; turn(a, pi) p, q; }
                qubit[2] q;
                twice(0.8) q[0], q[1];
                h q;
                """;
        same(source, """
                qubit[2] q; ry(0.4) q[1]; cx q[1], q[0]; rz(-1.6) q[0]; ry(0.4) q[0]; cx q[0], q[1]; rz(-pi) q[1]; h q;
                """);
        same(source + "inv @ twice(0.8) q[0], q[1]; twice(0.8) q[0], q[1];", source);
    }

    /** Source, line, column, part of the message; a bar stands for a line's end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "~OPENQASM 4.0;~; 1; 10; OPENQASM 4.0 is not supported",
                "~OPENQASM 3.0;|qubit[2] q;|  foo q[0];~; 3; 3; 'foo' is not known",
                "~qubit[2] q;|h q[2];~; 2; 5; the index 2",
                "~qubit[2] q;|h r;~; 2; 3; no register of qubits is named 'r'",
                "~qubit[2] q;|cx q[0], q[0];~; 2; 1; same qubit twice",
                "~qubit[2] q;|cx q[0];~; 2; 1; takes 2 qubits, not 1",
                "~qubit q;|rx q;~; 2; 1; takes 1 parameters, not 0",
                "~qubit q;|rx(1, 2) q;~; 2; 1; takes 1 parameters, not 2",
                "~qubit[2] q; qubit[3] r;|cx q, r;~; 2; 1; differ in size",
                "~qubit q;|h q~; 2; 4; ';' expected, not the end of the program",
                "~qubit q;|if (c == 1) x q;~; 2; 1; 'if' is outside",
                "~qubit q;|reset q;~; 2; 1; 'reset' is outside",
                "~qubit q;|for int i in [0:2] { h q; }~; 2; 1; 'for' is outside",
                "~qubit q;|def f(qubit a) { }~; 2; 1; 'def' is outside",
                "~int i = 3;~; 1; 1; 'int' is outside",
                "~pow(2) @ x q;~; 1; 1; 'pow' is outside",
                "~#pragma braket result~; 1; 1; cannot start with '#'",
                "~qubit q;|x $0;~; 2; 3; the name of a qubit expected, not '$'",
                "~include \"other.inc\";~; 1; 9; only stdgates.inc and qelib1.inc",
                "~qubit q;|qubit q;~; 2; 7; already taken",
                "~qubit[0] q;~; 1; 7; at least 1 element",
                "~qubit[23] q;~; 1; 11; 23 qubits",
                "~qubit[9999999999] q;~; 1; 7; too large",
                "~qubit q; bit[2] c;|c = measure q;~; 2; 1; 1 qubits cannot be measured into 2 bits",
                "~qubit q; bit c;|c = measure q;|x q;~; 3; 1; follows a measurement",
                "~qubit q;|measure q;|measure q;~; 3; 1; measured twice",
                "~qubit q;|rx(pi/) q;~; 2; 7; a number expected, not ')'",
                "~qubit q;|rx(pie) q;~; 2; 4; 'pie' is not known in an expression",
                "~qubit q;|rx(1/0) q;~; 2; 4; not a finite number",
                "~qubit q;|rx(3x) q;~; 2; 4; not well-formed",
                "~qubit q; /* open~; 1; 10; comment is not closed",
                "~include \"stdgates.inc~; 1; 9; string is not closed",
                "~bit c;~; 1; 7; declares no qubits",
                "~gate a p { b p; }|qubit q;|a q;~; 1; 12; 'b' is not known",
                "~gate a p { a p; }|qubit q;|a q;~; 1; 12; nested more than 100",
                "~gate a p { h r; } qubit r;|a r;~; 1; 14; no qubit named 'r'",
                "~gate a p { h p;~; 1; 16; not closed",
                "~OPENQASM 2.0;|qreg q[1];|measure q;~; 3; 10; '->' expected",
                "~5;~; 1; 1; cannot start with '5'"
            })
    void refusesEverythingElseWithItsPlace(String source, int line, int column, String message) {
        String text = source.replace('|', '\n');
        CircuitException error = catchThrowableOfType(CircuitException.class, () -> parse(text));
        assertThat(error).as(text).isNotNull();
        assertThat(error).hasMessageContaining(message);
        assertThat(error).as(error.getMessage()).hasMessageStartingWith("line " + line + ", column " + column + ": ");
        assertThat(error.line()).isEqualTo(line);
        assertThat(error.column()).isEqualTo(column);
    }

    @Test
    void deepAndWideProgramsAreRefusedRatherThanRun() {
        String nested = "(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThatThrownBy(() -> parse("qubit q; rx(" + nested + ") q;")).hasMessageContaining("nested more than 100");
        for (String leaf : new String[] {"h p;", ""}) {
            StringBuilder bomb = new StringBuilder("gate g0 p { " + leaf + " }\n");
            for (int i = 1; i < 60; i++) {
                bomb.append("gate g")
                        .append(i)
                        .append(" p { g")
                        .append(i - 1)
                        .append(" p; g")
                        .append(i - 1)
                        .append(" p; }\n");
            }
            assertThatThrownBy(() -> parse(bomb + "qubit q; g59 q;")).hasMessageContaining("more than 1000000");
        }
    }
}
