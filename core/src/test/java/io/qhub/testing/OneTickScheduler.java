package io.qhub.testing;

import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A scheduler of which a test says how waits pass. What does not wait runs on Reactor's threads, and of what is periodic
 * there is one tick: the library takes no more.
 */
public abstract class OneTickScheduler implements Scheduler {

    /** Where tasks run in the end. */
    protected final Scheduler real = Schedulers.parallel();

    @Override
    public final Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public abstract Disposable schedule(Runnable task, long delay, TimeUnit unit);

    @Override
    public final Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return schedule(task, initialDelay, unit);
    }

    @Override
    public final Worker createWorker() {
        Disposable.Composite all = Disposables.composite();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return OneTickScheduler.this.schedule(task);
            }

            @Override
            public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
                Disposable scheduled = OneTickScheduler.this.schedule(task, initialDelay, unit);
                all.add(scheduled);
                return scheduled;
            }

            @Override
            public void dispose() {
                all.dispose();
            }
        };
    }
}
