package io.qhub.localhub.sim;

/**
 * What a circuit does, computed in the most literal way: every gate as a full matrix of 2^n x 2^n complex numbers.
 * Shares no code with the simulator; qubit 0 is the least significant bit.
 */
final class DenseReference {

    private final int qubits;
    private double[][] state;

    DenseReference(int qubits) {
        this.qubits = qubits;
        this.state = new double[1 << qubits][2];
        state[0][0] = 1;
    }

    /** A complex matrix: [row][column][re, im]. */
    static double[][][] matrix(double... reIm) {
        int n = (int) Math.round(Math.sqrt(reIm.length / 2.0));
        double[][][] m = new double[n][n][2];
        for (int i = 0; i < n * n; i++) {
            m[i / n][i % n][0] = reIm[2 * i];
            m[i / n][i % n][1] = reIm[2 * i + 1];
        }
        return m;
    }

    /** The Kronecker product. */
    static double[][][] kron(double[][][] a, double[][][] b) {
        int n = a.length * b.length;
        double[][][] m = new double[n][n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double[] x = a[i / b.length][j / b.length];
                double[] y = b[i % b.length][j % b.length];
                m[i][j][0] = x[0] * y[0] - x[1] * y[1];
                m[i][j][1] = x[0] * y[1] + x[1] * y[0];
            }
        }
        return m;
    }

    static double[][][] multiply(double[][][] a, double[][][] b) {
        int n = a.length;
        double[][][] m = new double[n][n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    m[i][j][0] += a[i][k][0] * b[k][j][0] - a[i][k][1] * b[k][j][1];
                    m[i][j][1] += a[i][k][0] * b[k][j][1] + a[i][k][1] * b[k][j][0];
                }
            }
        }
        return m;
    }

    /** {@code exp(factor * i * a)} by its Taylor series. */
    static double[][][] expI(double factor, double[][][] a) {
        int n = a.length;
        double[][][] sum = new double[n][n][2];
        double[][][] term = new double[n][n][2];
        for (int i = 0; i < n; i++) {
            sum[i][i][0] = 1;
            term[i][i][0] = 1;
        }
        for (int k = 1; k < 60; k++) {
            double[][][] next = multiply(term, a);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double re = next[i][j][0];
                    double im = next[i][j][1];
                    term[i][j][0] = -im * factor / k;
                    term[i][j][1] = re * factor / k;
                    sum[i][j][0] += term[i][j][0];
                    sum[i][j][1] += term[i][j][1];
                }
            }
        }
        return sum;
    }

    /**
     * Applies a matrix to some qubits, the first of which is the most significant bit of the matrix's index, if all
     * controls are 1.
     */
    void apply(double[][][] gate, int[] targets, int... controls) {
        int n = 1 << qubits;
        double[][][] full = new double[n][n][2];
        for (int column = 0; column < n; column++) {
            boolean active = true;
            for (int control : controls) {
                active &= (column >> control & 1) == 1;
            }
            if (!active) {
                full[column][column][0] = 1;
                continue;
            }
            int inside = 0;
            int outside = column;
            for (int target : targets) {
                inside = inside << 1 | column >> target & 1;
                outside &= ~(1 << target);
            }
            for (int to = 0; to < gate.length; to++) {
                int row = outside;
                for (int t = 0; t < targets.length; t++) {
                    row |= (to >> targets.length - 1 - t & 1) << targets[t];
                }
                full[row][column] = gate[to][inside].clone();
            }
        }
        double[][] next = new double[n][2];
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                next[row][0] += full[row][column][0] * state[column][0] - full[row][column][1] * state[column][1];
                next[row][1] += full[row][column][0] * state[column][1] + full[row][column][1] * state[column][0];
            }
        }
        state = next;
    }

    double probability(int index) {
        return state[index][0] * state[index][0] + state[index][1] * state[index][1];
    }
}
