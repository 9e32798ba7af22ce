package io.qhub.localhub.sim;

import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The amplitudes of n qubits, changed in place by each step. Two arrays of {@code 2^n} doubles; not thread-safe.
 * Qubit 0 is the least significant bit of the index.
 */
public final class StateVector {

    /** Above this number of qubits the arrays would no longer fit a common heap. */
    public static final int LIMIT = 26;

    private final int size;
    private final double[] re;
    private final double[] im;

    /** All qubits in state 0. */
    public StateVector(int qubits) {
        if (qubits < 1 || qubits > LIMIT) {
            throw new IllegalArgumentException("qubits must be 1 to " + LIMIT + ", not " + qubits);
        }
        this.size = 1 << qubits;
        this.re = new double[size];
        this.im = new double[size];
        re[0] = 1;
    }

    /**
     * Runs a circuit from state 0.
     *
     * @param cancelled asked before each step; once true, the run ends with a {@link CancellationException}
     */
    public static StateVector run(Circuit circuit, BooleanSupplier cancelled) {
        StateVector state = new StateVector(circuit.qubits());
        for (Op op : circuit.ops()) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("the simulation was cancelled");
            }
            state.apply(op);
        }
        return state;
    }

    /** Number of basis states. */
    public int size() {
        return size;
    }

    /** The probability of the basis state with this index. */
    public double probability(int index) {
        return re[index] * re[index] + im[index] * im[index];
    }

    /** Applies one step. */
    public void apply(Op op) {
        if (op instanceof Op.Single single) {
            Matrix2 m = single.matrix();
            if (m.isDiagonal()) {
                diagonal(single, m);
            } else {
                single(single, m);
            }
        } else if (op instanceof Op.Swap swap) {
            swap(swap);
        } else if (op instanceof Op.PauliRotation rotation) {
            rotate(rotation);
        }
    }

    private void single(Op.Single op, Matrix2 m) {
        // Local copies: the accessors of a record are not free inside a loop of a million turns.
        double a = m.re00();
        double ai = m.im00();
        double b = m.re01();
        double bi = m.im01();
        double c = m.re10();
        double ci = m.im10();
        double d = m.re11();
        double di = m.im11();
        int bit = 1 << op.target();
        int mask = op.controlMask();
        int value = op.controlValue();
        for (int base = 0; base < size; base += bit << 1) {
            for (int i = base; i < base + bit; i++) {
                if ((i & mask) != value) {
                    continue;
                }
                int j = i | bit;
                double r0 = re[i];
                double i0 = im[i];
                double r1 = re[j];
                double i1 = im[j];
                re[i] = a * r0 - ai * i0 + b * r1 - bi * i1;
                im[i] = a * i0 + ai * r0 + b * i1 + bi * r1;
                re[j] = c * r0 - ci * i0 + d * r1 - di * i1;
                im[j] = c * i0 + ci * r0 + d * i1 + di * r1;
            }
        }
    }

    private void diagonal(Op.Single op, Matrix2 m) {
        int bit = 1 << op.target();
        if (m.re00() != 1 || m.im00() != 0) {
            scale(op.controlMask() | bit, op.controlValue(), m.re00(), m.im00());
        }
        if (m.re11() != 1 || m.im11() != 0) {
            scale(op.controlMask() | bit, op.controlValue() | bit, m.re11(), m.im11());
        }
    }

    private void scale(int mask, int value, double c, double s) {
        for (int i = 0; i < size; i++) {
            if ((i & mask) == value) {
                double r = re[i];
                re[i] = c * r - s * im[i];
                im[i] = c * im[i] + s * r;
            }
        }
    }

    private void swap(Op.Swap op) {
        int first = 1 << op.first();
        int both = first | 1 << op.second();
        int mask = op.controlMask() | both;
        int value = op.controlValue() | first;
        for (int i = 0; i < size; i++) {
            if ((i & mask) == value) {
                int j = i ^ both;
                double r = re[i];
                double m = im[i];
                re[i] = re[j];
                im[i] = im[j];
                re[j] = r;
                im[j] = m;
            }
        }
    }

    /** With Y = i X Z the product is P|i> = i^y (-1)^parity(i & zMask) |i ^ xMask>, y being the number of Ys. */
    private void rotate(Op.PauliRotation op) {
        double c = Math.cos(op.angle() / 2);
        double s = Math.sin(op.angle() / 2);
        int xMask = op.xMask();
        int zMask = op.zMask();
        int mask = op.controlMask();
        int value = op.controlValue();
        if (xMask == 0) {
            for (int i = 0; i < size; i++) {
                if ((i & mask) == value) {
                    double sign = odd(i & zMask) ? s : -s;
                    double r = re[i];
                    re[i] = c * r - sign * im[i];
                    im[i] = c * im[i] + sign * r;
                }
            }
            return;
        }
        // -i s i^y is -i s, s, i s, -s for y = 0, 1, 2, 3 (mod 4).
        int y = Integer.bitCount(xMask & zMask) & 3;
        double fr = y == 1 ? s : y == 3 ? -s : 0;
        double fi = y == 0 ? -s : y == 2 ? s : 0;
        int top = Integer.highestOneBit(xMask);
        for (int i = 0; i < size; i++) {
            if ((i & top) != 0 || (i & mask) != value) {
                continue;
            }
            int j = i ^ xMask;
            double toI = odd(j & zMask) ? -1 : 1;
            double toJ = odd(i & zMask) ? -1 : 1;
            double r0 = re[i];
            double i0 = im[i];
            double r1 = re[j];
            double i1 = im[j];
            re[i] = c * r0 + toI * (fr * r1 - fi * i1);
            im[i] = c * i0 + toI * (fr * i1 + fi * r1);
            re[j] = c * r1 + toJ * (fr * r0 - fi * i0);
            im[j] = c * i1 + toJ * (fr * i0 + fi * r0);
        }
    }

    private static boolean odd(int bits) {
        return (Integer.bitCount(bits) & 1) != 0;
    }

    /**
     * Draws basis states by their probabilities. <b>Uses up this state</b>: its arrays become the cumulative
     * distribution, so that 2^n more doubles are not needed.
     *
     * @return one index per shot, in the order drawn; the same seed gives the same indices
     */
    public int[] sample(int shots, long seed) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += probability(i);
            re[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[shots];
        for (int shot = 0; shot < shots; shot++) {
            drawn[shot] = firstAbove(random.nextDouble() * sum);
        }
        return drawn;
    }

    /** The first index whose cumulative probability is above the value: never one of probability zero. */
    private int firstAbove(double value) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (re[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
