package io.qhub.fanout;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.journal.JobJournal;
import io.qhub.journal.Worker;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.CreateSessionRequest;
import io.qhub.quantum.model.Provider;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.SessionMode;
import io.qhub.quantum.model.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The sessions of one worker, which its jobs take in turn. Each is opened when it is first needed, or taken over from a worker
 * that is gone; one that has ended is replaced. A session whose creation got no answer ends by its time to live.
 */
final class SessionSlots {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final HubQuantumClient hub;
    private final JobJournal journal;
    private final Worker worker;
    private final String batch;
    private final Backend backend;
    private final int ttl;
    private final Consumer<String> warnings;
    private final AtomicReferenceArray<Mono<String>> slots;
    private final AtomicLong turn = new AtomicLong();

    SessionSlots(
            HubQuantumClient hub,
            JobJournal journal,
            Worker worker,
            String batch,
            Backend backend,
            int count,
            int ttl,
            Consumer<String> warnings) {
        this.hub = hub;
        this.journal = journal;
        this.worker = worker;
        this.batch = batch;
        this.backend = backend;
        this.ttl = ttl;
        this.warnings = warnings;
        this.slots = new AtomicReferenceArray<>(count);
        for (int i = 0; i < count; i++) {
            slots.set(i, shared());
        }
    }

    /** The session for the next job; empty where none are asked for. */
    Mono<Optional<String>> next() {
        if (slots.length() == 0) {
            return Mono.just(Optional.empty());
        }
        return Mono.defer(() -> slots.get((int) (turn.getAndIncrement() % slots.length())))
                .map(Optional::of);
    }

    // One creation for all that wait for it; a failed one is tried again by the next.
    private Mono<String> shared() {
        return usable().switchIfEmpty(Mono.defer(this::opened))
                .cache(id -> FOR_EVER, failure -> Duration.ZERO, () -> Duration.ZERO);
    }

    private Mono<String> usable() {
        return Mono.defer(() -> journal.claimSessions(worker, batch, 1))
                .flatMap(found -> found.isEmpty()
                        ? Mono.empty()
                        : takesJobs(found.get(0))
                                .flatMap(takes -> takes
                                        ? Mono.just(found.get(0))
                                        : journal.sessionClosed(found.get(0)).then(usable())));
    }

    private Mono<String> opened() {
        return hub.sessions()
                .createSession(CreateSessionRequest.builder(
                                String.valueOf(backend.id()),
                                Objects.requireNonNullElse(backend.provider(), Provider.UNKNOWN),
                                SessionMode.BATCH)
                        .ttl(ttl)
                        .tag("fan-out")
                        .build())
                .map(session -> Objects.requireNonNull(session.id()))
                .flatMap(id -> journal.sessionOpened(worker, batch, id).thenReturn(id));
    }

    private Mono<Boolean> takesJobs(String id) {
        return hub.sessions().getSession(id).map(SessionSlots::takesJobs).onErrorReturn(NotFoundException.class, false);
    }

    private static boolean takesJobs(Session session) {
        SessionStatus status = session.status();
        Instant expires = session.expiresAt();
        return status != null
                && !status.isTerminal()
                && !SessionStatus.DRAINING.equals(status)
                && (expires == null || expires.isAfter(Instant.now()));
    }

    /** After a job was refused: whether its session is to blame, which is then replaced. */
    Mono<Boolean> replacedIfEnded(@Nullable String id) {
        if (id == null) {
            return Mono.just(false);
        }
        return takesJobs(id)
                .flatMap(takes -> takes
                        ? Mono.just(false)
                        : journal.sessionClosed(id)
                                .then(Flux.range(0, slots.length())
                                        .concatMap(i -> replace(i, id))
                                        .then())
                                .thenReturn(true));
    }

    // Whoever is refused first replaces it; the others find another session there.
    private Mono<Void> replace(int slot, String ended) {
        Mono<String> now = slots.get(slot);
        return now.filter(ended::equals)
                .doOnNext(same -> slots.compareAndSet(slot, now, shared()))
                .then();
    }

    /** Closes the batch's sessions, of this worker and of those that are gone; for when no point is left. */
    Mono<Void> close() {
        if (slots.length() == 0) {
            return Mono.empty();
        }
        return journal.claimSessions(worker, batch, Integer.MAX_VALUE)
                .thenMany(journal.sessions(worker, batch))
                .concatMap(this::close)
                .then();
    }

    private Mono<Void> close(String id) {
        return hub.sessions()
                .updateSessionState(id, false)
                .then()
                .onErrorResume(HubException.class, failure -> takesJobs(id)
                        .onErrorReturn(HubException.class, true)
                        .doOnNext(takes -> {
                            if (takes) {
                                warnings.accept("The session " + id
                                        + " could not be closed and ends by its time to live: " + failure.getMessage());
                            }
                        })
                        .then())
                .then(journal.sessionClosed(id));
    }
}
