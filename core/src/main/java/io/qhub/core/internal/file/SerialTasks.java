package io.qhub.core.internal.file;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Runs the file operations of one download on a scheduler: one after another, in the order in which they came, and never
 * interrupted. So a file cannot be deleted while it is still being opened or written, and a cancel cannot close a channel
 * under a thread that writes to it. It holds a thread only while there is something to do.
 */
final class SerialTasks implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.transfer");

    /** Must not throw. */
    @FunctionalInterface
    interface Task {

        /**
         * @param refused null normally; else the scheduler takes no more work, and the task may only clean up
         */
        void run(@Nullable RejectedExecutionException refused);
    }

    private final Scheduler scheduler;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    SerialTasks(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void submit(Task task) {
        tasks.add(task);
        if (open.getAndIncrement() == 0) {
            schedule();
        }
    }

    /** One task at a time, so that downloads that share few threads take turns. */
    @Override
    public void run() {
        perform(null);
        if (open.decrementAndGet() != 0) {
            schedule();
        }
    }

    private void schedule() {
        try {
            scheduler.schedule(this);
        } catch (RejectedExecutionException refused) {
            cleanUp(refused);
        }
    }

    /** Elsewhere, for the caller may be an event loop; on it only if nobody else takes work. */
    private void cleanUp(RejectedExecutionException refused) {
        try {
            Schedulers.boundedElastic().schedule(() -> performAll(refused));
        } catch (RejectedExecutionException shutDown) {
            performAll(refused);
        }
    }

    private void performAll(RejectedExecutionException refused) {
        do {
            perform(refused);
        } while (open.decrementAndGet() != 0);
    }

    private void perform(@Nullable RejectedExecutionException refused) {
        try {
            tasks.remove().run(refused);
        } catch (RuntimeException | Error unexpected) {
            // What follows may be the deletion of the file: it must not be lost too.
            LOG.error("A file operation of a download failed unexpectedly", unexpected);
        }
    }
}
