package io.qhub.core.error;

/** 429: the Hub limits the rate, and waiting longer was not allowed; see {@link #retryAfter()}. */
public final class TooManyRequestsException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public TooManyRequestsException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
