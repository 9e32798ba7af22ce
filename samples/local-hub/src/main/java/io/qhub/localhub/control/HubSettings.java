package io.qhub.localhub.control;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a running hub. Thread-safe; a change counts from the next request, job or job start on. What is
 * said of jobs holds for executions of services, too, and what is said of a backend for a service. Every setter
 * returns this object.
 */
public final class HubSettings {

    /**
     * A bound on the requests of a fixed window of time.
     *
     * @param permits requests per window, 0 or more (0 refuses everything)
     * @param per length of the window, positive
     */
    public record RateLimit(int permits, Duration per) {

        /** Checks the values. */
        public RateLimit {
            if (permits < 0) {
                throw new IllegalArgumentException("permits must not be negative, was " + permits);
            }
            if (per.isZero() || per.isNegative()) {
                throw new IllegalArgumentException("per must be positive, was " + per);
            }
        }
    }

    private volatile Duration queueTime = Duration.ofMillis(50);
    private volatile Duration runTime = Duration.ofMillis(50);
    private volatile Duration cancelTime = Duration.ofMillis(20);
    private volatile Duration latency = Duration.ZERO;
    private volatile Duration listingDelay = Duration.ZERO;
    private volatile @Nullable RateLimit rateLimit;
    private volatile int parallelism = 64;
    private volatile long resultPaddingBytes;

    /** Settings with the default values. */
    public HubSettings() {}

    /** How long a job waits at least before it runs. Default 50 ms. */
    public Duration queueTime() {
        return queueTime;
    }

    /** Sets {@link #queueTime()}; zero or more. */
    public HubSettings queueTime(Duration value) {
        queueTime = notNegative(value, "queueTime");
        return this;
    }

    /** How long a job runs at least; longer if its simulation takes longer. Default 50 ms. */
    public Duration runTime() {
        return runTime;
    }

    /** Sets {@link #runTime()}; zero or more. */
    public HubSettings runTime(Duration value) {
        runTime = notNegative(value, "runTime");
        return this;
    }

    /** How long a running job that is cancelled stays CANCELLING (an execution: RUNNING). Default 20 ms. */
    public Duration cancelTime() {
        return cancelTime;
    }

    /** Sets {@link #cancelTime()}; zero or more. */
    public HubSettings cancelTime(Duration value) {
        cancelTime = notNegative(value, "cancelTime");
        return this;
    }

    /** How long each answer is held back once the request has been processed. Default 0. */
    public Duration latency() {
        return latency;
    }

    /** Sets {@link #latency()}; zero or more. */
    public HubSettings latency(Duration value) {
        latency = notNegative(value, "latency");
        return this;
    }

    /** How long a new job is missing from listings, while {@code GET /jobs/{id}} already finds it. Default 0. */
    public Duration listingDelay() {
        return listingDelay;
    }

    /** Sets {@link #listingDelay()}; zero or more. */
    public HubSettings listingDelay(Duration value) {
        listingDelay = notNegative(value, "listingDelay");
        return this;
    }

    /** The limit above which requests are refused with 429 and {@code Retry-After}; null (the default) for none. */
    public @Nullable RateLimit rateLimit() {
        return rateLimit;
    }

    /** Sets {@link #rateLimit()}. */
    public HubSettings rateLimit(int permits, Duration per) {
        rateLimit = new RateLimit(permits, Objects.requireNonNull(per, "per"));
        return this;
    }

    /** Removes the rate limit. */
    public HubSettings noRateLimit() {
        rateLimit = null;
        return this;
    }

    /** How many jobs of one backend run at the same time. Default 64. */
    public int parallelism() {
        return parallelism;
    }

    /** Sets {@link #parallelism()}; at least 1. */
    public HubSettings parallelism(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, was " + value);
        }
        parallelism = value;
        return this;
    }

    /**
     * How many characters of padding are added to each result of a quantum job created from now on, unless its
     * {@code input_params.result_padding_bytes} says otherwise. Default 0. The padding is made up while it is sent, so
     * that results of many GiB need no memory.
     */
    public long resultPaddingBytes() {
        return resultPaddingBytes;
    }

    /** Sets {@link #resultPaddingBytes()}; 0 or more. */
    public HubSettings resultPaddingBytes(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("resultPaddingBytes must not be negative, was " + value);
        }
        resultPaddingBytes = value;
        return this;
    }

    private static Duration notNegative(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + value);
        }
        return value;
    }
}
