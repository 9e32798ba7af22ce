package io.qhub.core.error;

/** 415: the Hub does not take this media type. */
public final class UnsupportedMediaTypeException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public UnsupportedMediaTypeException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
