package io.qhub.core.http;

import io.qhub.testing.OneTickScheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;

/** Time that passes only when a test says so; what is due runs on Reactor's threads. */
final class ManualTimer extends OneTickScheduler {

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
    public Disposable schedule(Runnable action, long delay, TimeUnit unit) {
        Task task = new Task(action, unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(now.get(), TimeUnit.NANOSECONDS);
    }
}
