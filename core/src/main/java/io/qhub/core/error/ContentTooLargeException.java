package io.qhub.core.error;

/** 413: the body is larger than the Hub takes. */
public final class ContentTooLargeException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public ContentTooLargeException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
