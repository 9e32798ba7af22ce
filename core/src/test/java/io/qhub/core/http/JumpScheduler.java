package io.qhub.core.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Jumps over every wait, so that calls over real sockets need no real time, and notes how long it would have been. Waits
 * of {@link #LIMIT} and longer are time limits rather than waits: they never end.
 */
final class JumpScheduler implements Scheduler {

    /** What tests set as response and stall timeout. */
    static final Duration LIMIT = Duration.ofHours(10);

    private final Scheduler real = Schedulers.parallel();
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private volatile Runnable onWait = () -> {};

    /** Runs at the beginning of each wait. */
    void onWait(Runnable action) {
        onWait = action;
    }

    /** The waits so far, in ms. */
    List<Long> waits() {
        return waits;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        long millis = unit.toMillis(delay);
        if (millis >= LIMIT.toMillis()) {
            return Disposables.single();
        }
        waits.add(millis);
        onWait.run();
        return real.schedule(() -> {
            now.addAndGet(millis);
            task.run();
        });
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("the client schedules single tasks only");
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(now.get(), TimeUnit.MILLISECONDS);
    }
}
