package io.qhub.quantum;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.RequestOptions;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * The reactive client of the Quantum API. Immutable and thread-safe; make one and share it, because each keeps its own
 * connections unless it is given shared ones.
 *
 * <pre>{@code
 * HubQuantumClient quantum = HubQuantumClient.builder().apiKey(token).build();
 * Mono<JobResult> result = quantum.jobs().runJob(CreateJobRequest
 *         .builder("azure.ionq.simulator", 500, IonqCircuit.builder(2).h(0).cnot(0, 1).build())
 *         .build());
 * }</pre>
 *
 * <p>Every operation returns a cold publisher: nothing happens before it is subscribed to, each subscription is a new
 * call, and cancelling it cancels the HTTP exchange. Failures are {@link io.qhub.core.error.HubException}s. What the
 * client retries, and what never, is told in {@link io.qhub.core.http.HubCall} and the README.
 */
public final class HubQuantumClient implements AutoCloseable {

    /** Where the Quantum API is unless the builder says otherwise. */
    public static final String DEFAULT_BASE_URL = "https://api.hub.kipu-quantum.com/quantum";

    private static final HubApi API = new HubApi("Quantum API", AuthScheme.X_AUTH_TOKEN, true);

    private final HubHttp http;
    private final BackendsClient backends;
    private final JobsClient jobs;
    private final SessionsClient sessions;
    private final WorkloadsClient workloads;

    private HubQuantumClient(HubHttp http) {
        this.http = http;
        this.backends = new BackendsClient(http);
        this.jobs = new JobsClient(http);
        this.sessions = new SessionsClient(http);
        this.workloads = new WorkloadsClient(http);
    }

    /** Begins a client. A credential is needed, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Every operation of this client as data, for comparing it with what a Hub serves; unmodifiable. */
    public static List<Operation<?>> operations() {
        return Stream.of(
                        BackendsClient.OPERATIONS,
                        JobsClient.OPERATIONS,
                        SessionsClient.OPERATIONS,
                        WorkloadsClient.OPERATIONS,
                        ServiceExecutionScope.OPERATIONS)
                .<Operation<?>>flatMap(group -> group.all().stream())
                .toList();
    }

    /** Quantum computers and simulators. */
    public BackendsClient backends() {
        return backends;
    }

    /** Circuits submitted for execution, and their results. */
    public JobsClient jobs() {
        return jobs;
    }

    /** Reserved time on a backend for a series of jobs. */
    public SessionsClient sessions() {
        return sessions;
    }

    /** Jobs and sessions in one listing. */
    public WorkloadsClient workloads() {
        return workloads;
    }

    /**
     * What belongs to one execution of a managed service.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public ServiceExecutionScope serviceExecution(String serviceExecutionId) {
        return new ServiceExecutionScope(http, serviceExecutionId);
    }

    /** The transport, for endpoints without a method of their own. */
    public HubHttp http() {
        return http;
    }

    /** A view with some options changed, on the same connections, token and rate limits. */
    public HubQuantumClient withOptions(UnaryOperator<RequestOptions.Builder> change) {
        return new HubQuantumClient(http.withOptions(Objects.requireNonNull(change, "change")));
    }

    /** A view that acts for this organization. */
    public HubQuantumClient withOrganization(String id) {
        return withOptions(o -> o.organization(id));
    }

    /** A view that acts for the personal account. */
    public HubQuantumClient withoutOrganization() {
        return withOptions(RequestOptions.Builder::withoutOrganization);
    }

    /** Closes the client's own connections and returns at once; shared ones stay open. */
    @Override
    public void close() {
        http.close();
    }

    /** Closes the client's own connections and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return http.closeLater();
    }

    /** Collects what the client is to be; see {@link HubClientBuilder}. */
    public static final class Builder extends HubClientBuilder<Builder> {

        private Builder() {}

        /**
         * The client.
         *
         * @throws IllegalStateException if no credential was given
         */
        public HubQuantumClient build() {
            return new HubQuantumClient(HubHttp.create(
                    API, options(DEFAULT_BASE_URL, "Please provide 'apiKey' when initializing the client")));
        }
    }
}
