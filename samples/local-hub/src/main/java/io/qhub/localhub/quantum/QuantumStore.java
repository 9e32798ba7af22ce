package io.qhub.localhub.quantum;

import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Padding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Jobs and sessions, and what time does to them. Every method runs on the state thread, so there are no locks.
 *
 * <p>A job waits in its backend's queue until its queue time is over and a place is free; only running jobs have a
 * timer. Its result is computed while it runs, and kept as long as the cache has room; later it is computed again, from
 * the same seed.
 */
final class QuantumStore {

    private static final Logger log = LoggerFactory.getLogger(QuantumStore.class);

    /** What a request may see. */
    record Scope(@Nullable String organization, @Nullable String serviceExecution) {

        boolean sees(@Nullable String organizationOfIt, @Nullable String executionOfIt) {
            return same(organization, organizationOfIt)
                    && (serviceExecution == null || serviceExecution.equals(executionOfIt));
        }

        private static boolean same(@Nullable String a, @Nullable String b) {
            return a == null ? b == null : a.equals(b);
        }
    }

    private final HubSettings settings;
    private final HubStats stats;
    private final Simulations simulations;
    private final Scheduler state;
    private final Scheduler workers;
    private final long seed;

    private final Map<String, Job> jobsById = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, Session> sessionsById = new HashMap<>();
    private final List<Session> sessions = new ArrayList<>();
    private final Map<Long, Integer> submissions = new HashMap<>();
    private final Map<Job, Run> runs = new HashMap<>();
    private final ResultCache results = new ResultCache();
    private final Map<ByteBuffer, byte[]> inputs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, byte[]> eldest) {
            return size() > 256;
        }
    };
    private long numbers;

    /** A running job: it ends once its time is over and its result is there. */
    private static final class Run {
        boolean timeOver;
        boolean computed;

        @Nullable
        String error;
    }

    /** Results by job, the most recently used ones, up to a share of the heap. */
    private static final class ResultCache {
        private final long limit =
                Math.max(4L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16));
        private final LinkedHashMap<Job, byte[]> entries = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        void put(Job job, byte[] result) {
            byte[] old = entries.put(job, result);
            bytes += result.length - (old == null ? 0 : old.length);
            var eldest = entries.values().iterator();
            while (bytes > limit && eldest.hasNext()) {
                bytes -= eldest.next().length;
                eldest.remove();
            }
        }

        byte @Nullable [] get(Job job) {
            return entries.get(job);
        }
    }

    QuantumStore(
            HubSettings settings,
            HubStats stats,
            Simulations simulations,
            Scheduler state,
            Scheduler workers,
            long seed) {
        this.settings = settings;
        this.stats = stats;
        this.simulations = simulations;
        this.state = state;
        this.workers = workers;
        this.seed = seed;
    }

    // ------------------------------------------------------------------------------------------------- jobs

    Job create(JobRequest request, Scope scope) {
        Session session = null;
        if (request.sessionId() != null) {
            session = session(request.sessionId(), new Scope(scope.organization(), null));
            if (session.backend != request.backend()) {
                throw new HttpError(422, "the session " + session.id + " belongs to the backend " + session.backend.id);
            }
            if (!session.accepting) {
                throw new HttpError(422, "the session " + session.id + " is " + session.status + " and takes no jobs");
            }
        }
        long now = now();
        // A dedicated session has the backend to itself: its jobs wait for one another only.
        boolean dedicated = session != null && session.request.mode().equals("dedicated");
        Job job = new Job(
                numbers++,
                Ids.next(),
                request,
                scope.organization(),
                scope.serviceExecution(),
                session,
                shared(request.input()),
                seedOf(request),
                now,
                dedicated ? now : now + settings.queueTime().toMillis());
        jobsById.put(job.id, job);
        jobs.add(job);
        if (session != null) {
            session.jobs.add(job);
            session.unfinished++;
        }
        job.backend.queue.add(job);
        job.backend.pending++;
        stats.jobCreated();
        pump(job.backend);
        return job;
    }

    Job job(String id, Scope scope) {
        Job job = jobsById.get(id);
        if (job == null || !scope.sees(job.organization, job.serviceExecution)) {
            throw new HttpError(404, "no job has the id " + id);
        }
        return job;
    }

    /** A job of any organization. */
    Job find(String id) {
        Job job = jobsById.get(id);
        if (job == null) {
            throw new HttpError(404, "no job has the id " + id);
        }
        return job;
    }

    /** The jobs of all organizations, oldest first. */
    List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** The sessions of all organizations, oldest first. */
    List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /** The jobs that a listing shows, newest first. */
    List<Job> list(Scope scope) {
        return visible(jobs, scope);
    }

    private List<Job> visible(List<Job> all, Scope scope) {
        long latest = now() - settings.listingDelay().toMillis();
        List<Job> list = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Job job = all.get(i);
            if (job.createdAt <= latest && scope.sees(job.organization, job.serviceExecution)) {
                list.add(job);
            }
        }
        return list;
    }

    /** Cancels a job; has no effect on one that has ended. */
    void cancel(Job job) {
        switch (job.status) {
            case PENDING -> leaveQueue(job, Job.Status.CANCELLED);
            case RUNNING -> {
                job.status = Job.Status.CANCELLING;
                later(() -> end(job, Job.Status.CANCELLED), settings.cancelTime());
            }
            default -> {}
        }
    }

    /** The result of a job, computed again if the cache no longer has it. */
    Mono<PaddedResult> result(Job job) {
        if (job.status != Job.Status.COMPLETED) {
            throw new HttpError(404, "the job " + job.id + " is " + job.status + " and has no result");
        }
        byte[] cached = results.get(job);
        Mono<byte[]> json = cached != null
                ? Mono.just(cached)
                : Mono.fromCallable(() -> simulations.run(job, () -> false))
                        .subscribeOn(workers)
                        .publishOn(state)
                        .doOnNext(bytes -> results.put(job, bytes));
        return json.map(bytes -> new PaddedResult(bytes, job.padding, job.seed));
    }

    /** The same submissions get the same seeds, whatever comes in between them. */
    private long seedOf(JobRequest request) {
        long content = request.backend().id.hashCode() * 31L + request.shots();
        for (byte next : request.input()) {
            content = content * 0x100000001B3L ^ next;
        }
        int time = submissions.merge(content, 1, Integer::sum);
        return Padding.mix(Padding.mix(seed ^ content) + time);
    }

    private byte[] shared(byte[] input) {
        byte[] known = inputs.putIfAbsent(ByteBuffer.wrap(input), input);
        return known == null ? input : known;
    }

    // ---------------------------------------------------------------------------------------------- queues

    void status(Backend backend, String status) {
        backend.status = status;
        pump(backend);
    }

    /** Starts what can start, and makes sure that this is looked at again when the next job is due. */
    private void pump(Backend backend) {
        if (backend.wakeUp != null) {
            backend.wakeUp.dispose();
            backend.wakeUp = null;
        }
        while (backend.isOnline() && backend.running < settings.parallelism()) {
            Job next = backend.queue.peek();
            if (next == null) {
                return;
            }
            if (next.status != Job.Status.PENDING) {
                backend.queue.remove();
                continue;
            }
            long wait = next.eligibleAt - now();
            if (wait > 0) {
                backend.wakeUp = state.schedule(() -> pump(backend), wait, TimeUnit.MILLISECONDS);
                return;
            }
            backend.queue.remove();
            start(next);
        }
    }

    private void start(Job job) {
        job.status = Job.Status.RUNNING;
        job.startedAt = now();
        job.backend.pending--;
        job.backend.running++;
        Session session = job.session;
        if (session != null) {
            session.running++;
            session.startedAt = session.startedAt == 0 ? job.startedAt : session.startedAt;
            session.status = session.status == Session.Status.DRAINING ? session.status : Session.Status.ACTIVE;
        }
        Run run = new Run();
        runs.put(job, run);
        workers.schedule(() -> compute(job, run));
        later(
                () -> {
                    run.timeOver = true;
                    endIfDone(job, run);
                },
                settings.runTime());
    }

    /** On a worker. */
    private void compute(Job job, Run run) {
        byte[] result = null;
        String error = null;
        if (job.failure != null) {
            error = job.failure;
        } else {
            try {
                result = simulations.run(job, () -> job.status != Job.Status.RUNNING);
            } catch (CancellationException e) {
                return;
            } catch (OutOfMemoryError e) {
                error = "the heap of the local hub is too small for this circuit";
            } catch (RuntimeException e) {
                log.debug("job {} failed", job.id, e);
                error = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
        }
        byte[] computed = result;
        String failed = error;
        try {
            state.schedule(() -> {
                run.computed = true;
                run.error = failed;
                if (computed != null && job.status == Job.Status.RUNNING) {
                    results.put(job, computed);
                }
                endIfDone(job, run);
            });
        } catch (RejectedExecutionException e) {
            log.debug("the hub was closed while job {} ran", job.id);
        }
    }

    private void endIfDone(Job job, Run run) {
        if (run.timeOver && run.computed && job.status == Job.Status.RUNNING) {
            job.error = run.error;
            end(job, run.error == null ? Job.Status.COMPLETED : Job.Status.FAILED);
        }
    }

    /** The end of a job that ran. */
    private void end(Job job, Job.Status status) {
        runs.remove(job);
        job.status = status;
        job.endedAt = now();
        job.backend.running--;
        if (job.session != null) {
            job.session.running--;
            job.session.usage += job.endedAt - job.startedAt;
            left(job.session);
        }
        pump(job.backend);
    }

    /** The end of a job that did not run. The queue drops it when its turn comes. */
    private void leaveQueue(Job job, Job.Status status) {
        job.status = status;
        job.endedAt = now();
        job.backend.pending--;
        if (job.session != null) {
            left(job.session);
        }
    }

    // -------------------------------------------------------------------------------------------- sessions

    Session create(SessionRequest request, Scope scope) {
        long now = now();
        Session session = new Session(
                numbers++,
                Ids.next(),
                request,
                scope.organization(),
                scope.serviceExecution(),
                now,
                now + request.ttl() * 1000);
        sessionsById.put(session.id, session);
        sessions.add(session);
        session.expiry = later(() -> expire(session), Duration.ofSeconds(request.ttl()));
        stats.sessionCreated();
        return session;
    }

    Session session(String id, Scope scope) {
        Session session = sessionsById.get(id);
        if (session == null || !scope.sees(session.organization, session.serviceExecution)) {
            throw new HttpError(404, "no session has the id " + id);
        }
        return session;
    }

    /** The sessions that a listing shows, newest first. */
    List<Session> sessions(Scope scope) {
        List<Session> list = new ArrayList<>();
        for (int i = sessions.size() - 1; i >= 0; i--) {
            Session session = sessions.get(i);
            if (scope.sees(session.organization, session.serviceExecution)) {
                list.add(session);
            }
        }
        return list;
    }

    List<Job> jobs(Session session) {
        return visible(session.jobs, new Scope(session.organization, null));
    }

    /** With false, the jobs already there run to their end, then the session is closed; true takes that back. */
    void acceptJobs(Session session, boolean accept) {
        if (!accept) {
            drain(session);
        } else if (session.status.isTerminal()) {
            throw new HttpError(422, "the session " + session.id + " is " + session.status);
        } else if (now() >= session.expiresAt) {
            throw new HttpError(422, "the session " + session.id + " has expired");
        } else if (session.status == Session.Status.DRAINING) {
            session.accepting = true;
            session.status = session.running > 0
                    ? Session.Status.ACTIVE
                    : session.startedAt == 0 ? Session.Status.OPEN : Session.Status.INACTIVE;
        }
    }

    /** Stops at once: queued jobs are aborted, running ones cancelled. Has no effect on a session that has ended. */
    void abort(Session session) {
        if (session.status.isTerminal()) {
            return;
        }
        session.accepting = false;
        finish(session, Session.Status.ABORTED);
        abortQueued(session);
        session.jobs.forEach(this::cancel);
    }

    void drain(Session session) {
        if (session.status.isTerminal()) {
            return;
        }
        session.accepting = false;
        session.status = Session.Status.DRAINING;
        if (session.unfinished == 0) {
            finish(session, Session.Status.CLOSED);
        }
    }

    private void expire(Session session) {
        abortQueued(session);
        drain(session);
    }

    private void abortQueued(Session session) {
        for (Job job : session.jobs) {
            if (job.status == Job.Status.PENDING) {
                leaveQueue(job, Job.Status.ABORTED);
            }
        }
    }

    private void left(Session session) {
        session.unfinished--;
        if (session.unfinished > 0) {
            return;
        }
        if (session.status == Session.Status.DRAINING) {
            finish(session, Session.Status.CLOSED);
        } else if (session.status == Session.Status.ACTIVE) {
            session.status = Session.Status.INACTIVE;
        }
    }

    private void finish(Session session, Session.Status status) {
        session.status = status;
        session.closedAt = now();
        if (session.expiry != null) {
            session.expiry.dispose();
        }
    }

    // ------------------------------------------------------------------------------------------------ time

    long now() {
        return state.now(TimeUnit.MILLISECONDS);
    }

    private Disposable later(Runnable task, Duration delay) {
        return state.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
