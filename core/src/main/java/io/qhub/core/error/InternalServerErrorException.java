package io.qhub.core.error;

/** 500: the Hub failed. */
public final class InternalServerErrorException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public InternalServerErrorException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
