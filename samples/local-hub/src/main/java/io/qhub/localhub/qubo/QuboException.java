package io.qhub.localhub.qubo;

/** A problem that cannot be read; the message says where and why. */
public final class QuboException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A problem that cannot be read. */
    public QuboException(String message) {
        super(message, null, false, false);
    }
}
