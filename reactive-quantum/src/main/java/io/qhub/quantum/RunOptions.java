package io.qhub.quantum;

import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.model.Job;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a job is run. Immutable.
 *
 * @param polling how it is awaited; null is the client's own policy
 * @param onSubmitted told of the job as soon as the Hub has taken it, on the thread of the answer: it must not block
 * @param key submits once by this key, see {@link JobsClient#submitJobOnce}; null submits plainly
 * @param cancelRemoteOnCancel whether cancelling the subscription cancels the job too; default false
 */
public record RunOptions(
        @Nullable PollingPolicy polling,
        Consumer<Job> onSubmitted,
        @Nullable String key,
        boolean cancelRemoteOnCancel) {

    private static final RunOptions DEFAULTS = new RunOptions(null, job -> {}, null, false);

    /** Refuses a missing callback. */
    public RunOptions {
        Objects.requireNonNull(onSubmitted, "onSubmitted");
    }

    /** The client's polling, no callback, no key, and the job goes on when the subscription is cancelled. */
    public static RunOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another polling policy. */
    public RunOptions withPolling(PollingPolicy policy) {
        return new RunOptions(Objects.requireNonNull(policy, "policy"), onSubmitted, key, cancelRemoteOnCancel);
    }

    /** The same, telling of the job when it has been taken. */
    public RunOptions withOnSubmitted(Consumer<Job> callback) {
        return new RunOptions(polling, callback, key, cancelRemoteOnCancel);
    }

    /** The same, submitting once by this key. */
    public RunOptions withKey(String submitKey) {
        return new RunOptions(
                polling, onSubmitted, Objects.requireNonNull(submitKey, "submitKey"), cancelRemoteOnCancel);
    }

    /** The same, cancelling the job when the subscription is cancelled. */
    public RunOptions withCancelRemoteOnCancel(boolean cancel) {
        return new RunOptions(polling, onSubmitted, key, cancel);
    }
}
