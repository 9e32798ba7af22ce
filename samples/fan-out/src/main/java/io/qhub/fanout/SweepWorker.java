package io.qhub.fanout;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.journal.EntryEnd;
import io.qhub.journal.EntryState;
import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalEntry;
import io.qhub.journal.Worker;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.Measurements;
import io.qhub.quantum.UnreadableResultException;
import io.qhub.quantum.model.BackendStatus;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Works on the points of a sweep until none is left, together with others: claims points, submits a job for each, once,
 * awaits it and writes down what came of it.
 *
 * <p>Two lanes run side by side. One submits points for which nothing was sent yet. The other takes up what was begun and not
 * ended, by a process that is gone or by this one when the Hub was out of reach: it awaits the jobs that are known, and looks
 * for the others by their keys before it submits. Looking takes a while and does not hold the first lane up.
 */
final class SweepWorker {

    private static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(10);
    private static final Duration TOGETHER = Duration.ofMillis(50);
    private static final int MOST_TOGETHER = 100;

    private record Started(JournalEntry entry, JsonNode parameters, String jobId, boolean resumed) {}

    private record End(JournalEntry entry, EntryState state, String line) {}

    private final HubQuantumClient hub;
    private final JobJournal journal;
    private final Worker worker;
    private final Sweep sweep;
    private final SessionSlots sessions;
    private final JsonLines output;
    private final Progress progress;
    private final AtomicBoolean stopping = new AtomicBoolean();

    SweepWorker(
            HubQuantumClient hub,
            JobJournal journal,
            Worker worker,
            Sweep sweep,
            SessionSlots sessions,
            JsonLines output,
            Progress progress) {
        this.hub = hub;
        this.journal = journal;
        this.worker = worker;
        this.sweep = sweep;
        this.sessions = sessions;
        this.output = output;
        this.progress = progress;
    }

    /** Completes when all points of the sweep have ended, by whomever. */
    Mono<Void> run() {
        int atOnce = 2 * sweep.bounds().submitting();
        return Flux.merge(
                        lane(Mono.defer(() -> journal.claimOpen(worker, sweep.name(), atOnce))),
                        lane(Mono.defer(() -> journal.claimNew(worker, sweep.name(), atOnce))))
                .then();
    }

    // What was submitted waits a moment for others, so that one commit of the journal does for all; it counts as
    // outstanding.
    private Flux<Void> lane(Mono<List<JournalEntry>> claim) {
        int submitting = sweep.bounds().submitting();
        return claims(claim)
                .flatMap(this::submitted, submitting, 1)
                .bufferTimeout(submitting, TOGETHER, true)
                .concatMap(this::noted, 1)
                .concatMapIterable(noted -> noted, 1)
                .flatMap(this::finished, sweep.bounds().outstanding() - 2 * submitting, 1)
                .bufferTimeout(MOST_TOGETHER, TOGETHER, true)
                .concatMap(this::ended, 1);
    }

    private Flux<JournalEntry> claims(Mono<List<JournalEntry>> claim) {
        return claim.map(Optional::of)
                .flatMap(found -> found.get().isEmpty() ? noneFound() : Mono.just(found))
                .repeat()
                .takeWhile(Optional::isPresent)
                .concatMapIterable(Optional::get, 1);
    }

    // Points that others work on may become free again.
    private Mono<Optional<List<JournalEntry>>> noneFound() {
        return journal.isOver(sweep.name())
                .flatMap(over -> over
                        ? Mono.just(Optional.empty())
                        : Mono.delay(sweep.pause()).thenReturn(Optional.of(List.of())));
    }

    // ---- submitting

    private Mono<Started> submitted(JournalEntry entry) {
        JsonNode parameters = JsonMapper.shared().readTree(entry.payload());
        String known = entry.jobId();
        if (known != null) {
            return Mono.just(new Started(entry, parameters, known, true));
        }
        return sessions.next()
                .onErrorResume(HubException.class, failure -> noSession(entry, failure))
                .flatMap(session -> job(entry, parameters, session)
                        .onErrorResume(
                                HubException.class,
                                failure -> notSubmitted(entry, parameters, session, failure, false)))
                .map(job -> new Started(entry, parameters, Objects.requireNonNull(job.id()), false))
                .doOnNext(started -> progress.submitted());
    }

    private Mono<List<Started>> noted(List<Started> started) {
        Map<String, String> jobIds = started.stream()
                .filter(each -> !each.resumed())
                .collect(Collectors.toMap(each -> each.entry().key(), Started::jobId));
        return journal.submitted(worker, jobIds).map(mine -> started.stream()
                .filter(each -> each.resumed() || mine.contains(each.entry().key()))
                .toList());
    }

    private Mono<Optional<String>> noSession(JournalEntry entry, HubException failure) {
        return failure.isTransient() || failure instanceof SubmissionOutcomeUnknownException
                ? giveBack(entry, failure).then(Mono.empty())
                : stop(new StopException("No session can be opened: " + failure.getMessage(), failure));
    }

    // What was begun before is looked for again; of what was not, it is certain that the Hub has not taken it.
    private Mono<Boolean> giveBack(JournalEntry entry, HubException failure) {
        return entry.postedAgo() != null
                ? journal.postpone(worker, entry.key(), later(failure))
                : journal.rejected(worker, entry.key(), later(failure));
    }

    private Mono<Job> job(JournalEntry entry, JsonNode parameters, Optional<String> session) {
        return Mono.defer(() -> {
            var request = sweep.request(entry.number(), parameters, session);
            Duration ago = entry.postedAgo();
            // The journal's clock tells how long ago, this one's when that was.
            return ago == null
                    ? hub.jobs().submitJobOnce(request, entry.key(), sweep.once())
                    : hub.jobs()
                            .resumeSubmission(
                                    request, entry.key(), Instant.now().minus(ago), sweep.once());
        });
    }

    private Mono<Job> notSubmitted(
            JournalEntry entry,
            JsonNode parameters,
            Optional<String> session,
            HubException failure,
            boolean secondTime) {
        if (failure instanceof SubmissionOutcomeUnknownException) {
            return journal.postpone(worker, entry.key(), later(failure)).then(Mono.empty());
        }
        if (isNobodys(failure)) {
            return stop(notLetIn(failure));
        }
        if (failure.isTransient()) {
            return giveBack(entry, failure).then(Mono.empty());
        }
        return sessions.replacedIfEnded(session.orElse(null))
                .flatMap(replaced -> replaced ? Mono.just(true) : isAway())
                .onErrorResume(HubException.class, unknown -> Mono.just(unknown.isTransient()))
                .flatMap(passes -> {
                    if (passes) {
                        return giveBack(entry, failure).then(Mono.empty());
                    }
                    if (secondTime) {
                        return ended(List.of(failed(entry, parameters, null, "REFUSED", failure.getMessage())))
                                .then(Mono.empty());
                    }
                    // What made the Hub refuse it may have passed just before it was looked at.
                    return job(entry, parameters, session)
                            .onErrorResume(
                                    HubException.class, again -> notSubmitted(entry, parameters, session, again, true));
                });
    }

    // A backend that is paused refuses jobs that are in order.
    private Mono<Boolean> isAway() {
        return hub.backends()
                .getBackendStatus(String.valueOf(sweep.backend().id()))
                .map(state -> state.status() != null && !BackendStatus.ONLINE.equals(state.status()));
    }

    /** Whether the failure is of no point's making, and the same for all. */
    private static boolean isNobodys(HubException failure) {
        return failure instanceof UnauthorizedException
                || failure instanceof ForbiddenException
                || failure instanceof CredentialUnavailableException;
    }

    private static StopException notLetIn(HubException failure) {
        return new StopException(
                "The Hub does not let us in, start again with another token to go on: " + failure.getMessage(),
                failure);
    }

    // The first one ends all lanes. What fails in the same way beside it is cancelled, and would be dropped.
    private <T> Mono<T> stop(StopException why) {
        return stopping.compareAndSet(false, true) ? Mono.error(why) : Mono.never();
    }

    private Duration later(HubException failure) {
        Duration asked = failure instanceof HubApiException api ? api.retryAfter() : null;
        Duration atLeast = asked == null || asked.compareTo(sweep.later()) < 0 ? sweep.later() : asked;
        return atLeast.plusMillis(
                ThreadLocalRandom.current().nextLong(sweep.later().toMillis()));
    }

    // ---- awaiting

    private Mono<End> finished(Started started) {
        String id = started.jobId();
        PollingPolicy polling = started.resumed()
                ? sweep.polling().withInitialSpread(sweep.polling().initialDelay())
                : sweep.polling().withFirstDelay(sweep.polling().initialDelay()).withNotFoundGrace(NOT_FOUND_GRACE);
        return Mono.using(
                        progress::watch,
                        watch -> hub.jobs()
                                .watchJob(id, polling)
                                .doOnNext(watch::saw)
                                .last()
                                .flatMap(status -> status.isSuccessful() ? result(started) : noResult(started, status)),
                        Progress.Watch::leave)
                .onErrorResume(HubException.class, failure -> notFinished(started, failure));
    }

    private Mono<End> result(Started started) {
        String id = started.jobId();
        return hub.jobs()
                .getJobResult(id)
                // The result may lag behind the status.
                .retryWhen(Retry.backoff(5, Duration.ofSeconds(1))
                        .filter(NotFoundException.class::isInstance)
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure()))
                .map(result -> {
                    try {
                        return done(
                                started,
                                Measurements.of(result, sweep.circuit().hints(started.parameters(), sweep.shots())));
                    } catch (UnreadableResultException unreadable) {
                        return failed(started, JobStatus.COMPLETED, unreadable.getMessage());
                    }
                });
    }

    private Mono<End> noResult(Started started, JobStatus status) {
        return hub.jobs().getJob(started.jobId()).map(job -> {
            JsonNode why = job.errorData();
            return failed(started, status, why == null ? "The job ended as " + status.value() + "." : why.toString());
        });
    }

    private Mono<End> notFinished(Started started, HubException failure) {
        JournalEntry entry = started.entry();
        if (isNobodys(failure)) {
            return stop(notLetIn(failure));
        }
        return failure.isTransient()
                ? journal.postpone(worker, entry.key(), later(failure)).then(Mono.empty())
                : Mono.just(failed(started, JobStatus.UNKNOWN, failure.getMessage()));
    }

    // ---- ends

    // The journal first: a line that the file lacks is written from it later, and never the other way round.
    private Mono<Void> ended(List<End> ends) {
        List<EntryEnd> marks = ends.stream()
                .map(end -> new EntryEnd(end.entry().key(), end.state(), end.line()))
                .toList();
        return journal.ended(worker, marks).flatMap(mine -> Flux.fromIterable(ends)
                .filter(end -> mine.contains(end.entry().key()))
                .concatMap(end -> output.append(end.entry().number(), end.line())
                        .doOnSuccess(done -> progress.ended(end.state())))
                .then());
    }

    private End done(Started started, Measurements measured) {
        ObjectNode line = begun(started.entry(), started.parameters());
        line.put("jobId", started.jobId());
        line.put("status", JobStatus.COMPLETED.value());
        line.put("shots", sweep.shots());
        if (measured.hasCounts()) {
            line.set("counts", JsonMapper.shared().valueToTree(measured.counts()));
        } else {
            line.set("probabilities", JsonMapper.shared().valueToTree(measured.probabilities()));
        }
        return new End(started.entry(), EntryState.DONE, line.toString());
    }

    private static End failed(Started started, JobStatus status, @Nullable String why) {
        return failed(started.entry(), started.parameters(), started.jobId(), status.value(), why);
    }

    private static End failed(
            JournalEntry entry, JsonNode parameters, @Nullable String jobId, String status, @Nullable String why) {
        ObjectNode line = begun(entry, parameters);
        if (jobId != null) {
            line.put("jobId", jobId);
        }
        line.put("status", status);
        line.put("error", why);
        return new End(entry, EntryState.FAILED, line.toString());
    }

    private static ObjectNode begun(JournalEntry entry, JsonNode parameters) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("point", entry.number());
        line.put("key", entry.key());
        line.set("parameters", parameters);
        return line;
    }
}
