package io.qhub.journal;

/**
 * A worker did not renew its lease in time: it was stopped for long, or the database did not answer. Its entries may be
 * claimed by others, so it has to stop at once; it can begin again with a new lease.
 */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(String message) {
        super(message);
    }
}
