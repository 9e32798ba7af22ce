package io.qhub.core.polling;

import org.jspecify.annotations.Nullable;

/**
 * How one element of a batch ended: with a result, or with an error that disturbed no other.
 *
 * @param index the element's place in the batch, counted from 0
 * @param id the id of the job or execution; null where it was never started, or that is not known
 * @param result what came of it; null where it failed
 * @param error why it failed; null where it did not
 * @param <R> the result
 */
public record Outcome<R>(
        long index,
        @Nullable String id,
        @Nullable R result,
        @Nullable Throwable error) {

    /** Whether there is a result. */
    public boolean isSuccess() {
        return error == null;
    }
}
