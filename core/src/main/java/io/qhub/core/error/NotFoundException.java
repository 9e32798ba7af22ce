package io.qhub.core.error;

/** 404: there is no such thing, or not in this organization. */
public final class NotFoundException extends HubApiException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message, CallTrace trace, Answered answered) {
        super(message, trace, answered);
    }
}
