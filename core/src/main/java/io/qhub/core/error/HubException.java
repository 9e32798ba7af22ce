package io.qhub.core.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything that this client signals when a call, a poll or a transfer goes wrong. Wrong arguments are not
 * among it: they are {@link NullPointerException} and {@link IllegalArgumentException}, thrown when the method is
 * called.
 *
 * <p>No message, cause or field of these exceptions holds a token, a secret or a request header.
 */
public abstract class HubException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable CallTrace trace;
    private @Nullable String resourceId;
    private transient @Nullable Object snapshot;
    private boolean afterSubmission;

    protected HubException(String message, @Nullable Throwable cause, @Nullable CallTrace trace) {
        super(message, cause);
        this.trace = trace;
    }

    /** The operation that failed, such as {@code quantum.jobs.getJob}; null where no single operation is to blame. */
    public @Nullable String operation() {
        return CallTrace.operationOf(trace);
    }

    /** Every try of the failed call, oldest first; empty where no call was made. */
    public List<Attempt> attempts() {
        return trace == null ? List.of() : trace.attempts();
    }

    /** The trace of the failed call, for errors that are built on this one. */
    public @Nullable CallTrace trace() {
        return trace;
    }

    /**
     * Whether making the same call again may succeed with nothing else changed, and starts nothing twice. Always false
     * for a failure after a submission: calling again would submit again; resume by {@link #resourceId()} instead.
     */
    public final boolean isRetryable() {
        return !afterSubmission && transientFailure();
    }

    /** Whether the failure is of the passing kind, whatever was submitted before. */
    public boolean isTransient() {
        return transientFailure();
    }

    /** Whether this kind of failure passes by itself, so that the same call may succeed later. */
    protected abstract boolean transientFailure();

    /** The id of the job, session or execution that this failure is about, where there is one. */
    public @Nullable String resourceId() {
        return resourceId;
    }

    /** The last state that was seen of the resource, if there is one and it is a {@code type}; else null. */
    public <T> @Nullable T snapshot(Class<T> type) {
        return type.isInstance(snapshot) ? type.cast(snapshot) : null;
    }

    /**
     * Notes which job, session or execution the failure is about. What was noted first stays.
     *
     * @return this exception
     */
    public HubException about(String id, @Nullable Object lastSnapshot) {
        if (resourceId == null) {
            resourceId = id;
            snapshot = lastSnapshot;
        }
        return this;
    }

    /**
     * Notes that the failure followed a submission, whose work may still be running: calling again would submit again.
     *
     * @return this exception
     */
    public HubException afterSubmission(String id, @Nullable Object lastSnapshot) {
        afterSubmission = true;
        return about(id, lastSnapshot);
    }

    @Override
    public String getMessage() {
        String message = String.valueOf(super.getMessage());
        return afterSubmission && resourceId != null && !message.contains(resourceId)
                ? message + " (submitted before as " + resourceId + ", which is not affected)"
                : message;
    }
}
