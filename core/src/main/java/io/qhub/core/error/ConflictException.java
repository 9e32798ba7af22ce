package io.qhub.core.error;

/** 409: the resource is not in a state that allows this. */
public final class ConflictException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
