package io.qhub.localhub.sim;

import java.util.ArrayList;
import java.util.List;

/** One unitary step on the state vector, with any number of controls. */
public sealed interface Op {

    /** Bits of the qubits that control this step. */
    int controlMask();

    /** The values that the control bits must have; a subset of {@link #controlMask()}. */
    int controlValue();

    /** The same step with one more control qubit, which must be 1 ({@code positive}) or 0. */
    Op controlledBy(int qubit, boolean positive);

    /** The inverse step. */
    Op inverse();

    /** A 2x2 unitary on one qubit. */
    record Single(int target, Matrix2 matrix, int controlMask, int controlValue) implements Op {
        @Override
        public Op controlledBy(int qubit, boolean positive) {
            return new Single(target, matrix, controlMask | 1 << qubit, controlValue | (positive ? 1 << qubit : 0));
        }

        @Override
        public Op inverse() {
            return new Single(target, matrix.adjoint(), controlMask, controlValue);
        }
    }

    /** Exchanges two qubits. */
    record Swap(int first, int second, int controlMask, int controlValue) implements Op {
        @Override
        public Op controlledBy(int qubit, boolean positive) {
            return new Swap(first, second, controlMask | 1 << qubit, controlValue | (positive ? 1 << qubit : 0));
        }

        @Override
        public Op inverse() {
            return this;
        }
    }

    /**
     * {@code exp(-i angle/2 P)} for a product P of Pauli operators: X acts on the qubits that are only in {@code xMask},
     * Z on those only in {@code zMask}, Y on those in both.
     */
    record PauliRotation(int xMask, int zMask, double angle, int controlMask, int controlValue) implements Op {
        @Override
        public Op controlledBy(int qubit, boolean positive) {
            return new PauliRotation(
                    xMask, zMask, angle, controlMask | 1 << qubit, controlValue | (positive ? 1 << qubit : 0));
        }

        @Override
        public Op inverse() {
            return new PauliRotation(xMask, zMask, -angle, controlMask, controlValue);
        }
    }

    /** A 2x2 unitary without controls. */
    static Op single(int target, Matrix2 matrix) {
        return new Single(target, matrix, 0, 0);
    }

    /** A 2x2 unitary on {@code target}, controlled by {@code control}. */
    static Op controlled(int control, int target, Matrix2 matrix) {
        return new Single(target, matrix, 1 << control, 1 << control);
    }

    /** Exchanges two qubits. */
    static Op swap(int first, int second) {
        return new Swap(first, second, 0, 0);
    }

    /** {@code exp(-i angle/2 (P x P))} on two qubits, P being {@code 'X'}, {@code 'Y'} or {@code 'Z'}. */
    static Op ising(char pauli, double angle, int first, int second) {
        int both = 1 << first | 1 << second;
        return new PauliRotation(pauli == 'Z' ? 0 : both, pauli == 'X' ? 0 : both, angle, 0, 0);
    }

    /** The inverse of a sequence: the inverse of each step, in the opposite order. */
    static List<Op> inverse(List<Op> ops) {
        List<Op> inverse = new ArrayList<>(ops.size());
        for (int i = ops.size() - 1; i >= 0; i--) {
            inverse.add(ops.get(i).inverse());
        }
        return inverse;
    }
}
