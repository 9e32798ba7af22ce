package io.qhub.journal;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Threads for an embedded H2, which works on the thread of its caller and closes its file when that is interrupted. Tasks
 * given to a plain executor are not interrupted when they are cancelled. A connection is used within one task, so there are
 * as many at most as threads.
 */
final class H2Threads {

    private static final int MOST = 8;

    static final Scheduler SCHEDULER = Schedulers.fromExecutor(uninterrupted(threads()));

    private H2Threads() {}

    private static ExecutorService threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "job-journal-h2");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    // Reactor would know an executor service, and how to interrupt its tasks.
    private static Executor uninterrupted(ExecutorService threads) {
        return threads::execute;
    }
}
