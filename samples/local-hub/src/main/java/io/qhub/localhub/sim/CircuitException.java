package io.qhub.localhub.sim;

/** A circuit that the simulator refuses; the message says where and why. */
public final class CircuitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /** An error without a position in a text, for example in a JSON circuit. */
    public CircuitException(String message) {
        super(message);
        this.line = 0;
        this.column = 0;
    }

    /** An error at a place of a source text; line and column count from 1 and become part of the message. */
    public CircuitException(int line, int column, String message) {
        super("line " + line + ", column " + column + ": " + message);
        this.line = line;
        this.column = column;
    }

    /** The line of the source text, from 1; 0 if the circuit is not a text. */
    public int line() {
        return line;
    }

    /** The column of the source text, from 1; 0 if the circuit is not a text. */
    public int column() {
        return column;
    }
}
