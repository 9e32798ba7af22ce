package io.qhub.core.error;

/** 401: no valid token. */
public final class UnauthorizedException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public UnauthorizedException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
