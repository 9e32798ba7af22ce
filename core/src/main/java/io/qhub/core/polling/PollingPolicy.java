package io.qhub.core.polling;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often to ask, and for how long. Delays grow from {@code initialDelay} by {@code multiplier} to {@code maxDelay};
 * each is multiplied by a random number between 0.5 and 1.5, so that thousands of waits do not beat in step. What the
 * server asks for by {@code Retry-After} only lengthens a delay. Immutable.
 *
 * @param initialDelay between the first and the second probe; default 1 s
 * @param multiplier from one delay to the next; default 2
 * @param maxDelay the longest delay before the random factor; default 30 s
 * @param firstDelay before the first probe; default zero, which is at once
 * @param initialSpread the first probe comes at a random time within this, after {@code firstDelay}; default zero
 * @param timeout how long to wait in all, counted from the subscription; null is without limit, the default
 * @param outageTolerance how long failures of the passing kind are borne since the last good answer; default 15 min
 * @param notFoundGrace how long after the subscription a 404 is borne as such a failure; default zero
 * @param maxRetryAfter the longest wait that the server may ask for; longer ones count as this; default 5 min
 * @param sharedListing whether many waits may be answered together by pages of a listing, where there is one (jobs), instead
 *     of each by its own requests; default false
 */
public record PollingPolicy(
        Duration initialDelay,
        double multiplier,
        Duration maxDelay,
        Duration firstDelay,
        Duration initialSpread,
        @Nullable Duration timeout,
        Duration outageTolerance,
        Duration notFoundGrace,
        Duration maxRetryAfter,
        boolean sharedListing) {

    // Before DEFAULTS: the constructor needs it.
    private static final Duration FLOOR = Duration.ofMillis(10);

    private static final PollingPolicy DEFAULTS = new PollingPolicy(
            Duration.ofSeconds(1),
            2,
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ZERO,
            null,
            Duration.ofMinutes(15),
            Duration.ZERO,
            Duration.ofMinutes(5),
            false);

    /** Refuses delays below 10 ms, a multiplier below 1, a {@code maxDelay} below {@code initialDelay}. */
    public PollingPolicy {
        if (Objects.requireNonNull(initialDelay, "initialDelay").compareTo(FLOOR) < 0) {
            throw new IllegalArgumentException("initialDelay: " + initialDelay + " is not at least 10 ms");
        }
        if (!(multiplier >= 1 && multiplier <= 100)) {
            throw new IllegalArgumentException("multiplier: " + multiplier + " is not between 1 and 100");
        }
        if (Objects.requireNonNull(maxDelay, "maxDelay").compareTo(initialDelay) < 0
                || maxDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "maxDelay: " + maxDelay + " is not between initialDelay (" + initialDelay + ") and 1 day");
        }
        notNegative("firstDelay", firstDelay);
        notNegative("initialSpread", initialSpread);
        if (timeout != null) {
            notNegative("timeout", timeout);
        }
        notNegative("outageTolerance", outageTolerance);
        notNegative("notFoundGrace", notFoundGrace);
        notNegative("maxRetryAfter", maxRetryAfter);
    }

    /** 1 s, doubling to 30 s, without a deadline: quantum queues last hours. */
    public static PollingPolicy defaults() {
        return DEFAULTS;
    }

    private PollingPolicy with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new PollingPolicy(
                draft.initialDelay,
                draft.multiplier,
                draft.maxDelay,
                draft.firstDelay,
                draft.initialSpread,
                draft.timeout,
                draft.outageTolerance,
                draft.notFoundGrace,
                maxRetryAfter,
                draft.sharedListing);
    }

    /** The same with other delays. */
    public PollingPolicy withDelays(Duration initial, double factor, Duration max) {
        return with(draft -> {
            draft.initialDelay = initial;
            draft.multiplier = factor;
            draft.maxDelay = max;
        });
    }

    /** The same with the first probe only after {@code delay}, for what has only just been submitted. */
    public PollingPolicy withFirstDelay(Duration delay) {
        return with(draft -> draft.firstDelay = delay);
    }

    /** The same with the first probe at a random time within {@code spread}, for many waits that begin at once. */
    public PollingPolicy withInitialSpread(Duration spread) {
        return with(draft -> draft.initialSpread = spread);
    }

    /** The same with a deadline, counted from the subscription; null takes it away. */
    public PollingPolicy withTimeout(@Nullable Duration limit) {
        return with(draft -> draft.timeout = limit);
    }

    /** The same with another patience for outages. */
    public PollingPolicy withOutageTolerance(Duration tolerance) {
        return with(draft -> draft.outageTolerance = tolerance);
    }

    /** The same, bearing a 404 for a while, for resources that have only just been made. */
    public PollingPolicy withNotFoundGrace(Duration grace) {
        return with(draft -> draft.notFoundGrace = grace);
    }

    /** The same, allowing or forbidding that many waits are answered together by pages of a listing. */
    public PollingPolicy withSharedListing(boolean shared) {
        return with(draft -> draft.sharedListing = shared);
    }

    /**
     * The delay that follows the probe of this number, before what the server asks for.
     *
     * @param probe counts from 1
     * @param random yields numbers in [0, 1)
     */
    public Duration delayAfter(int probe, DoubleSupplier random) {
        double millis = initialDelay.toMillis() * Math.pow(multiplier, Math.min(probe - 1, 10_000));
        return jittered(Math.min(millis, maxDelay.toMillis()), random);
    }

    /** The delay before the first probe. */
    public Duration firstDelay(DoubleSupplier random) {
        return jittered(firstDelay.toMillis(), random)
                .plusMillis(Math.round(initialSpread.toMillis() * random.getAsDouble()));
    }

    private static Duration jittered(double millis, DoubleSupplier random) {
        return Duration.ofMillis(Math.round(millis * (0.5 + random.getAsDouble())));
    }

    private static void notNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " is negative");
        }
    }

    private static final class Draft {

        private Duration initialDelay;
        private double multiplier;
        private Duration maxDelay;
        private Duration firstDelay;
        private Duration initialSpread;
        private @Nullable Duration timeout;
        private Duration outageTolerance;
        private Duration notFoundGrace;
        private boolean sharedListing;

        private Draft(PollingPolicy from) {
            initialDelay = from.initialDelay;
            multiplier = from.multiplier;
            maxDelay = from.maxDelay;
            firstDelay = from.firstDelay;
            initialSpread = from.initialSpread;
            timeout = from.timeout;
            outageTolerance = from.outageTolerance;
            notFoundGrace = from.notFoundGrace;
            sharedListing = from.sharedListing;
        }
    }
}
