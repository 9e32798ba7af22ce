package io.qhub.fanout;

/** What the user asked for cannot be done; the message says why, in one sentence. */
final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
