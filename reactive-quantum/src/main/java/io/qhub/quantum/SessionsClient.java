package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.quantum.model.CreateSessionRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.SessionStatusResponse;
import io.qhub.quantum.model.UpdateSessionStateRequest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reserved time on a backend for a series of jobs. */
public final class SessionsClient {

    static final Operations OPERATIONS = Operations.of("quantum.sessions");

    static final Operation<Session> CREATE_SESSION = OPERATIONS
            .post("createSession", "/sessions")
            .body(CreateSessionRequest.class)
            .answers(Session.class, session -> session.id() == null ? "id" : null);
    static final Operation<Session> GET_SESSION =
            OPERATIONS.get("getSession", "/sessions/{id}").answers(Session.class);
    static final Operation<SessionStatusResponse> GET_SESSION_STATUS = OPERATIONS
            .get("getSessionStatus", "/sessions/{id}/status")
            .inferred()
            .answers(SessionStatusResponse.class);
    static final Operation<Page<Job>> GET_JOBS_BY_SESSION =
            OPERATIONS.get("getJobsBySession", "/sessions/{id}/jobs").inferred().answersListOrPage(Job.class);
    static final Operation<Session> UPDATE_SESSION_STATE = OPERATIONS
            .patch("updateSessionState", "/sessions/{id}")
            .body(UpdateSessionStateRequest.class)
            .answersMaybe(Session.class);
    static final Operation<Void> CLOSE_SESSION =
            OPERATIONS.post("closeSession", "/sessions/{id}/cancel").inferred().answersNothing();
    static final Operation<Void> CANCEL_SESSION =
            OPERATIONS.post("cancelSession", "/sessions/{id}/cancel").answersNothing();

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.request");

    private final HubHttp http;

    SessionsClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Opens a session. {@code POST /sessions}
     *
     * <p>Costs money and is never sent twice unless the Hub cannot have seen it: a lost answer is
     * {@link io.qhub.core.error.SubmissionOutcomeUnknownException}. A backend without sessions is
     * {@link io.qhub.core.error.UnprocessableEntityException}.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Session> createSession(CreateSessionRequest request) {
        Objects.requireNonNull(request, "request");
        return http.request(CREATE_SESSION).body(request).send();
    }

    /** One session. {@code GET /sessions/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Session> getSession(String id) {
        return http.call(GET_SESSION, id);
    }

    /** The state of a session, tersely. {@code GET /sessions/{id}/status}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same sub-resource as of jobs and backends")
    public Mono<SessionStatusResponse> getSessionStatus(String id) {
        return http.call(GET_SESSION_STATUS, id);
    }

    /** The jobs that were submitted in a session. {@code GET /sessions/{id}/jobs}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "path high; that it answers an array, medium")
    public Flux<Job> getJobsBySession(String id) {
        return http.call(GET_JOBS_BY_SESSION, id).flatMapIterable(page -> page.content());
    }

    /**
     * Lets a session take jobs or not. With {@code false} it closes gracefully: submitted jobs are finished, later ones
     * are refused. {@code PATCH /sessions/{id}}; not retried once the Hub may have seen it.
     *
     * @return the session, or nothing where the Hub answers without a body
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "whether it answers 200 with a session or 204 is open")
    public Mono<Session> updateSessionState(String id, boolean acceptJobs) {
        return http.request(UPDATE_SESSION_STATE, id)
                .body(new UpdateSessionStateRequest(acceptJobs))
                .send();
    }

    /**
     * Closes a session. {@code POST /sessions/{id}/cancel}; not retried once the Hub may have seen it.
     *
     * <p>The operation is documented and its path is not: this is the likeliest of three, and the call that is known to
     * stop a session at once. For a graceful end use {@link #updateSessionState} with {@code false}.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "low: DELETE /sessions/{id} and POST /sessions/{id}/close too")
    public Mono<Void> closeSession(String id) {
        return http.call(CLOSE_SESSION, id);
    }

    /**
     * Stops a session at once: its waiting jobs are given up. {@code POST /sessions/{id}/cancel}; not retried once the Hub
     * may have seen it.
     */
    @EndpointEvidence(
            value = Evidence.VERIFIED,
            note = "in the hand-written SDK; the newest documentation has no such name")
    public Mono<Void> cancelSession(String id) {
        return http.call(CANCEL_SESSION, id);
    }

    /**
     * Opens a session, works in it and closes it gracefully, however the work ends.
     *
     * <p>If closing fails after the work has completed, that failure is signalled, with the session's id in
     * {@link HubException#resourceId()}; after a failure of the work it is added to that as suppressed; after a cancel it
     * is logged. A session whose creation is cancelled before the answer arrived may stay open until its ttl ends.
     *
     * @param work what to do in the session; its publisher is subscribed to once
     */
    public <T> Flux<T> withSession(CreateSessionRequest request, Function<Session, ? extends Publisher<T>> work) {
        Objects.requireNonNull(work, "work");
        Mono<Session> opened = createSession(request);
        return Flux.defer(() -> {
            // What usingWhen gets from a cleanup after completion it wraps in an exception of its own.
            AtomicReference<Throwable> notClosed = new AtomicReference<>();
            return Flux.<T, Session>usingWhen(
                            opened,
                            work::apply,
                            session -> closeAfterWork(session).onErrorResume(closing -> {
                                notClosed.set(closing);
                                return Mono.empty();
                            }),
                            (session, failure) -> closeAfterWork(session).onErrorResume(closing -> {
                                failure.addSuppressed(closing);
                                return Mono.empty();
                            }),
                            session -> closeAfterWork(session).onErrorResume(closing -> {
                                LOG.warn(
                                        "session {} could not be closed after a cancel: {}",
                                        session.id(),
                                        closing.getMessage());
                                return Mono.empty();
                            }))
                    .concatWith(Mono.defer(() -> {
                        Throwable closing = notClosed.get();
                        return closing == null ? Mono.empty() : Mono.error(closing);
                    }));
        });
    }

    private Mono<Void> closeAfterWork(Session session) {
        String id = Objects.requireNonNull(session.id());
        return updateSessionState(id, false)
                .then()
                .onErrorMap(HubException.class, failure -> failure.afterSubmission(id, session));
    }
}
