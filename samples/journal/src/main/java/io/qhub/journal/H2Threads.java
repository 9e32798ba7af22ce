package io.qhub.journal;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads for an embedded H2, which works on the thread of its caller and closes its file when that is interrupted. Tasks
 * given to a plain executor are not interrupted when they are cancelled.
 */
final class H2Threads {

    static final Scheduler SCHEDULER = Schedulers.fromExecutor(uninterrupted(Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "job-journal-h2");
        thread.setDaemon(true);
        return thread;
    })));

    private H2Threads() {}

    // Reactor would know an executor service, and how to interrupt its tasks.
    private static java.util.concurrent.Executor uninterrupted(ExecutorService threads) {
        return threads::execute;
    }
}
