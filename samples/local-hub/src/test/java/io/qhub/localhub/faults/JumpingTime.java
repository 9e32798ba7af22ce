package io.qhub.localhub.faults;

import io.qhub.testing.OneTickScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Time that jumps over every wait and sums the waits up. Only what is at most {@link #SHORT} really passes, for it limits
 * a fault of the network; what is at least {@link #NEVER} limits nothing and never ends.
 */
final class JumpingTime extends OneTickScheduler {

    static final Duration SHORT = Duration.ofMillis(250);
    static final Duration NEVER = Duration.ofHours(10);

    private final AtomicLong jumped = new AtomicLong();
    private final AtomicLong really = new AtomicLong();
    private final long shortest;
    private volatile Runnable onWait = () -> {};

    JumpingTime() {
        this(SHORT);
    }

    private JumpingTime(Duration shortest) {
        this.shortest = shortest.toMillis();
    }

    /** Jumps over short waits too. */
    static JumpingTime overAll() {
        return new JumpingTime(Duration.ZERO);
    }

    /** Runs at the beginning of each wait that is jumped over. */
    void onWait(Runnable action) {
        onWait = action;
    }

    /** All waits that were jumped over. */
    Duration jumped() {
        return Duration.ofMillis(jumped.get());
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        long millis = unit.toMillis(delay);
        if (millis >= NEVER.toMillis()) {
            return Disposables.single();
        }
        if (millis <= shortest) {
            return real.schedule(
                    () -> {
                        really.addAndGet(millis);
                        task.run();
                    },
                    delay,
                    unit);
        }
        onWait.run();
        return real.schedule(() -> {
            jumped.addAndGet(millis);
            task.run();
        });
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(1_700_000_000_000L + jumped.get() + really.get(), TimeUnit.MILLISECONDS);
    }
}
