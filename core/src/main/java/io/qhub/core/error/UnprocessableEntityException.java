package io.qhub.core.error;

/** 422: the request is well formed, but the Hub cannot do what it asks. */
public final class UnprocessableEntityException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public UnprocessableEntityException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
