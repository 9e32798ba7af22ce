package io.qhub.core.http;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Time that passes only when a test says so; what is due runs on Reactor's threads. */
final class ManualTimer implements Scheduler {

    private final Scheduler real = Schedulers.parallel();
    private final AtomicLong now = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(1_700_000_000_000L));
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    private final class Task implements Disposable {

        private final Runnable action;
        private final long delay;
        private final long due;

        private Task(Runnable action, long delay) {
            this.action = action;
            this.delay = delay;
            this.due = now.get() + delay;
        }

        @Override
        public void dispose() {
            tasks.remove(this);
        }

        @Override
        public boolean isDisposed() {
            return !tasks.contains(this);
        }
    }

    /** How many tasks wait that were scheduled with this delay. */
    long waiting(Duration delay) {
        return tasks.stream().filter(task -> task.delay == delay.toNanos()).count();
    }

    /** Lets time pass. */
    void advance(Duration time) {
        long until = now.addAndGet(time.toNanos());
        tasks.stream()
                .filter(task -> task.due <= until)
                .sorted(Comparator.comparingLong(task -> task.due))
                .forEach(task -> {
                    if (tasks.remove(task)) {
                        real.schedule(task.action);
                    }
                });
    }

    @Override
    public Disposable schedule(Runnable task) {
        return real.schedule(task);
    }

    @Override
    public Disposable schedule(Runnable action, long delay, TimeUnit unit) {
        Task task = new Task(action, unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return schedule(task, initialDelay, unit); // the library takes one tick only
    }

    @Override
    public Worker createWorker() {
        Disposable.Composite all = Disposables.composite();
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return ManualTimer.this.schedule(task);
            }

            @Override
            public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
                Disposable scheduled = ManualTimer.this.schedule(task, initialDelay, unit);
                all.add(scheduled);
                return scheduled;
            }

            @Override
            public void dispose() {
                all.dispose();
            }
        };
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(now.get(), TimeUnit.NANOSECONDS);
    }
}
