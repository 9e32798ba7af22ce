package io.qhub.quantum;

import java.time.Duration;
import java.util.Objects;

/**
 * How a job is submitted once.
 *
 * @param settleTime for how long to look for a job whose submission has an unknown outcome; default 60 s. It has to be
 *     longer than the Hub may take to list a job that it has accepted
 * @param reposts how often to submit again by itself when the job was not found within the settle time; default 0, which
 *     leaves the decision to the caller
 * @param pageSize how many jobs a page of the search holds; default 100
 */
public record SubmitOnceOptions(Duration settleTime, int reposts, int pageSize) {

    private static final SubmitOnceOptions DEFAULTS = new SubmitOnceOptions(Duration.ofSeconds(60), 0, 100);

    /** Refuses negative values. */
    public SubmitOnceOptions {
        if (Objects.requireNonNull(settleTime, "settleTime").isNegative()) {
            throw new IllegalArgumentException("settleTime: " + settleTime + " is negative");
        }
        if (reposts < 0 || reposts > 10) {
            throw new IllegalArgumentException("reposts: " + reposts + " is not between 0 and 10");
        }
        if (pageSize < 1) {
            throw new IllegalArgumentException("pageSize: " + pageSize + " is not at least 1");
        }
    }

    /** 60 s, no repost, pages of 100. */
    public static SubmitOnceOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another settle time. */
    public SubmitOnceOptions withSettleTime(Duration time) {
        return new SubmitOnceOptions(time, reposts, pageSize);
    }

    /** The same, submitting again this often when the job was not found within the settle time. */
    public SubmitOnceOptions repostAfterSettling(int times) {
        return new SubmitOnceOptions(settleTime, times, pageSize);
    }

    /** The same with other pages. */
    public SubmitOnceOptions withPageSize(int jobs) {
        return new SubmitOnceOptions(settleTime, reposts, jobs);
    }
}
