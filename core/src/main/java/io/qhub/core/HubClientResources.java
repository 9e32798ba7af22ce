package io.qhub.core;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.qhub.core.internal.wire.AnswerGuard;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Connections, shared by any number of clients: one named pool each for calls, for streamed bodies and for tokens, so
 * that long downloads never keep a status call or a token waiting. Whoever makes it closes it; a client closes only what
 * it made itself.
 *
 * <p>Calls that find no free connection wait in a line without a length limit, for {@code poolTimeout} at most. Idle
 * connections are closed after 20 s. HTTP/1.1; redirects and Reactor Netty's own retry are off.
 */
public final class HubClientResources implements AutoCloseable {

    /** Of a streamed body, in bytes. */
    private static final int MAX_BUFFER = 32 * 1024;

    /** What is read from a stream's socket at once, in bytes, where so much has come. */
    private static final int MAX_READ = 256 * 1024;

    private final ConnectionProvider callPool;
    private final ConnectionProvider streamPool;
    private final ConnectionProvider tokenPool;
    private final HttpClient calls;
    private final HttpClient streams;
    private final HttpClient tokens;
    private final Duration connectTimeout;
    private final Duration poolTimeout;

    private HubClientResources(Builder builder) {
        this.connectTimeout = builder.connectTimeout;
        this.poolTimeout = builder.poolTimeout;
        this.callPool = pool("qhub-calls", builder.maxConnections, builder);
        this.streamPool = pool("qhub-streams", builder.maxStreamConnections, builder);
        this.tokenPool = pool("qhub-tokens", builder.maxTokenConnections, builder);
        this.calls = client(HttpClient.create(callPool), builder).compress(true);
        this.streams = client(larger(HttpClient.create(streamPool)), builder).compress(false);
        this.tokens = client(HttpClient.create(tokenPool), builder).compress(false);
    }

    private static ConnectionProvider pool(String name, int size, Builder builder) {
        ConnectionProvider.Builder pool = ConnectionProvider.builder(name)
                .maxConnections(size)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(builder.poolTimeout)
                .maxIdleTime(builder.maxIdleTime)
                .evictInBackground(builder.maxIdleTime.dividedBy(2))
                .lifo();
        Supplier<? extends ConnectionProvider.MeterRegistrar> meters = builder.poolMeters;
        return (meters == null ? pool.metrics(builder.metrics) : pool.metrics(true, meters)).build();
    }

    private static HttpClient client(HttpClient pooled, Builder builder) {
        HttpClient client = builder.customizer == null ? pooled : builder.customizer.apply(pooled);
        // Behind a proxy it is the proxy that looks names up; a resolver of ours would keep it from that.
        if (!client.configuration().hasProxy() && client.configuration().resolver() == null) {
            client = client.resolver(
                    dns -> dns.queryTimeout(Duration.ofSeconds(2)).retryTcpOnTimeout(true));
        }
        return client.protocol(HttpProtocol.HTTP11)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(builder.connectTimeout.toMillis()))
                .disableRetry(true)
                .followRedirect(false)
                .responseTimeout(null)
                .doOnChannelInit((observer, channel, remote) -> AnswerGuard.watch(channel));
    }

    /**
     * A body is read in larger pieces than the usual ones of 64 KiB, for each is a call to the system, and comes in fewer
     * buffers than the usual ones of 8 KiB, for each costs every operator on its way. Not in the
     * largest possible ones, for what takes buffers by number, as {@code publishOn} does, would hold many bytes. Set first,
     * for a caller's settings of the decoder take the place of all of ours.
     */
    @SuppressWarnings("deprecation") // for what comes after Netty 4
    private static HttpClient larger(HttpClient client) {
        return client.option(
                        ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(1024, 16 * 1024, MAX_READ))
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(MAX_BUFFER));
    }

    /** Pools with the default sizes. */
    public static HubClientResources create() {
        return builder().build();
    }

    /** A builder that has the default sizes and timeouts. */
    public static Builder builder() {
        return new Builder();
    }

    /** For calls with a JSON answer. */
    public HttpClient calls() {
        return calls;
    }

    /** For streamed answers, in buffers of at most 32 KiB, and for uploads; asks for no compression. */
    public HttpClient streams() {
        return streams;
    }

    /** For token endpoints. */
    public HttpClient tokens() {
        return tokens;
    }

    /** How long a connection may take to come about. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long a call may wait for a free connection. */
    public Duration poolTimeout() {
        return poolTimeout;
    }

    /** Closes all connections, those in use included; completes when they are closed. Cold. */
    public Mono<Void> closeLater() {
        return Mono.whenDelayError(callPool.disposeLater(), streamPool.disposeLater(), tokenPool.disposeLater());
    }

    /** Starts to close all connections and returns at once. */
    @Override
    public void close() {
        callPool.dispose();
        streamPool.dispose();
        tokenPool.dispose();
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {

        private int maxConnections = 64;
        private int maxStreamConnections = 32;
        private int maxTokenConnections = 4;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration poolTimeout = Duration.ofMinutes(5);
        private Duration maxIdleTime = Duration.ofSeconds(20);
        private boolean metrics;
        private @Nullable Supplier<? extends ConnectionProvider.MeterRegistrar> poolMeters;
        private @Nullable UnaryOperator<HttpClient> customizer;

        private Builder() {}

        /** Connections for calls, per host; default 64. */
        public Builder maxConnections(int connections) {
            this.maxConnections = atLeastOne("maxConnections", connections);
            return this;
        }

        /** Connections for streamed bodies, per host; default 32. */
        public Builder maxStreamConnections(int connections) {
            this.maxStreamConnections = atLeastOne("maxStreamConnections", connections);
            return this;
        }

        /** Connections for token endpoints, per host; default 4. */
        public Builder maxTokenConnections(int connections) {
            this.maxTokenConnections = atLeastOne("maxTokenConnections", connections);
            return this;
        }

        /** How long a connection, TLS not included, may take to come about; default 10 s. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /** How long a call may wait for a free connection; default 5 min. */
        public Builder poolTimeout(Duration timeout) {
            this.poolTimeout = positive("poolTimeout", timeout);
            return this;
        }

        /** How long an unused connection is kept; default 20 s. Keep it below what the server does. */
        public Builder maxIdleTime(Duration time) {
            this.maxIdleTime = positive("maxIdleTime", time);
            return this;
        }

        /** Registers pool gauges with Micrometer's global registry; default false. */
        public Builder metrics(boolean enabled) {
            this.metrics = enabled;
            return this;
        }

        /**
         * Reports the pools to this registrar, such as {@code HubMeters::pools}, in the place of the global registry. It
         * is told of each pool when its first connection is asked for, and when it goes.
         *
         * @param registrar yields the same one each time
         */
        public Builder poolMetrics(Supplier<? extends ConnectionProvider.MeterRegistrar> registrar) {
            this.poolMeters = Objects.requireNonNull(registrar, "registrar");
            return this;
        }

        /**
         * Changes the HTTP clients: proxy, TLS, resolver, event loops. Protocol, redirects, retry and timeouts are set
         * again afterwards.
         */
        public Builder httpClient(UnaryOperator<HttpClient> change) {
            Objects.requireNonNull(change, "change");
            UnaryOperator<HttpClient> before = this.customizer;
            this.customizer = before == null ? change : client -> change.apply(before.apply(client));
            return this;
        }

        /** Builds the pools; who builds them closes them. They connect to nothing before the first call. */
        public HubClientResources build() {
            return new HubClientResources(this);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " is not at least 1");
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            Objects.requireNonNull(value, name);
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(name + ": " + value + " is not between 1 ms and 1 day");
            }
            return value;
        }
    }
}
