package io.qhub.localhub.quantum;

import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.control.Tokens;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.Handler;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import io.qhub.localhub.http.Threads;
import io.qhub.localhub.quantum.QuantumStore.Scope;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Quantum API under {@code /quantum}. */
public final class QuantumApi implements Api {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> STATUSES = Set.of("ONLINE", "PAUSED", "OFFLINE", "RETIRED");

    private static final Map<String, Paging.Field<Job>> JOB_FIELDS = Map.of(
            "id", job -> job.id,
            "name", job -> job.name,
            "backend_id", job -> job.backend.id,
            "provider", job -> job.backend.provider,
            "status", job -> job.status.name(),
            "shots", job -> job.shots,
            "created_at", job -> job.createdAt,
            "started_at", job -> time(job.startedAt),
            "ended_at", job -> time(job.endedAt));

    private static final Map<String, Paging.Field<Workload>> WORKLOAD_FIELDS = Map.of(
            "id", work -> work.job() != null ? work.job().id : work.theSession().id,
            "type", work -> work.job() != null ? "JOB" : "SESSION",
            "backend_id", work -> work.job() != null ? work.job().backend.id : work.theSession().backend.id,
            "provider", work -> work.job() != null ? work.job().backend.provider : work.theSession().backend.provider,
            "status",
                    work -> work.job() != null
                            ? work.job().status.name()
                            : work.theSession().status.name(),
            "created_at", Workload::createdAt,
            "started_at", work -> time(work.job() != null ? work.job().startedAt : work.theSession().startedAt),
            "ended_at", work -> time(work.job() != null ? work.job().endedAt : work.theSession().closedAt));

    /** A job or a session. */
    private record Workload(@Nullable Job job, @Nullable Session session, long createdAt, long number) {

        Session theSession() {
            if (session == null) {
                throw new IllegalStateException("a workload is a job or a session");
            }
            return session;
        }
    }

    private final Tokens tokens;
    private final HubSettings settings;
    private final Set<String> organizations;
    private final Scheduler state;
    private final Scheduler workers;
    private final Scheduler readers;
    private final BackendCatalog catalog;
    private final Simulations simulations;
    private final QuantumStore store;

    /**
     * The API with its backends, its store and its threads.
     *
     * @param organizations the organizations that the token's owner belongs to; empty for any
     * @param maxQubits the largest circuit to accept
     * @param seed what the samples of all jobs derive from
     */
    public QuantumApi(
            Tokens tokens, HubSettings settings, HubStats stats, Set<String> organizations, int maxQubits, long seed) {
        this.tokens = tokens;
        this.settings = settings;
        this.organizations = organizations;
        int processors = Math.min(4, Runtime.getRuntime().availableProcessors());
        this.state = Threads.pool("local-hub-state", 1);
        this.workers = Threads.pool("local-hub-simulation", processors);
        this.readers = Threads.pool("local-hub-request", processors);
        this.catalog = new BackendCatalog(maxQubits);
        this.simulations = new Simulations(maxQubits);
        this.store = new QuantumStore(settings, stats, simulations, state, workers, seed);
    }

    @Override
    public String basePath() {
        return "/quantum";
    }

    @Override
    public void close() {
        readers.dispose();
        state.dispose();
        workers.dispose();
    }

    /**
     * Changes the status of a backend. Jobs in the queue of one that is not ONLINE wait; new ones are refused.
     *
     * @param status ONLINE, PAUSED, OFFLINE or RETIRED
     */
    public void backendStatus(String backendId, String status) {
        Backend backend = catalog.find(backendId);
        if (backend == null) {
            throw new IllegalArgumentException("no backend has the id " + backendId);
        }
        if (!STATUSES.contains(status)) {
            throw new IllegalArgumentException("status must be one of " + STATUSES + ", was " + status);
        }
        Mono.fromRunnable(() -> store.status(backend, status))
                .subscribeOn(state)
                .block();
    }

    /**
     * The SHA-256, in hexadecimal, of the bytes that {@code /jobs/{id}/result-stream} sends. Reads all of them: takes
     * about a second per GiB.
     *
     * @throws IllegalArgumentException if there is no such job, or it has no result
     */
    public String resultSha256(String jobId) {
        try {
            PaddedResult result = Mono.defer(() -> store.result(store.find(jobId)))
                    .subscribeOn(state)
                    .block();
            if (result == null) {
                throw new IllegalStateException("the job " + jobId + " has no result");
            }
            return result.hash();
        } catch (HttpError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The jobs and sessions of all organizations, oldest first, with {@code organization_id} where there is one. */
    public Mono<List<ObjectNode>> workloads() {
        return Mono.fromCallable(() -> {
                    List<ObjectNode> all = new ArrayList<>();
                    for (Job job : store.jobs()) {
                        all.add(of(job.organization, Documents.workload(job)));
                    }
                    for (Session session : store.sessions()) {
                        all.add(of(session.organization, Documents.workload(session)));
                    }
                    return all;
                })
                .subscribeOn(state);
    }

    private static ObjectNode of(@Nullable String organization, ObjectNode workload) {
        return organization == null ? workload : workload.put("organization_id", organization);
    }

    @Override
    public void register(Routes routes) {
        backends(routes);
        routes.add("POST", "/jobs", secured(this::createJob));
        routes.add("POST", "/sessions", secured(this::createSession));
        scoped(routes, "");
        scoped(routes, "/service-executions/{serviceExecutionId}");
    }

    private void backends(Routes routes) {
        routes.add("GET", "/backends", onState(this::listBackends));
        routes.add("GET", "/backends/least-busy", onState(this::leastBusy));
        routes.add("GET", "/backends/{id}", onState(ex -> Reply.json(200, Documents.backend(backend(ex)))));
        routes.add("GET", "/backends/{id}/status", onState(ex -> {
            Backend backend = backend(ex);
            return Reply.json(
                    200,
                    Documents.status(backend.status)
                            .put("queue_avg_time", settings.queueTime().toSeconds())
                            .put("queue_size", backend.pending));
        }));
        routes.add("GET", "/backends/{id}/config", onState(ex -> Reply.json(200, backend(ex).config)));
        routes.add("GET", "/backends/{id}/calibration", onState(ex -> {
            Backend backend = backend(ex);
            String at = ex.query("effectiveAt");
            return Reply.json(200, BackendCatalog.calibration(backend, at == null ? Instant.now() : instant(at)));
        }));
    }

    /** The operations that exist for all jobs, and once more for those of one service execution. */
    private void scoped(Routes routes, String prefix) {
        routes.add(
                "GET",
                prefix + "/jobs",
                onState(ex -> Reply.json(200, Paging.page(ex, store.list(scope(ex)), JOB_FIELDS, Documents::job))));
        String job = prefix + "/jobs/{id}";
        routes.add("GET", job, onState(ex -> Reply.json(200, Documents.job(job(ex)))));
        routes.add("DELETE", job, onState(ex -> {
            store.cancel(job(ex));
            return Reply.noContent();
        }));
        routes.add(
                "GET",
                job + "/status",
                onState(ex -> Reply.json(200, Documents.status(job(ex).status.name()))));
        routes.add("GET", job + "/result", withResult((ex, result) -> Reply.of(200, "application/json", result)));
        routes.add("GET", job + "/result-stream", withResult((ex, result) -> Ranges.reply(
                        ex, "application/octet-stream", result, result.etag())
                .with("Content-Disposition", "attachment; filename=\"result-" + ex.path("id") + ".json\"")));
        routes.add(
                "GET",
                job + "/input",
                onState(ex -> Reply.json(200, JSON.stringNode(new String(job(ex).input, StandardCharsets.UTF_8)))));
        routes.add("GET", job + "/calibration", onState(ex -> {
            Job found = job(ex);
            long at = found.startedAt == 0 ? found.createdAt : found.startedAt;
            return Reply.json(200, BackendCatalog.calibration(found.backend, Instant.ofEpochMilli(at)));
        }));

        String session = prefix + "/sessions/{id}";
        routes.add("GET", session, onState(ex -> Reply.json(200, Documents.session(session(ex)))));
        routes.add(
                "GET",
                session + "/status",
                onState(ex ->
                        Reply.json(200, Documents.status(session(ex).status.name()))));
        routes.add("GET", session + "/jobs", onState(ex -> {
            ArrayNode array = JSON.arrayNode();
            store.jobs(session(ex)).forEach(found -> array.add(Documents.job(found)));
            return Reply.json(200, array);
        }));
        routes.add("PATCH", session, secured(ex -> ex.body().publishOn(state).map(bytes -> {
            Session found = session(ex);
            RequestBody body = RequestBody.parse(bytes);
            body.require("accept_jobs");
            store.acceptJobs(found, body.bool("accept_jobs"));
            return Reply.json(200, Documents.session(found));
        })));
        Handler close = onState(ex -> {
            store.drain(session(ex));
            return Reply.noContent();
        });
        routes.add("DELETE", session, close);
        routes.add("POST", session + "/close", close);
        routes.add("POST", session + "/cancel", onState(ex -> {
            store.abort(session(ex));
            return Reply.noContent();
        }));

        routes.add(
                "GET",
                prefix + "/workloads",
                onState(ex -> Reply.json(
                        200,
                        Paging.page(
                                ex,
                                workloads(scope(ex)),
                                WORKLOAD_FIELDS,
                                work -> work.job() != null
                                        ? Documents.workload(work.job())
                                        : Documents.workload(work.theSession())))));
    }

    // ------------------------------------------------------------------------------------------- operations

    private Mono<Reply> createJob(Exchange exchange) {
        Scope scope = scope(exchange);
        return exchange.body()
                .publishOn(readers)
                .map(bytes -> JobRequest.parse(bytes, catalog, settings, simulations))
                .publishOn(state)
                .map(request -> {
                    Job job = store.create(request, scope);
                    return Reply.json(201, Documents.job(job)).with("Location", basePath() + "/jobs/" + job.id);
                });
    }

    private Mono<Reply> createSession(Exchange exchange) {
        Scope scope = scope(exchange);
        return exchange.body().publishOn(state).map(bytes -> {
            Session session = store.create(SessionRequest.parse(bytes, catalog), scope);
            return Reply.json(201, Documents.session(session)).with("Location", basePath() + "/sessions/" + session.id);
        });
    }

    private Reply listBackends(Exchange exchange) {
        String provider = exchange.query("provider");
        String sdk = isTrue(exchange, "onlyPlanqkSdk") ? "PLANQK" : isTrue(exchange, "onlyQiskit") ? "QISKIT" : null;
        ArrayNode array = JSON.arrayNode();
        for (Backend backend : catalog.all()) {
            boolean wanted = provider == null || provider.equalsIgnoreCase(backend.provider);
            if (wanted && (sdk == null || hasSdk(backend, sdk))) {
                array.add(Documents.backend(backend));
            }
        }
        return Reply.json(200, array);
    }

    private static boolean hasSdk(Backend backend, String sdk) {
        return backend.document.get("documentation").get("sdks").valueStream().anyMatch(name -> name.stringValue()
                .equals(sdk));
    }

    private static boolean isTrue(Exchange exchange, String name) {
        // Python's requests writes True.
        return "true".equalsIgnoreCase(exchange.query(name));
    }

    private Reply leastBusy(Exchange exchange) {
        String provider = exchange.query("provider");
        return catalog.all().stream()
                .filter(Backend::isOnline)
                .filter(backend -> provider == null || provider.equalsIgnoreCase(backend.provider))
                .min(Comparator.comparingInt(backend -> backend.pending))
                .map(backend -> Reply.json(200, Documents.backend(backend)))
                .orElseThrow(() -> new HttpError(404, "no backend is online"));
    }

    private List<Workload> workloads(Scope scope) {
        List<Workload> all = new ArrayList<>();
        store.list(scope).forEach(job -> all.add(new Workload(job, null, job.createdAt, job.number)));
        store.sessions(scope)
                .forEach(session -> all.add(new Workload(null, session, session.createdAt, session.number)));
        all.sort(Comparator.comparingLong(Workload::number).reversed());
        return all;
    }

    // ------------------------------------------------------------------------------------------------ parts

    private interface ResultReply {
        Reply of(Exchange exchange, PaddedResult result);
    }

    private Handler withResult(ResultReply reply) {
        return secured(exchange -> Mono.defer(() -> store.result(job(exchange)))
                .subscribeOn(state)
                .map(result -> reply.of(exchange, result)));
    }

    private Handler onState(Function<Exchange, Reply> operation) {
        return secured(
                exchange -> Mono.fromCallable(() -> operation.apply(exchange)).subscribeOn(state));
    }

    /** Refuses requests without a good token, or for an organization that the token has no part in. */
    private Handler secured(Handler handler) {
        return exchange -> {
            String token = exchange.header("X-Auth-Token");
            if (token == null) {
                throw new HttpError(401, "the access token is missing");
            }
            if (!tokens.isAccepted(token)) {
                throw new HttpError(401, "the access token is not valid");
            }
            String organization = exchange.header("X-OrganizationId");
            if (organization != null && !organizations.isEmpty() && !organizations.contains(organization)) {
                throw new HttpError(403, "the access token gives no access to the organization " + organization);
            }
            return handler.handle(exchange);
        };
    }

    private Backend backend(Exchange exchange) {
        return catalog.get(exchange.path("id"));
    }

    private Job job(Exchange exchange) {
        return store.job(exchange.path("id"), scope(exchange));
    }

    private Session session(Exchange exchange) {
        return store.session(exchange.path("id"), scope(exchange));
    }

    /** The organization by header; the service execution by path, else by header, else by query. */
    private static Scope scope(Exchange exchange) {
        String execution = exchange.pathOrNull("serviceExecutionId");
        for (String header : new String[] {"X-Service-Execution-Id", "x-planqk-service-execution-id"}) {
            execution = execution == null ? exchange.header(header) : execution;
        }
        for (String parameter : new String[] {"serviceExecutionId", "service_execution_id"}) {
            execution = execution == null ? exchange.query(parameter) : execution;
        }
        return new Scope(exchange.header("X-OrganizationId"), execution);
    }

    private static @Nullable Long time(long millis) {
        return millis == 0 ? null : millis;
    }

    private static Instant instant(String text) {
        try {
            return text.toUpperCase(Locale.ROOT).matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new HttpError(400, "effectiveAt must be an ISO-8601 date-time, not " + text);
        }
    }
}
