package io.qhub.core.error;

/** 403: the token is valid, but may not do this. */
public final class ForbiddenException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public ForbiddenException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
