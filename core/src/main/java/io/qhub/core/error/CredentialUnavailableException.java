package io.qhub.core.error;

import org.jspecify.annotations.Nullable;

/** No token is to be had. The message says where one was looked for, and never shows one. */
public final class CredentialUnavailableException extends HubException {

    private static final long serialVersionUID = 1L;

    public CredentialUnavailableException(String message) {
        this(message, null, null);
    }

    public CredentialUnavailableException(String message, @Nullable Throwable cause, @Nullable CallTrace trace) {
        super(message, cause, trace);
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
