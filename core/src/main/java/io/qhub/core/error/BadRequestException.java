package io.qhub.core.error;

/** 400: the Hub could not read the request, or a member is missing or wrong. */
public final class BadRequestException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public BadRequestException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
