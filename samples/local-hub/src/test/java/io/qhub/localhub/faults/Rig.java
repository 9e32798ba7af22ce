package io.qhub.localhub.faults;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.HubClientResources;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.ClientCredentialsTokenProvider;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.credentials.TokenRetries;
import io.qhub.core.http.WireServer;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.localhub.faults.Fault.Limit;
import io.qhub.localhub.faults.Fault.Place;
import io.qhub.platform.HubPlatformClient;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.service.HubServiceClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A Hub, a token endpoint, another server, and clients with one connection of each sort between them. */
final class Rig implements AutoCloseable {

    static final String HUB = "hub.test";
    static final String TOKENS = "tokens.test";
    static final String ELSEWHERE = "elsewhere.test";
    static final String SECRET = "s3cr3t-of-the-test";
    static final Duration WAIT = Duration.ofSeconds(30);

    final Fault fault;
    final Path directory;
    final JumpingTime time = new JumpingTime();
    final WireServer elsewhere = new WireServer();

    private final Kind kind;
    private final WireServer hub = new WireServer();
    private final WireServer tokens = new WireServer();
    private final WireServer faulty;
    private final Addresses addresses = new Addresses(this::address);
    private final HubClientResources resources;
    /** The limit that the fault runs into. What is tried once more and then goes well needs more of it. */
    private final Duration brief;

    /** How often the fault is still to strike. */
    private final AtomicInteger left;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger submissions = new AtomicInteger();
    private volatile boolean striking = true;
    private @Nullable Exchange holding;

    Rig(Fault fault, Kind kind, boolean once, Path directory) {
        this.fault = fault;
        this.kind = kind;
        this.directory = directory;
        this.left = new AtomicInteger(once ? 1 : Integer.MAX_VALUE);
        this.brief = once ? JumpingTime.SHORT : Duration.ofMillis(100);
        this.faulty = kind == Kind.TOKEN ? tokens : hub;
        this.resources = HubClientResources.builder()
                .maxConnections(1)
                .maxStreamConnections(1)
                .maxTokenConnections(1)
                .poolTimeout(fault.limit == Limit.POOL ? brief : WAIT)
                .httpClient(http -> http.resolver(addresses).secure(tls -> tls.sslContext(Certificates.TRUST)
                        .handshakeTimeout(fault.limit == Limit.HANDSHAKE ? brief : WAIT)))
                .build();
        hub.script(this::answer);
        tokens.script(this::answer);
        elsewhere.script(exchange -> Reply.to(exchange).send(exchange));
        if (fault == Fault.REDIRECT_ELSEWHERE) {
            elsewhere.tls(() -> Certificates.GOOD);
        }
        if (fault.isTls()) {
            faulty.tls(this::certificate);
        }
        if (fault.place == Place.REQUEST) {
            faulty.deaf(this::isNotRead);
        }
        if (fault.place == Place.POOL) {
            occupyThePool(once);
        }
    }

    // ---- The fault ----

    private boolean strikes() {
        return left.getAndUpdate(n -> n == 0 || n == Integer.MAX_VALUE ? n : n - 1) > 0;
    }

    /** Whether what has no end is to go on. */
    boolean isStriking() {
        return striking;
    }

    /** From here on everything is well, for clients that are made from here on. */
    void heal() {
        left.set(0);
        striking = false;
        Exchange held = holding;
        if (held != null) {
            held.go();
        }
    }

    /** Lets real time pass, on a thread of a server. */
    void pause(Duration span) throws IOException {
        try {
            new CountDownLatch(1).await(span.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    private InetAddress address(String host) throws UnknownHostException {
        boolean meant = host.equals(kind == Kind.TOKEN ? TOKENS : HUB);
        return fault.isInTheName() && meant && strikes() ? fault.wrongAddress(host) : InetAddress.getLoopbackAddress();
    }

    private @Nullable SSLContext certificate() {
        return fault.place != Place.TLS_ANSWER && strikes() ? fault.wrongCertificate() : Certificates.GOOD;
    }

    private boolean isNotRead() {
        boolean struck = strikes();
        requests.addAndGet(struck ? 1 : 0);
        return struck;
    }

    private void occupyThePool(boolean once) {
        kind.pool
                .apply(resources)
                .get()
                .uri(kind == Kind.TOKEN ? url(TOKENS, tokens) + "/held" : url(HUB, hub) + "/held")
                .response()
                .subscribe();
        Exchange held = faulty.next();
        holding = held;
        if (once) {
            time.onWait(held::go);
        }
    }

    private void answer(Exchange exchange) throws IOException {
        if (exchange.target.equals("/held")) {
            exchange.pause();
            exchange.answer(200, "");
            return;
        }
        boolean meant = kind.isMeant(exchange);
        requests.addAndGet(meant ? 1 : 0);
        boolean reached = fault.place == Place.TOKENS ? Kind.TOKEN.isMeant(exchange) : meant;
        boolean struck = fault.isInTheAnswer() && reached && strikes();
        if (kind.submits(exchange) && !(struck && fault.refusal)) {
            submissions.incrementAndGet();
        }
        if (struck) {
            fault.play(exchange, this);
        } else {
            Reply.to(exchange).send(exchange);
        }
    }

    /** How many requests of this kind the server has seen, read or not. */
    int requests() {
        return requests.get();
    }

    /** How many requests the server may have acted on, of those that must not be done twice. */
    int submissions() {
        return submissions.get();
    }

    /** How many bytes of one answer went out at most. */
    long written() {
        return faulty.exchanges().stream()
                .mapToLong(exchange -> exchange.written)
                .max()
                .orElse(0);
    }

    /** All that the other server was told. */
    String sentElsewhere() {
        return elsewhere.exchanges().stream()
                .map(exchange -> exchange.target + exchange.headers)
                .toList()
                .toString();
    }

    // ---- The clients ----

    private String url(String host, WireServer server) {
        return (fault.isTls() && server == faulty ? "https://" : "http://") + host + ":" + server.port();
    }

    HubQuantumClient quantum() {
        return configured(HubQuantumClient.builder(), "/quantum").build();
    }

    HubPlatformClient platform() {
        return configured(HubPlatformClient.builder(), "/platform").build();
    }

    HubServiceClient service() {
        // The provider of tokens tries again by itself, and shares a failure for a second of real time.
        return configured(HubServiceClient.builder(), "/service").maxRetries(0).build();
    }

    private <B extends HubClientBuilder<B>> B configured(B builder, String path) {
        B configured = builder.baseUrl(url(HUB, hub) + path)
                .resources(resources)
                .credential(credential())
                .scheduler(time)
                .random(() -> 0.5)
                .maxRetries(1)
                .maxInMemorySize(1 << 20)
                .rateLimitPatience(Duration.ofSeconds(20))
                .responseTimeout(limit(Limit.RESPONSE))
                .stallTimeout(limit(Limit.STALL));
        return striking && fault.limit == Limit.CALL ? configured.callTimeout(JumpingTime.SHORT) : configured;
    }

    private Duration limit(Limit of) {
        return striking && fault.limit == of ? brief : JumpingTime.NEVER;
    }

    private AccessTokenProvider credential() {
        if (kind != Kind.TOKEN && fault.place != Place.TOKENS) {
            return new StaticCredential(SECRET);
        }
        // It knows one limit only.
        boolean silent = striking && (fault.limit == Limit.RESPONSE || fault.limit == Limit.STALL);
        return TokenRetries.after(
                        Duration.ofMillis(1),
                        ClientCredentialsTokenProvider.builder("key", SECRET)
                                .tokenUri(URI.create(url(TOKENS, tokens) + "/token"))
                                .httpClient(resources.tokens())
                                .responseTimeout(silent ? brief : WAIT)
                                .maxRetries(1))
                .build();
    }

    @Override
    public void close() {
        heal();
        hub.close();
        tokens.close();
        elsewhere.close();
        resources.closeLater().block(WAIT);
        addresses.close();
    }
}
