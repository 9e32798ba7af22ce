package io.qhub.service;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.HubClientOptions;
import io.qhub.core.HubClientResources;
import io.qhub.core.RequestOptions;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ClientCredentialsTokenProvider;
import io.qhub.core.credentials.ContextResolver;
import io.qhub.core.credentials.DefaultCredentialsProvider;
import io.qhub.core.credentials.HostEnvironment;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.error.HubException;
import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.internal.batch.Batches;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.platform.HubPlatformClient;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.ResultResponse;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reactive client of one managed service at the gateway. Immutable and thread-safe; make one and share it, because
 * each keeps its own connections unless it is given shared ones.
 *
 * <pre>{@code
 * HubServiceClient service = HubServiceClient.builder()
 *         .endpoint("https://gateway.hub.kipu-quantum.com/acme/route-planner/1.2.0")
 *         .accessKey(accessKeyId, secretAccessKey)
 *         .build();
 * Mono<ResultResponse> result = service.run(Map.of("shots", 400)).flatMap(ServiceExecutionHandle::result);
 * }</pre>
 *
 * <p>Every operation returns a cold publisher: nothing happens before it is subscribed to, each subscription is a new
 * call, and cancelling it cancels the HTTP exchange. Failures are {@link HubException}s. What the client retries, and
 * what never, is told in {@link io.qhub.core.http.HubCall} and the README.
 */
public final class HubServiceClient implements AutoCloseable {

    private static final HubApi API = new HubApi("service gateway", AuthScheme.BEARER, false);

    private final HubHttp http;
    private final GrantTokens grants;
    private final ExecutionCalls calls;

    private HubServiceClient(HubHttp http, GrantTokens grants) {
        this.http = http;
        this.grants = grants;
        this.calls = new ExecutionCalls(http);
    }

    /** Begins a client. An endpoint and a credential are needed, all else has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Every operation of this client as data, for comparing it with what a gateway serves; unmodifiable. */
    public static List<Operation<?>> operations() {
        return ServiceExecutionsClient.OPERATIONS.all();
    }

    /** The gateway's own operations, as they are. */
    public ServiceExecutionsClient executions() {
        return calls.executions();
    }

    // ---- Run ----

    /**
     * Starts an execution with a body alone.
     *
     * @param body a Map with texts as keys, a record, or a {@link tools.jackson.databind.JsonNode} that is an object;
     *     copied at once
     * @throws IllegalArgumentException if it is anything else
     * @see #run(RunRequest)
     */
    public Mono<ServiceExecutionHandle> run(Object body) {
        return run(body instanceof RunRequest request ? request : RunRequest.of(body));
    }

    /**
     * Starts an execution and gives its handle, without waiting for it. {@code POST /}
     *
     * <p>Costs money: never sent twice unless the gateway cannot have seen the first, or says that it did not take it. A
     * request whose outcome is not known is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
     *
     * <p>The grants are got first, from the Platform API; where one cannot be had its failure is signalled and nothing is
     * started. Signals {@link IllegalStateException} before anything is sent if there are grants and no platform client.
     */
    public Mono<ServiceExecutionHandle> run(RunRequest request) {
        Objects.requireNonNull(request, "request");
        return body(request)
                .flatMap(calls.executions()::start)
                .map(started -> ServiceExecutionHandle.started(calls, started));
    }

    private Mono<ObjectNode> body(RunRequest request) {
        if (request.grants().isEmpty()) {
            return Mono.fromSupplier(request::prepared);
        }
        return Mono.defer(() -> {
            grants.check();
            return Flux.fromIterable(request.grants())
                    .concatMap(grant -> grants.token(grant).map(token -> new Granted(grant, token)))
                    .collectList()
                    .map(all -> {
                        ObjectNode body = request.prepared();
                        all.forEach(each -> RunRequest.put(body, each.grant(), each.token()));
                        return body;
                    });
        });
    }

    private record Granted(DataPoolGrant grant, String token) {

        @Override
        public String toString() {
            return "Granted[" + grant + "]";
        }
    }

    /** Runs many executions with the default bounds. */
    public Flux<Outcome<ResultResponse>> runAll(Publisher<RunRequest> requests) {
        return runAll(requests, BatchOptions.defaults());
    }

    /** Runs many executions. */
    public Flux<Outcome<ResultResponse>> runAll(Publisher<RunRequest> requests, BatchOptions batch) {
        return runAll(requests, batch, started -> {});
    }

    /**
     * Runs many executions: starts each, waits for it and fetches its result. Outcomes come in the order in which
     * executions end; one that fails disturbs no other. At most {@code submitting} requests are in flight and
     * {@code outstanding} executions started and not finished. A consumer that asks for nothing stops the starts.
     * Cancelling stops them too, and leaves the started executions running.
     *
     * @param onStarted told of each execution as soon as the gateway has taken it, on the thread of the answer: it must
     *     not block
     */
    public Flux<Outcome<ResultResponse>> runAll(
            Publisher<RunRequest> requests, BatchOptions batch, Consumer<ServiceExecutionHandle> onStarted) {
        Objects.requireNonNull(onStarted, "onStarted");
        PollingPolicy policy = http.polling();
        PollingPolicy afterStart = policy.withFirstDelay(policy.initialDelay());
        return Batches.run(
                requests,
                batch,
                (index, request) -> run(request).doOnNext(onStarted),
                ServiceExecutionHandle::id,
                started -> started.result(afterStart)
                        .onErrorMap(
                                HubException.class,
                                failure -> failure.afterSubmission(started.id(), started.snapshot())));
    }

    // ---- Executions that exist ----

    /**
     * The handle of an execution, from its id alone and without network.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public ServiceExecutionHandle handle(String id) {
        if (Objects.requireNonNull(id, "id").isBlank()) {
            throw new IllegalArgumentException("id: must not be empty");
        }
        return ServiceExecutionHandle.known(calls, id, null);
    }

    /** The handle of an execution, with its record. {@code GET /{id}}; retried. */
    public Mono<ServiceExecutionHandle> getServiceExecution(String id) {
        return calls.executions().getStatus(id).map(found -> ServiceExecutionHandle.known(calls, id, found));
    }

    /** Handles of all executions that the credential may see. {@code GET /}; retried. */
    public Flux<ServiceExecutionHandle> getServiceExecutions() {
        return calls.executions()
                .getServiceExecutions()
                .filter(found -> found.id() != null)
                .map(found -> ServiceExecutionHandle.known(calls, Objects.requireNonNull(found.id()), found));
    }

    // ---- The client itself ----

    /** The transport, for endpoints without a method of their own. */
    public HubHttp http() {
        return http;
    }

    /**
     * A view with some options changed, on the same connections, token and rate limits. An organization is that on whose
     * behalf data pool grants are got; the gateway itself takes none.
     */
    public HubServiceClient withOptions(UnaryOperator<RequestOptions.Builder> change) {
        Objects.requireNonNull(change, "change");
        Optional<String> organization = RequestOptions.of(change).organization();
        return new HubServiceClient(
                http.withOptions(change), organization == null ? grants : grants.actingFor(organization));
    }

    /** A view that gets data pool grants for this organization. */
    public HubServiceClient withOrganization(String id) {
        return withOptions(o -> o.organization(id));
    }

    /** A view that gets data pool grants for the personal account. */
    public HubServiceClient withoutOrganization() {
        return withOptions(RequestOptions.Builder::withoutOrganization);
    }

    /** Closes the client's own connections and returns at once; shared ones and the platform client's stay open. */
    @Override
    public void close() {
        http.close();
    }

    /** Closes the client's own connections and completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return http.closeLater();
    }

    /**
     * Collects what the client is to be; see {@link HubClientBuilder}. Besides the endpoint it takes one of: a token or a
     * provider of tokens; an access key with its secret; or nothing, where the endpoint is on this machine or is said to
     * be a {@link #localGateway()}.
     */
    public static final class Builder extends HubClientBuilder<Builder> {

        private @Nullable String endpoint;
        private @Nullable String accessKeyId;
        private @Nullable String secretAccessKey;
        private @Nullable URI tokenEndpoint;
        private boolean localGateway;
        private @Nullable HubPlatformClient platform;
        private @Nullable HostEnvironment environment;
        private UnaryOperator<HubPlatformClient.Builder> platformChange = UnaryOperator.identity();

        private Builder() {}

        /**
         * The URL of the service at the gateway, such as
         * {@code https://gateway.hub.kipu-quantum.com/acme/route-planner/1.2.0}; with or without a trailing slash.
         */
        public Builder endpoint(String url) {
            this.endpoint = Objects.requireNonNull(url, "endpoint");
            // One with places to be filled in is no URL; build() says what to do.
            return GatewayEndpoint.placeholders(url).isEmpty() ? super.baseUrl(url) : this;
        }

        /** Another name of {@link #endpoint(String)}. */
        @Override
        public Builder baseUrl(String url) {
            return endpoint(url);
        }

        /**
         * A token to send with each call.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder token(String token) {
            if (Objects.requireNonNull(token, "token").isBlank()) {
                throw new IllegalArgumentException("token: must not be empty");
            }
            return credential(new StaticCredential(token));
        }

        /** An access key with its secret: tokens are got by OAuth 2.0 client credentials. */
        public Builder accessKey(String id, String secret) {
            return accessKeyId(Objects.requireNonNull(id, "id"))
                    .secretAccessKey(Objects.requireNonNull(secret, "secret"));
        }

        /** The id of the access key; null is as good as not called. */
        public Builder accessKeyId(@Nullable String id) {
            this.accessKeyId = id;
            return this;
        }

        /** The secret of the access key; null is as good as not called. */
        public Builder secretAccessKey(@Nullable String secret) {
            this.secretAccessKey = secret;
            return this;
        }

        /** Where tokens are had for the access key; {@link ClientCredentialsTokenProvider#DEFAULT_TOKEN_URI} unless set. */
        public Builder tokenEndpoint(String url) {
            try {
                this.tokenEndpoint =
                        URI.create(Objects.requireNonNull(url, "tokenEndpoint").strip());
            } catch (IllegalArgumentException notAUrl) {
                throw new IllegalArgumentException("tokenEndpoint: '" + url + "' is not a URL", notAUrl);
            }
            return this;
        }

        /** The endpoint is a local gateway, wherever it runs: it asks for no credential and gets a random token. */
        public Builder localGateway() {
            this.localGateway = true;
            return this;
        }

        /** Who issues data pool grants. Closed by whoever made it. */
        public Builder platformClient(HubPlatformClient client) {
            this.platform = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * Data pool grants are got with the ambient credential ({@link DefaultCredentialsProvider}) and for the ambient
         * organization ({@link ContextResolver}), both looked up when the first grant is needed.
         */
        public Builder platformFromEnvironment() {
            return platformFromEnvironment(UnaryOperator.identity());
        }

        /** The same, with some things about the platform client changed, such as where the Platform API is. */
        public Builder platformFromEnvironment(UnaryOperator<HubPlatformClient.Builder> change) {
            return platformFromEnvironment(HostEnvironment.current(), change);
        }

        Builder platformFromEnvironment(HostEnvironment host, UnaryOperator<HubPlatformClient.Builder> change) {
            this.environment = host;
            this.platformChange = Objects.requireNonNull(change, "change");
            return this;
        }

        /**
         * The client. Nothing is sent, and no token is got, before the first call.
         *
         * @throws IllegalStateException if the endpoint or a credential is missing, if one part of the access key is, or
         *     if two credentials, or two platform clients, were given
         * @throws IllegalArgumentException if the endpoint still holds a placeholder, or a part of the access key is empty
         */
        public HubServiceClient build() {
            checkEndpoint();
            checkCredentials();
            if (platform != null && environment != null) {
                throw new IllegalStateException(
                        "platformClient and platformFromEnvironment exclude each other: choose one");
            }
            ClientCredentialsTokenProvider.Builder keys = keys();
            HubClientOptions options = options(null, connections -> credential(keys, connections));
            HubHttp http = HubHttp.create(API, options);
            return new HubServiceClient(http, grants(http));
        }

        private void checkEndpoint() {
            String url = endpoint;
            if (url == null) {
                throw new IllegalStateException("Please provide 'endpoint' when initializing the client: the URL of the"
                        + " service at the gateway, such as " + GatewayEndpoint.EXAMPLE);
            }
            List<String> open = GatewayEndpoint.placeholders(url);
            if (!open.isEmpty()) {
                throw new IllegalArgumentException("endpoint: '" + url + "' still holds " + String.join(", ", open)
                        + "; put the values of the service in their place, such as " + GatewayEndpoint.EXAMPLE);
            }
        }

        private void checkCredentials() {
            boolean keys = accessKeyId != null || secretAccessKey != null;
            if (keys && (accessKeyId == null || secretAccessKey == null)) {
                throw new IllegalStateException("An access key has an id and a secret; "
                        + (accessKeyId == null ? "'accessKeyId'" : "'secretAccessKey'") + " is missing");
            }
            if ((keys ? 1 : 0) + (credential() != null ? 1 : 0) + (localGateway ? 1 : 0) > 1) {
                throw new IllegalStateException(
                        "A token, an access key and localGateway() exclude each other: choose one");
            }
            if (!keys
                    && credential() == null
                    && !localGateway
                    && !GatewayEndpoint.isLoopback(Objects.requireNonNull(baseUrl()))) {
                throw new IllegalStateException("Please provide 'token' when initializing the client, or an access key"
                        + " with its secret. A gateway that asks for neither is meant with localGateway()");
            }
            if (tokenEndpoint != null && !keys) {
                throw new IllegalStateException("tokenEndpoint is for access keys, and none was given");
            }
        }

        private ClientCredentialsTokenProvider.@Nullable Builder keys() {
            if (accessKeyId == null || secretAccessKey == null) {
                return null;
            }
            ClientCredentialsTokenProvider.Builder keys =
                    ClientCredentialsTokenProvider.builder(accessKeyId, secretAccessKey);
            return tokenEndpoint == null ? keys : keys.tokenUri(tokenEndpoint);
        }

        private AccessTokenProvider credential(
                ClientCredentialsTokenProvider.@Nullable Builder keys, HubClientResources connections) {
            if (keys != null) {
                return keys.httpClient(connections.tokens())
                        .connectTimeout(connections.connectTimeout())
                        .build();
            }
            AccessTokenProvider given = credential();
            return given != null ? given : new StaticCredential(GatewayEndpoint.randomToken());
        }

        private GrantTokens grants(HubHttp http) {
            HubClientOptions options = http.options();
            Optional<String> ours = options.requests().organization();
            Mono<Optional<String>> organization = ours == null ? null : Mono.just(ours);
            HubPlatformClient issuer = platform;
            if (environment != null) {
                HubPlatformClient.Builder ambient = HubPlatformClient.builder()
                        .credential(new DefaultCredentialsProvider(null, environment))
                        .resources(options.resources());
                if (options.scheduler() != null) {
                    ambient = ambient.scheduler(options.scheduler());
                }
                issuer = platformChange.apply(ambient).build();
                if (organization == null && issuer.http().options().requests().organization() == null) {
                    organization = new ContextResolver(environment).organization();
                }
            }
            return new GrantTokens(issuer, organization, http.scheduler());
        }
    }
}
