package io.qhub.localhub.http;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads of the APIs, beside the event loops. */
public final class Threads {

    private Threads() {}

    /**
     * Threads that Reactor does not take for event loops, so that they may block for a moment. Disposing of the scheduler
     * ends them.
     */
    public static Scheduler pool(String name, int size) {
        return Schedulers.fromExecutorService(executor(name, size), name);
    }

    /** The same without a scheduler around it: what waits for its end needs no thread that stays for 10 s. */
    public static ScheduledExecutorService executor(String name, int size) {
        return Executors.newScheduledThreadPool(size, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
