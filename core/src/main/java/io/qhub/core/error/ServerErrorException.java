package io.qhub.core.error;

/** A 5xx status other than 500. */
public final class ServerErrorException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public ServerErrorException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
