package io.qhub.core.error;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call while it runs: the operation and its tries so far. Every error of the call shares it, so
 * that an error tells the whole story however early it was made. Thread-safe.
 */
public final class CallTrace {

    private final String operation;
    private final boolean repeatable;
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    /** Of an operation that may be repeated. */
    public CallTrace(String operation) {
        this(operation, true);
    }

    /**
     * @param operation the operation's name, such as {@code quantum.jobs.getJob}
     * @param repeatable whether doing it twice does what doing it once does
     */
    public CallTrace(String operation, boolean repeatable) {
        this.operation = operation;
        this.repeatable = repeatable;
    }

    /** Whether doing it twice does what doing it once does. */
    public boolean isRepeatable() {
        return repeatable;
    }

    /** The operation's name, such as {@code quantum.jobs.getJob}. */
    public String operation() {
        return operation;
    }

    /** The tries so far, oldest first; an unmodifiable copy. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Adds a finished try. */
    public void add(Attempt attempt) {
        attempts.add(attempt);
    }

    @Override
    public String toString() {
        return operation + attempts;
    }

    static @Nullable String operationOf(@Nullable CallTrace trace) {
        return trace == null ? null : trace.operation;
    }
}
