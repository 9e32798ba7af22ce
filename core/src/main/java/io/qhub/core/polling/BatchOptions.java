package io.qhub.core.polling;

/**
 * How much of a batch is under way at once.
 *
 * @param submitting requests that submit, in flight at once; default 16
 * @param outstanding jobs or executions started and not finished; default 1,000, at least {@code submitting}
 */
public record BatchOptions(int submitting, int outstanding) {

    private static final BatchOptions DEFAULTS = new BatchOptions(16, 1_000);

    /** Refuses bounds below 1, and fewer outstanding than submitting. */
    public BatchOptions {
        if (submitting < 1) {
            throw new IllegalArgumentException("submitting: " + submitting + " is not at least 1");
        }
        if (outstanding < submitting) {
            throw new IllegalArgumentException(
                    "outstanding: " + outstanding + " is less than submitting (" + submitting + ")");
        }
    }

    /** 16 submitting, 1,000 outstanding. */
    public static BatchOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another bound for submissions in flight. */
    public BatchOptions withSubmitting(int requests) {
        return new BatchOptions(requests, outstanding);
    }

    /** The same with another bound for what is started and not finished. */
    public BatchOptions withOutstanding(int started) {
        return new BatchOptions(submitting, started);
    }
}
