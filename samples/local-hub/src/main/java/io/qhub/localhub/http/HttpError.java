package io.qhub.localhub.http;

/** A request that is refused. */
public final class HttpError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** A refusal with this status; the message becomes the {@code error_message} of the body. */
    public HttpError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }
}
