package io.qhub.core.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The deadline of a wait passed before a terminal state was seen. The job or execution goes on; it can be awaited again
 * by its id.
 */
public final class PollingTimeoutException extends HubException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration timeout;
    private final transient @Nullable Object lastSnapshot;

    public PollingTimeoutException(String message, @Nullable Duration timeout, @Nullable Object lastSnapshot) {
        super(message, null, null);
        this.timeout = timeout;
        this.lastSnapshot = lastSnapshot;
    }

    /** The limit that was set, or null. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** The last state that was seen, if there is one and it is a {@code type}; else null. */
    public <T> @Nullable T lastSnapshot(Class<T> type) {
        return type.isInstance(lastSnapshot) ? type.cast(lastSnapshot) : null;
    }

    @Override
    protected boolean transientFailure() {
        return false;
    }
}
