package io.qhub.localhub.gateway;

import io.netty.buffer.ByteBuf;
import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.Threads;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The gateway of a hub: its services and access tokens. Thread-safe. */
public final class Gateway implements AutoCloseable {

    /** The services that a gateway is to have, by where they live. Not thread-safe. */
    public static final class Services {

        private final Map<String, ServiceBehaviour> byPath = new LinkedHashMap<>();
        private final Map<String, ServiceBehaviour> deployed = new HashMap<>();

        /** The services that every hub has: {@code optimiser}, {@code failing} and {@code endless}. */
        public Services() {
            add("local", "optimiser", "1.0.0", new Optimiser());
            add("local", "failing", "1.0.0", new Failing());
            add("local", "endless", "1.0.0", new Endless());
        }

        /**
         * Adds a service under {@code /<context>/<name>/<version>}.
         *
         * @throws IllegalArgumentException if there is one already, or a part has other characters than letters, digits and
         *     {@code . _ ~ -}
         */
        public void add(String context, String name, String version, ServiceBehaviour behaviour) {
            String path = Service.basePath(context, name, version);
            if (byPath.putIfAbsent(path, Objects.requireNonNull(behaviour, "behaviour")) != null) {
                throw new IllegalArgumentException("there is already a service " + path);
            }
        }

        /**
         * Decides what services of this name do that are deployed while the hub runs. Without it they do what
         * {@code optimiser} does.
         */
        public void addDeployed(String name, ServiceBehaviour behaviour) {
            deployed.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(behaviour, "behaviour"));
        }
    }

    private final DeployedServices deployed;
    private final AccessKeys accessKeys;
    private final GatewaySettings settings;
    private final String ownApplication;
    private final IssuedTokens tokens;
    private final Scheduler state = Threads.pool("local-hub-gateway-state", 1);
    private final Scheduler readers;
    private final Scheduler workers;
    private final ExecutionStore store;
    private final Set<String> paths;
    private final List<Api> apis = new ArrayList<>();

    /**
     * A gateway with its store and its threads.
     *
     * @param ownApplication the application that tokens issued by {@link #issueToken()} belong to
     * @param seed what random choices of services derive from
     */
    public Gateway(
            Services services,
            AccessKeys accessKeys,
            String ownApplication,
            DataPoolAccess pools,
            HubSettings settings,
            GatewaySettings gatewaySettings,
            HubStats stats,
            long seed) {
        this.accessKeys = accessKeys;
        this.settings = gatewaySettings;
        this.ownApplication = ownApplication;
        this.tokens = new IssuedTokens(gatewaySettings);
        this.paths = Set.copyOf(services.byPath.keySet());
        int processors = Math.min(4, Runtime.getRuntime().availableProcessors());
        this.readers = Threads.pool("local-hub-gateway-request", processors);
        this.workers = Threads.pool("local-hub-service", processors);
        this.store = new ExecutionStore(settings, gatewaySettings, stats, state, workers, seed);
        apis.add(new TokenApi(accessKeys, tokens, gatewaySettings, stats, readers));
        Function<Service, Api> serving = service ->
                new ServiceApi(service, store, tokens, gatewaySettings, pools, ownApplication, state, readers);
        services.byPath.forEach((path, behaviour) -> apis.add(serving.apply(new Service(path, behaviour))));
        ServiceBehaviour usual = new Optimiser();
        this.deployed = new DeployedServices(
                this,
                store,
                new Documents(gatewaySettings),
                serving,
                name -> services.deployed.getOrDefault(name, usual),
                state,
                readers);
    }

    /** What the server has to register: the token endpoint and each service. */
    public List<Api> apis() {
        return List.copyOf(apis);
    }

    /** The services that are deployed while the hub runs. */
    public DeployedServices deployed() {
        return deployed;
    }

    /** The path of a service, for example {@code /local/optimiser/1.0.0}. */
    public String path(String context, String name, String version) {
        String path = Service.basePath(context, name, version);
        if (!paths.contains(path)) {
            throw new IllegalArgumentException("there is no service " + path);
        }
        return path;
    }

    /** The settings; can be changed at any time. */
    public GatewaySettings settings() {
        return settings;
    }

    /** The access keys that the token endpoint accepts; can be changed at any time. */
    public AccessKeys accessKeys() {
        return accessKeys;
    }

    /**
     * A bearer token of the hub's own application, as the token endpoint would issue it. It does not count as issued in the
     * statistics. Reads the system's entropy: not for event loops.
     */
    public String issueToken() {
        return issueToken(ownApplication);
    }

    /** A bearer token of an application, see {@link #issueToken()}. */
    public String issueToken(String applicationId) {
        return tokens.issue(Objects.requireNonNull(applicationId, "applicationId"), settings.tokenLifetime());
    }

    /** Refuses all access tokens issued so far, with 401, from now on. */
    public void revokeTokens() {
        tokens.revokeAll();
    }

    /** Refuses this access token from now on. */
    public void revokeToken(String token) {
        tokens.revoke(token);
    }

    /**
     * The SHA-256, in hexadecimal, of a result file of an execution of any application. Blocks; takes seconds per GiB.
     *
     * @throws IllegalArgumentException if there is no such execution, or it has no such file
     */
    public String fileSha256(String executionId, String fileName) {
        Content content = Objects.requireNonNull(Mono.fromCallable(() -> store.content(executionId, fileName))
                .subscribeOn(state)
                .block());
        MessageDigest digest = sha256();
        content.bytes(0, content.length())
                .doOnNext((ByteBuf bytes) -> {
                    digest.update(bytes.nioBuffer());
                    bytes.release();
                })
                .blockLast();
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Stops all executions and ends the gateway's threads. Blocks until that is done. */
    @Override
    public void close() {
        Mono.fromRunnable(store::close).subscribeOn(state).block(Duration.ofSeconds(5));
        readers.dispose();
        workers.dispose();
        state.dispose();
    }

    @Override
    public String toString() {
        return "Gateway " + paths;
    }
}
