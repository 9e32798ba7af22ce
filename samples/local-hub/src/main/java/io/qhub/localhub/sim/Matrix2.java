package io.qhub.localhub.sim;

/** A complex 2x2 matrix, by rows: {@code re01 + i im01} takes amplitude from state 1 to state 0. */
public record Matrix2(
        double re00, double im00, double re01, double im01, double re10, double im10, double re11, double im11) {

    private static final double R = Math.sqrt(0.5);

    /** Identity. */
    public static final Matrix2 I = diagonal(1, 0, 1, 0);
    /** Pauli X. */
    public static final Matrix2 X = new Matrix2(0, 0, 1, 0, 1, 0, 0, 0);
    /** Pauli Y. */
    public static final Matrix2 Y = new Matrix2(0, 0, 0, -1, 0, 1, 0, 0);
    /** Pauli Z. */
    public static final Matrix2 Z = diagonal(1, 0, -1, 0);
    /** Hadamard. */
    public static final Matrix2 H = new Matrix2(R, 0, R, 0, R, 0, -R, 0);
    /** Square root of Z. */
    public static final Matrix2 S = diagonal(1, 0, 0, 1);
    /** Square root of S. */
    public static final Matrix2 T = diagonal(1, 0, R, R);
    /** Square root of X. */
    public static final Matrix2 SX = new Matrix2(0.5, 0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0.5);

    /** {@code diag(re0 + i im0, re1 + i im1)}. */
    public static Matrix2 diagonal(double re0, double im0, double re1, double im1) {
        return new Matrix2(re0, im0, 0, 0, 0, 0, re1, im1);
    }

    /** {@code diag(1, exp(i angle))}. */
    public static Matrix2 phase(double angle) {
        return diagonal(1, 0, Math.cos(angle), Math.sin(angle));
    }

    /** {@code exp(-i angle/2 X)}. */
    public static Matrix2 rx(double angle) {
        double c = Math.cos(angle / 2);
        double s = Math.sin(angle / 2);
        return new Matrix2(c, 0, 0, -s, 0, -s, c, 0);
    }

    /** {@code exp(-i angle/2 Y)}. */
    public static Matrix2 ry(double angle) {
        double c = Math.cos(angle / 2);
        double s = Math.sin(angle / 2);
        return new Matrix2(c, 0, -s, 0, s, 0, c, 0);
    }

    /** {@code exp(-i angle/2 Z)}. */
    public static Matrix2 rz(double angle) {
        double c = Math.cos(angle / 2);
        double s = Math.sin(angle / 2);
        return diagonal(c, -s, c, s);
    }

    /**
     * {@code [[cos(theta/2), -exp(i lambda) sin(theta/2)], [exp(i phi) sin(theta/2), exp(i (phi+lambda)) cos(theta/2)]]}.
     */
    public static Matrix2 u(double theta, double phi, double lambda) {
        double c = Math.cos(theta / 2);
        double s = Math.sin(theta / 2);
        return new Matrix2(
                c,
                0,
                -s * Math.cos(lambda),
                -s * Math.sin(lambda),
                s * Math.cos(phi),
                s * Math.sin(phi),
                c * Math.cos(phi + lambda),
                c * Math.sin(phi + lambda));
    }

    /** This matrix times {@code exp(i angle)}; it matters once the gate is controlled. */
    public Matrix2 withPhase(double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        return new Matrix2(
                c * re00 - s * im00,
                c * im00 + s * re00,
                c * re01 - s * im01,
                c * im01 + s * re01,
                c * re10 - s * im10,
                c * im10 + s * re10,
                c * re11 - s * im11,
                c * im11 + s * re11);
    }

    /** The conjugate transpose, which is the inverse of a unitary matrix. */
    public Matrix2 adjoint() {
        return new Matrix2(re00, -im00, re10, -im10, re01, -im01, re11, -im11);
    }

    boolean isDiagonal() {
        return re01 == 0 && im01 == 0 && re10 == 0 && im10 == 0;
    }
}
