package io.qhub.localhub;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.MovedPaths;
import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.Failures;
import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.HubSettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.control.PlatformSettings;
import io.qhub.localhub.control.Tokens;
import io.qhub.localhub.gateway.Gateway;
import io.qhub.localhub.gateway.ServiceBehaviour;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.HubServer;
import io.qhub.localhub.http.MovedApi;
import io.qhub.localhub.platform.PlatformSide;
import io.qhub.localhub.quantum.QuantumApi;
import io.qhub.localhub.sim.StateVector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A Kipu Quantum Hub inside this process: the Hub's APIs over HTTP on 127.0.0.1, jobs in memory, results computed by a
 * state-vector simulator; managed services behind a gateway.
 *
 * <pre>{@code
 * try (LocalHub hub = LocalHub.start()) {
 *     URI base = hub.quantumUrl();   // http://127.0.0.1:40123/quantum
 *     String token = hub.token();    // goes into X-Auth-Token
 * }
 * }</pre>
 *
 * Starting and closing block; they are not for event loops. Thread-safe.
 */
public final class LocalHub implements AutoCloseable {

    private final HubSettings settings;
    private final HubStats stats = new HubStats();
    private final Tokens tokens = new Tokens();
    private final Failures failures;
    private final String token;
    private final Scheduler timer = Schedulers.newSingle("local-hub-timer", true);
    private final List<Api> apis = new ArrayList<>();
    private final QuantumApi quantum;
    private final String accessKeyId = Ids.next();
    private final String secretAccessKey = Builder.madeUp();
    private final String applicationId = Ids.next();
    private final PlatformSide platform;
    private final Gateway gateway;
    private final HubServer server;

    private LocalHub(Builder builder) {
        this.settings = builder.settings;
        this.failures = new Failures(builder.seed);
        builder.tokens.forEach(tokens::accept);
        this.token = builder.tokens.iterator().next();
        // Grows by the organizations that are created, unless any is accepted anyway.
        Set<String> organizations = ConcurrentHashMap.newKeySet();
        organizations.addAll(builder.organizations);
        this.quantum = new QuantumApi(tokens, settings, stats, organizations, builder.maxQubits, builder.seed);
        apis.add(new MovedApi(quantum, builder.moved.in(ApiContract.quantum())));
        apis.addAll(builder.apis);
        AccessKeys accessKeys = new AccessKeys().register(accessKeyId, secretAccessKey, applicationId);
        this.platform = new PlatformSide(
                tokens,
                organizations,
                builder.platformSettings,
                builder.moved,
                applicationId,
                accessKeys,
                quantum::workloads);
        this.gateway = new Gateway(
                builder.services,
                accessKeys,
                applicationId,
                platform.pools(),
                settings,
                builder.gatewaySettings,
                stats,
                builder.seed);
        apis.addAll(gateway.apis());
        apis.addAll(platform.apis());
        platform.connect(gateway.deployed());
        try {
            this.server = new HubServer(builder.port, apis, settings, failures, stats, timer);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
        gateway.deployed().connect(server);
    }

    /** Starts a hub with default settings on a free port. Blocks until it listens. */
    public static LocalHub start() {
        return builder().start();
    }

    /** A hub with settings of one's own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Runs a hub until the process is stopped; {@code --help} shows the options. */
    public static void main(String[] args) {
        // The command logs nothing, so a missing logging library is nothing to tell its user.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        int status = new LocalHubCommand(System.out, System.err).run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** The root of all APIs, for example {@code http://127.0.0.1:40123}, without a trailing slash. */
    public String url() {
        return server.url();
    }

    /** The base URL of the Quantum API, without a trailing slash. */
    public String quantumUrl() {
        return server.url() + quantum.basePath();
    }

    /** The base URL of the Platform API, without a trailing slash. */
    public String platformUrl() {
        return server.url() + platform.basePath();
    }

    /** The base URL of the user service, without a trailing slash. */
    public String userUrl() {
        return server.url() + platform.userBasePath();
    }

    /** The platform: its settings, and its users. */
    public PlatformSide platform() {
        return platform;
    }

    /** A token that the hub accepts: the first one given to the builder, or one made up for this hub. */
    public String token() {
        return token;
    }

    /** The tokens that the hub accepts; can be changed at any time. */
    public Tokens tokens() {
        return tokens;
    }

    /** The gateway: its settings, access keys, tokens and result files. */
    public Gateway gateway() {
        return gateway;
    }

    /** The URL of the token endpoint. */
    public String tokenUrl() {
        return server.url() + "/token";
    }

    /** The id of the access key that the hub has made up for its own application. */
    public String accessKeyId() {
        return accessKeyId;
    }

    /** The secret of that access key. */
    public String secretAccessKey() {
        return secretAccessKey;
    }

    /** The id of the hub's own application. */
    public String applicationId() {
        return applicationId;
    }

    /**
     * The URL of a service that every hub has, without a trailing slash, for example
     * {@code http://127.0.0.1:40123/local/optimiser/1.0.0}.
     *
     * @param name {@code optimiser}, {@code failing} or {@code endless}
     */
    public String serviceUrl(String name) {
        return serviceUrl("local", name, "1.0.0");
    }

    /**
     * The URL of a service, without a trailing slash.
     *
     * @throws IllegalArgumentException if there is no such service
     */
    public String serviceUrl(String context, String name, String version) {
        return server.url() + gateway.path(context, name, version);
    }

    /** The settings; can be changed at any time. */
    public HubSettings settings() {
        return settings;
    }

    /** The counters. */
    public HubStats stats() {
        return stats;
    }

    /**
     * Makes requests fail from now on.
     *
     * @return the rule in force, which counts its uses and can be removed
     * @throws IllegalArgumentException if the rule does not say how to fail
     */
    public Failures.Active fail(FailureRule rule) {
        return failures.add(rule);
    }

    /** Removes all failure rules. */
    public void noFailures() {
        failures.clear();
    }

    /**
     * Changes the status of a backend: jobs in the queue of one that is not ONLINE wait, new ones are refused. Blocks for
     * a moment.
     *
     * @param status ONLINE, PAUSED, OFFLINE or RETIRED
     * @throws IllegalArgumentException for an unknown backend or status
     */
    public void backendStatus(String backendId, String status) {
        quantum.backendStatus(backendId, status);
    }

    /**
     * The SHA-256, in hexadecimal, of the bytes that {@code /jobs/{id}/result-stream} sends for a job of any
     * organization. Blocks; takes seconds per GiB.
     *
     * @throws IllegalArgumentException if there is no such job, or it has no result
     */
    public String resultSha256(String jobId) {
        return quantum.resultSha256(jobId);
    }

    /** Stops the hub, its connections and its threads, and forgets all jobs. Blocks until that is done. */
    @Override
    public void close() {
        server.close();
        stop();
    }

    private void stop() {
        apis.forEach(Api::close);
        gateway.close();
        platform.close();
        timer.dispose();
    }

    @Override
    public String toString() {
        return "LocalHub " + server.url();
    }

    /** The settings that a hub starts with. Not thread-safe. */
    public static final class Builder {

        private final HubSettings settings = new HubSettings();
        private final List<Api> apis = new ArrayList<>();
        private final Gateway.Services services = new Gateway.Services();
        private final GatewaySettings gatewaySettings = new GatewaySettings();
        private final PlatformSettings platformSettings = new PlatformSettings();
        private MovedPaths moved = MovedPaths.none();
        private Set<String> tokens = Set.of(madeUp());
        private Set<String> organizations = Set.of();
        private int port;
        private long seed;
        private int maxQubits = 22;

        private Builder() {}

        /** The port, 0 to 65535; 0 (the default) for any free one. */
        public Builder port(int value) {
            if (value < 0 || value > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535, was " + value);
            }
            port = value;
            return this;
        }

        /** What samples and probabilities of failure derive from; hubs with the same seed (default 0) agree on them. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** The tokens to accept, at least one. Default: one that is made up. */
        public Builder tokens(String... values) {
            if (values.length == 0) {
                throw new IllegalArgumentException("tokens must name at least one token");
            }
            tokens = new LinkedHashSet<>(Arrays.asList(values));
            return this;
        }

        /** The organizations that requests may name; others get 403. Default: any. */
        public Builder organizations(String... values) {
            organizations = Set.of(values);
            return this;
        }

        /** The largest circuit to accept, 1 to 26 qubits (default 22); a simulation takes 16 bytes times 2^qubits. */
        public Builder maxQubits(int value) {
            if (value < 1 || value > StateVector.LIMIT) {
                throw new IllegalArgumentException("maxQubits must be 1 to " + StateVector.LIMIT + ", was " + value);
            }
            maxQubits = value;
            return this;
        }

        /** See {@link HubSettings#queueTime()}. */
        public Builder queueTime(Duration value) {
            settings.queueTime(value);
            return this;
        }

        /** See {@link HubSettings#runTime()}. */
        public Builder runTime(Duration value) {
            settings.runTime(value);
            return this;
        }

        /** See {@link HubSettings#cancelTime()}. */
        public Builder cancelTime(Duration value) {
            settings.cancelTime(value);
            return this;
        }

        /** See {@link HubSettings#latency()}. */
        public Builder latency(Duration value) {
            settings.latency(value);
            return this;
        }

        /** See {@link HubSettings#listingDelay()}. */
        public Builder listingDelay(Duration value) {
            settings.listingDelay(value);
            return this;
        }

        /** See {@link HubSettings#rateLimit()}. */
        public Builder rateLimit(int permits, Duration per) {
            settings.rateLimit(permits, per);
            return this;
        }

        /** See {@link HubSettings#parallelism()}. */
        public Builder parallelism(int value) {
            settings.parallelism(value);
            return this;
        }

        /** See {@link HubSettings#resultPaddingBytes()}. */
        public Builder resultPaddingBytes(long value) {
            settings.resultPaddingBytes(value);
            return this;
        }

        /**
         * A managed service of one's own under {@code /<context>/<name>/<version>}.
         *
         * @throws IllegalArgumentException if there is one already, or a part has other characters than letters, digits and
         *     {@code . _ ~ -}
         */
        public Builder service(String context, String name, String version, ServiceBehaviour behaviour) {
            services.add(context, name, version, behaviour);
            return this;
        }

        /**
         * What services of this name do that are deployed while the hub runs. Without it they do what {@code optimiser}
         * does.
         *
         * @param name the second segment of their path: the name in lower case, with dashes for what is no letter or digit
         */
        public Builder deployedService(String name, ServiceBehaviour behaviour) {
            services.addDeployed(name, behaviour);
            return this;
        }

        /** Changes the platform's settings from their defaults. */
        public Builder platform(Consumer<PlatformSettings> change) {
            change.accept(platformSettings);
            return this;
        }

        /**
         * Serves the operations of the Quantum API, the Platform API and the user service elsewhere; the documents under
         * {@code /docs} say where.
         *
         * @param move from the template below the base path, for example {@code /datapools/{id}}, to the new one, which has
         *     a leading slash and the same variables; it returns what is to stay unchanged
         */
        public Builder movedPaths(UnaryOperator<String> move) {
            moved = MovedPaths.all(move);
            return this;
        }

        /** Serves the operations whose paths are designed, and known from no source, below this prefix ({@code /v9}). */
        public Builder movedDesignedPaths(String prefix) {
            moved = MovedPaths.designed(prefix);
            return this;
        }

        /** Changes the gateway's settings from their defaults. */
        public Builder gateway(Consumer<GatewaySettings> change) {
            change.accept(gatewaySettings);
            return this;
        }

        /** One more API beside the Quantum API; it is closed with the hub. */
        public Builder api(Api value) {
            apis.add(Objects.requireNonNull(value, "api"));
            return this;
        }

        /**
         * Starts the hub. Blocks until it listens.
         *
         * @throws IllegalStateException if the port cannot be bound
         */
        public LocalHub start() {
            return new LocalHub(this);
        }

        private static String madeUp() {
            byte[] bytes = new byte[16];
            new SecureRandom().nextBytes(bytes);
            return "local_" + HexFormat.of().formatHex(bytes);
        }
    }
}
