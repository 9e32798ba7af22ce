package io.qhub.microservice;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.journal.EntryState;
import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalEntry;
import io.qhub.journal.Worker;
import io.qhub.microservice.DatabaseConfiguration.Database;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.SubmitOnceOptions;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;

/**
 * Submits circuits, once, and follows their jobs to the end, whether or not anybody waits for them: the requests of callers
 * only write circuits down. What an earlier process has left is taken up at the start; so is, with a shared database, what
 * another process leaves when its lease ends.
 */
@Component
class CircuitRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CircuitRunner.class);

    private static final int CLAIM = 500;
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration RESTART = Duration.ofSeconds(2);
    private static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(10);
    private static final Duration SPIN = Duration.ofSeconds(1);

    private final HubQuantumClient hub;
    private final JobJournal journal;
    private final Circuits circuits;
    private final MicroserviceProperties settings;
    private final boolean embeddedDatabase;
    private final SubmitOnceOptions once;

    // Callers that wait for the Hub's answer to their circuit.
    private final Map<String, Sinks.One<Circuit>> waiting = new ConcurrentHashMap<>();
    // Hints only: who misses one looks at the database a moment later.
    private final Sinks.Many<String> written = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<String> changes = Sinks.many().multicast().directBestEffort();

    private volatile @Nullable Run run;

    private record Run(Disposable work, Sinks.Empty<Void> stopping, CompletableFuture<Void> ended) {}

    CircuitRunner(
            HubQuantumClient hub,
            JobJournal journal,
            Circuits circuits,
            Database database,
            MicroserviceProperties settings) {
        this.hub = hub;
        this.journal = journal;
        this.circuits = circuits;
        this.settings = settings;
        this.embeddedDatabase = database.database().isEmbedded();
        this.once = SubmitOnceOptions.defaults().withSettleTime(settings.settleTime());
    }

    // ---- for callers

    /**
     * Takes a circuit: writes it down, has it submitted, and gives it as soon as the Hub has it. If that takes long it is
     * given as it is; its submission goes on. A caller that leaves changes nothing.
     */
    Mono<Circuit> take(Submission submission) {
        return newId().flatMap(id -> Mono.using(
                () -> waiting.computeIfAbsent(id, same -> Sinks.one()),
                answer -> circuits.create(row(id, submission), submission.payload())
                        .doOnNext(row -> tell(written, id))
                        .then(answer.asMono())
                        .timeout(settings.submissionWait())
                        .onErrorResume(TimeoutException.class, slow -> circuits.find(id)),
                answer -> waiting.remove(id)));
    }

    /** The circuit as it is and each time that it has changed, until it has ended. A slow subscriber misses steps, not the end. */
    Flux<Circuit> follow(Circuit circuit) {
        return Flux.merge(
                        changes.asFlux().filter(circuit.id()::equals),
                        Mono.delay(settings.claimPause().multipliedBy(2)).repeat())
                .onBackpressureLatest()
                .concatMap(hint -> circuits.find(circuit.id()), 1)
                .startWith(circuit)
                .distinctUntilChanged()
                .takeUntil(Circuit::hasEnded);
    }

    /** Cancels a circuit that has not ended: its job, or, where the Hub does not have it yet, its submission. */
    Mono<Circuit> cancel(Circuit circuit) {
        return circuits.cancelRequested(circuit.id())
                .flatMap(row -> row.jobId() == null
                        ? Mono.just(row)
                        : hub.jobs().cancelJob(row.jobId()).then(circuits.find(row.id())))
                .doOnNext(row -> tell(changes, row.id()));
    }

    private static Circuit row(String id, Submission submission) {
        return new Circuit(
                id,
                submission.tenant(),
                submission.backend(),
                submission.shots(),
                Circuit.SUBMITTING,
                null,
                null,
                false,
                OffsetDateTime.now(ZoneOffset.UTC));
    }

    // The source of good random numbers is a file.
    private static Mono<String> newId() {
        return Mono.fromSupplier(() -> UUID.randomUUID().toString()).subscribeOn(Schedulers.boundedElastic());
    }

    private static void tell(Sinks.Many<String> hints, String id) {
        hints.emitNext(id, Sinks.EmitFailureHandler.busyLooping(SPIN));
    }

    // ---- life

    /** Makes the tables and begins. Blocks the starting thread: without its database the application does not start. */
    @Override
    public void start() {
        prepared().block();
        Sinks.Empty<Void> stopping = Sinks.empty();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Disposable work = journal.withLease(
                        settings.lease(), worker -> work(worker).takeUntilOther(stopping.asMono()))
                .retryWhen(Retry.from(failures -> failures.doOnNext(
                                failure -> LOG.error("the work on circuits begins again", failure.failure()))
                        .concatMap(failure -> Mono.delay(RESTART)
                                .thenReturn(true)
                                .takeUntilOther(stopping.asMono())
                                .defaultIfEmpty(false))
                        .takeWhile(again -> again)))
                .doFinally(signal -> ended.complete(null))
                .subscribe();
        run = new Run(work, stopping, ended);
    }

    private Mono<Void> prepared() {
        // Only this process has an embedded database open, and an embedded Hub has forgotten all jobs.
        return circuits.createSchema()
                .then(embeddedDatabase ? journal.endAllLeases() : Mono.empty())
                .then(settings.embeddedHub() ? journal.beginAnew(Circuits.BATCH).then() : Mono.empty());
    }

    /** Stops working; what is under way at the Hub goes on, and is taken up at the next start. */
    @Override
    public void stop(Runnable callback) {
        Run running = run;
        run = null;
        if (running == null) {
            callback.run();
            return;
        }
        running.ended().whenComplete((nothing, never) -> callback.run());
        running.stopping().tryEmitEmpty();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }

    /** Before the server, so that it is there when requests come, and still there when the last of them end. */
    @Override
    public int getPhase() {
        return 0;
    }

    // ---- work

    private Flux<Void> work(Worker worker) {
        return Flux.merge(written.asFlux(), Mono.delay(settings.claimPause()).repeat())
                .cast(Object.class)
                .startWith("what was left")
                .onBackpressureLatest()
                .concatMap(
                        hint -> Flux.concat(
                                journal.claimNew(worker, Circuits.BATCH, CLAIM),
                                journal.claimOpen(worker, Circuits.BATCH, CLAIM)),
                        1)
                .concatMapIterable(claimed -> claimed, 1)
                .flatMap(entry -> run(worker, entry), settings.outstanding(), 1);
    }

    private Mono<Void> run(Worker worker, JournalEntry entry) {
        Submission submission = Submission.of(entry.payload());
        String known = entry.jobId();
        Mono<String> jobId = known == null
                ? submitted(worker, entry, submission)
                        .onErrorResume(HubException.class, failure -> notSubmitted(worker, entry, failure)
                                .then(Mono.empty()))
                : Mono.just(known);
        return jobId.flatMap(id -> followed(worker, entry.key(), id, known != null)
                        .onErrorResume(HubException.class, failure -> lost(worker, entry.key(), failure)))
                .contextWrite(TenantFilter.scope(submission.tenant()));
    }

    private Mono<String> submitted(Worker worker, JournalEntry entry, Submission submission) {
        Duration ago = entry.postedAgo();
        return circuits.find(entry.key())
                .filterWhen(row -> row.cancelRequested() && ago == null
                        ? ended(worker, row.id(), EntryState.FAILED, JobStatus.CANCELLED.value(), null)
                                .thenReturn(false)
                        : Mono.just(true))
                // The journal's clock tells how long ago, this one's when that was.
                .flatMap(row -> ago == null
                        ? hub.jobs().submitJobOnce(submission.request(), row.id(), once)
                        : hub.jobs()
                                .resumeSubmission(
                                        submission.request(),
                                        row.id(),
                                        Instant.now().minus(ago),
                                        once))
                .flatMap(job -> noted(worker, entry.key(), job));
    }

    private Mono<String> noted(Worker worker, String key, Job job) {
        String jobId = Objects.requireNonNull(job.id());
        JobStatus status = Objects.requireNonNullElse(job.status(), JobStatus.PENDING);
        // The terminal status is told by the watching, with what came of it.
        return journal.submitted(worker, key, jobId)
                .filter(mine -> mine)
                .flatMap(mine -> circuits.submitted(
                        key, jobId, status.isTerminal() ? JobStatus.PENDING.value() : status.value()))
                .doOnNext(row -> {
                    tell(changes, key);
                    Sinks.One<Circuit> caller = waiting.remove(key);
                    if (caller != null) {
                        caller.tryEmitValue(row);
                    }
                })
                .flatMap(row -> row.cancelRequested() ? cancelled(jobId) : Mono.just(jobId));
    }

    private Mono<String> cancelled(String jobId) {
        return hub.jobs()
                .cancelJob(jobId)
                .onErrorResume(HubException.class, failure -> {
                    LOG.warn("job {} could not be cancelled: {}", jobId, failure.getMessage());
                    return Mono.empty();
                })
                .thenReturn(jobId);
    }

    // Where a caller still waits for the answer, a passing failure is its to decide upon, and nothing is submitted
    // later.
    private Mono<?> notSubmitted(Worker worker, JournalEntry entry, HubException failure) {
        String key = entry.key();
        if (failure instanceof SubmissionOutcomeUnknownException) {
            return journal.postpone(worker, key, later(failure));
        }
        boolean passes = failure.isTransient() || isOurs(failure);
        Sinks.One<Circuit> caller = entry.postedAgo() == null ? waiting.remove(key) : null;
        if (caller == null && passes) {
            LOG.warn("circuit {} is not submitted yet: {}", key, failure.getMessage());
            return entry.postedAgo() == null
                    ? journal.rejected(worker, key, later(failure))
                    : journal.postpone(worker, key, later(failure));
        }
        ProblemException problem = Problems.ofRefused(failure);
        return ended(
                        worker,
                        key,
                        EntryState.FAILED,
                        JobStatus.FAILED.value(),
                        problem.getBody().getDetail())
                .doOnSuccess(done -> Optional.ofNullable(caller).ifPresent(each -> each.tryEmitError(problem)));
    }

    private Mono<Void> followed(Worker worker, String key, String jobId, boolean resumed) {
        PollingPolicy polling = hub.http().polling();
        return hub.jobs()
                .watchJob(
                        jobId,
                        resumed
                                ? polling.withInitialSpread(polling.initialDelay())
                                : polling.withFirstDelay(polling.initialDelay()).withNotFoundGrace(NOT_FOUND_GRACE))
                .concatMap(
                        status -> status.isTerminal()
                                ? end(worker, key, jobId, status)
                                : circuits.status(key, status.value(), null).doOnSuccess(done -> tell(changes, key)),
                        1)
                .then();
    }

    private Mono<Void> end(Worker worker, String key, String jobId, JobStatus status) {
        if (!JobStatus.FAILED.equals(status)) {
            return ended(
                    worker, key, status.isSuccessful() ? EntryState.DONE : EntryState.FAILED, status.value(), null);
        }
        return hub.jobs()
                .getJob(jobId)
                .map(job -> why(job.errorData()))
                .flatMap(why -> ended(worker, key, EntryState.FAILED, status.value(), why));
    }

    private static String why(@Nullable JsonNode error) {
        return error == null || error.isNull() ? "The Hub does not say why." : error.toString();
    }

    // The end of a circuit is written after what its tenant sees: cut off in between, it is looked at again.
    private Mono<Void> ended(Worker worker, String key, EntryState state, String status, @Nullable String error) {
        return circuits.status(key, status, error)
                .then(journal.ended(worker, key, state, status))
                .doOnNext(mine -> tell(changes, key))
                .then();
    }

    private Mono<Void> lost(Worker worker, String key, HubException failure) {
        if (failure instanceof NotFoundException) {
            return ended(
                    worker,
                    key,
                    EntryState.FAILED,
                    JobStatus.FAILED.value(),
                    "The Hub does not know its job any more.");
        }
        LOG.warn("circuit {} is followed later: {}", key, failure.getMessage());
        return journal.postpone(worker, key, later(failure)).then();
    }

    /** Whether the failure is of no circuit's making. */
    private static boolean isOurs(HubException failure) {
        return failure instanceof UnauthorizedException || failure instanceof CredentialUnavailableException;
    }

    private static Duration later(HubException failure) {
        Duration asked = failure instanceof HubApiException api ? api.retryAfter() : null;
        return asked == null || asked.compareTo(LATER) < 0 ? LATER : asked;
    }
}
