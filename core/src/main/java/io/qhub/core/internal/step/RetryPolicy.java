package io.qhub.core.internal.step;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means for its operation: the retry table of the client, in one place.
 *
 * <p>A request whose outcome is unknown is repeated only if its operation is idempotent; any other is reported as
 * {@link io.qhub.core.error.SubmissionOutcomeUnknownException} and never sent twice.
 */
public final class RetryPolicy {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final double JITTER = 0.25;

    private RetryPolicy() {}

    /** What to do. */
    public enum Verdict {
        /** Try again, counted against the retries. */
        RETRY,
        /** The server says that it did not do it and asks to wait: counted against the patience. */
        WAIT,
        /** Signal the failure as it is. */
        FAIL,
        /** The server may have done it: signal that. */
        OUTCOME_UNKNOWN
    }

    public static Verdict judge(boolean idempotent, Throwable failure) {
        if (failure instanceof HubApiException api) {
            return answered(api.status(), api.retryAfter(), idempotent);
        }
        if (failure instanceof HubTransportException transport) {
            return !transport.mayHaveReachedServer() || idempotent ? Verdict.RETRY : Verdict.OUTCOME_UNKNOWN;
        }
        if (failure instanceof HubDecodingException unreadable) {
            return !idempotent ? Verdict.OUTCOME_UNKNOWN : unreadable.isTooLarge() ? Verdict.FAIL : Verdict.RETRY;
        }
        return Verdict.FAIL;
    }

    private static Verdict answered(int status, @Nullable Duration retryAfter, boolean idempotent) {
        return switch (status) {
            case 429 -> Verdict.WAIT;
            case 503 -> retryAfter != null ? Verdict.WAIT : idempotent ? Verdict.RETRY : Verdict.FAIL;
            case 408, 500, 502, 504 -> idempotent ? Verdict.RETRY : Verdict.OUTCOME_UNKNOWN;
            case 501 -> Verdict.FAIL;
            default -> status >= 500 && idempotent ? Verdict.RETRY : Verdict.FAIL;
        };
    }

    /** Whether a failed attempt leaves open if the server did what was asked. */
    public static boolean leavesOpen(HubException failure) {
        if (failure instanceof HubApiException api) {
            int status = api.status();
            return status == 408 || (status >= 500 && answered(status, api.retryAfter(), true) == Verdict.RETRY);
        }
        return failure instanceof HubTransportException transport
                ? transport.mayHaveReachedServer()
                : failure instanceof HubDecodingException;
    }

    /**
     * 0.5 s, doubling to 8 s, up to a quarter shorter at random.
     *
     * @param retry counts from 1
     */
    public static Duration backoff(int retry, DoubleSupplier random) {
        double millis = Math.min(FIRST.toMillis() * Math.pow(2, Math.min(retry - 1, 30)), LONGEST.toMillis());
        return Duration.ofMillis(Math.round(millis * (1 - JITTER * random.getAsDouble())));
    }
}
