package io.qhub.core.error;

import org.jspecify.annotations.Nullable;

/**
 * A request that starts or changes something was sent, and its outcome is not known: the server may have done it. It is
 * not sent again, because that could do it (and bill it) twice. Look for the resource first; the {@code submitOnce}
 * methods do that by a key.
 */
public final class SubmissionOutcomeUnknownException extends HubException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer status;
    private final @Nullable String location;
    private final @Nullable String key;

    public SubmissionOutcomeUnknownException(
            String message,
            @Nullable HubException cause,
            @Nullable CallTrace trace,
            @Nullable Integer status,
            @Nullable String location,
            @Nullable String key) {
        super(message, cause, trace);
        this.status = status;
        this.location = location;
        this.key = key;
    }

    /** The status that the server answered, or null where no answer arrived. */
    public @Nullable Integer status() {
        return status;
    }

    /** The answer's {@code Location} header, which names the resource that was made; null where there was none. */
    public @Nullable String location() {
        return location;
    }

    /** The caller's key of a submit-once call, to resume it by; null for other calls. */
    public @Nullable String key() {
        return key;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
