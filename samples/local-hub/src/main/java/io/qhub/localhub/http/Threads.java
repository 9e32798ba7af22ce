package io.qhub.localhub.http;

import java.util.concurrent.Executors;
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
        return Schedulers.fromExecutorService(
                Executors.newScheduledThreadPool(size, task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                }),
                name);
    }
}
