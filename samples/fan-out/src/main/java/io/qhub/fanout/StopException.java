package io.qhub.fanout;

/** The sweep cannot go on, and nothing of it is lost; the message says why, in one sentence. */
final class StopException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StopException(String message, Throwable cause) {
        super(message, cause);
    }
}
