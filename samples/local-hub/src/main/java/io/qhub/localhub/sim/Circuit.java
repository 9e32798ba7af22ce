package io.qhub.localhub.sim;

import java.util.List;

/**
 * What a reader made of a circuit text.
 *
 * @param qubits number of qubits, at least 1
 * @param ops the unitary steps, in order
 * @param measured the measured qubits in the order in which they were measured
 */
public record Circuit(int qubits, List<Op> ops, List<Integer> measured) {

    /** Copies the lists. */
    public Circuit {
        ops = List.copyOf(ops);
        measured = List.copyOf(measured);
    }
}
