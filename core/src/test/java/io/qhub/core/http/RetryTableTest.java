package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.resolver.InetSocketAddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.qhub.core.HubClientResources;
import io.qhub.core.error.Attempt;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.InternalServerErrorException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.QueueDispatcher;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;

/** The table of what is repeated when, cell by cell, over real sockets; only the waits are skipped. */
class RetryTableTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String JSON = "{\"id\":\"j-1\"}";
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: " + JSON.length() + "\r\nConnection: close\r\n\r\n" + JSON;

    record Thing(@Nullable String id) {}

    enum Method {
        GET(TestOperation.get("test.things.do", "/things/{id}"), true),
        PUT(TestOperation.put("test.things.do", "/things/{id}"), true),
        DELETE(TestOperation.delete("test.things.do", "/things/{id}"), true),
        POST(TestOperation.post("test.things.do", "/things/{id}"), false),
        PATCH(TestOperation.patch("test.things.do", "/things/{id}"), false),
        IDEMPOTENT_POST(TestOperation.post("test.things.do", "/things/{id}").asIdempotent(), true);

        private final TestOperation operation;
        private final boolean idempotent;

        Method(TestOperation operation, boolean idempotent) {
            this.operation = operation;
            this.idempotent = idempotent;
        }
    }

    /** What happens when a try fails in one way. */
    enum Rule {
        /** The request was never sent, so everything is repeated. */
        NEVER_SENT,
        /** The server may have done it: only what is idempotent is repeated. */
        UNKNOWN,
        /** The server failed without doing it: only what is idempotent is repeated, the rest fails as it is. */
        FAILED,
        /** The server asks to come back: everything waits. */
        WAIT,
        /** Repeating does not help. */
        FINAL
    }

    /** Answers of a server that speaks HTTP. */
    enum Answered {
        S401(Rule.FINAL, UnauthorizedException.class, status(401)),
        S404(Rule.FINAL, io.qhub.core.error.NotFoundException.class, status(404)),
        S408(Rule.UNKNOWN, HubApiException.class, status(408)),
        S409(Rule.FINAL, io.qhub.core.error.ConflictException.class, status(409)),
        S429(Rule.WAIT, TooManyRequestsException.class, status(429)),
        S500(Rule.UNKNOWN, InternalServerErrorException.class, status(500)),
        S501(Rule.FINAL, ServerErrorException.class, status(501)),
        S502(Rule.UNKNOWN, ServerErrorException.class, status(502)),
        S503(Rule.FAILED, ServerErrorException.class, status(503)),
        S504(Rule.UNKNOWN, ServerErrorException.class, status(504)),
        S505(Rule.FAILED, ServerErrorException.class, status(505)),
        CUT_LENGTH(
                Rule.UNKNOWN,
                HubTransportException.class,
                new MockResponse.Builder()
                        .code(201)
                        .addHeader("Location", "/things/new")
                        .body(JSON.repeat(1_000))
                        .onResponseBody(new SocketEffect.CloseSocket())),
        CUT_CHUNKED(
                Rule.UNKNOWN,
                HubTransportException.class,
                new MockResponse.Builder()
                        .code(201)
                        .addHeader("Location", "/things/new")
                        .chunkedBody(JSON.repeat(1_000), 50)
                        .onResponseBody(new SocketEffect.CloseSocket())),
        EMPTY(
                Rule.UNKNOWN,
                HubDecodingException.class,
                new MockResponse.Builder().code(201).addHeader("Location", "/things/new")),
        NO_CONTENT(
                Rule.UNKNOWN,
                HubDecodingException.class,
                new MockResponse.Builder().code(204).addHeader("Location", "/things/new")),
        NOT_JSON(
                Rule.UNKNOWN,
                HubDecodingException.class,
                new MockResponse.Builder()
                        .code(201)
                        .addHeader("Location", "/things/new")
                        .body("<html>it is done</html>"));

        private final Rule rule;
        private final Class<? extends HubException> failure;
        private final MockResponse response;

        Answered(Rule rule, Class<? extends HubException> failure, MockResponse.Builder response) {
            this.rule = rule;
            this.failure = failure;
            this.response = response.build();
        }

        private int code() {
            return response.getCode();
        }

        private boolean isSuccess() {
            return code() < 300;
        }
    }

    private final JumpScheduler scheduler = new JumpScheduler();
    private final List<Runnable> closing = new ArrayList<>();
    private UnaryOperator<HubClientResources.Builder> pool = UnaryOperator.identity();
    private Duration responseTimeout = JumpScheduler.LIMIT;
    private @Nullable TestHub http;

    @AfterEach
    void close() {
        if (http != null) {
            http.close();
        }
        closing.forEach(Runnable::run);
    }

    static Stream<Arguments> answeredCells() {
        return Stream.of(Answered.values())
                .flatMap(answer -> Stream.of(Method.values()).map(method -> Arguments.of(answer, method)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answeredCells")
    void aServerThatFailsOnce(Answered answer, Method method) throws IOException {
        MockWebServer server = server(answer.response, ok());

        Throwable failure = catchThrowable(
                () -> assertThat(call(server.url("").toString(), method)).isEqualTo(new Thing("j-1")));

        if (repeats(answer.rule, method)) {
            assertThat(failure).isNull();
            assertThat(server.getRequestCount()).isEqualTo(2);
            assertThat(scheduler.waits()).containsExactly(500L);
        } else {
            assertThat(server.getRequestCount()).isEqualTo(1);
            assertThat(scheduler.waits()).isEmpty();
            assertThatIsTheOneFailure(failure, answer, method);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answeredCells")
    void aServerThatAlwaysFails(Answered answer, Method method) throws IOException {
        MockWebServer server = server(answer.response);
        ((QueueDispatcher) server.getDispatcher()).setFailFast(answer.response);

        Throwable failure = catchThrowable(() -> call(server.url("").toString(), method));

        if (answer == Answered.S404 && method == Method.DELETE || !repeats(answer.rule, method)) {
            assertThat(server.getRequestCount()).isEqualTo(1);
            assertThatIsTheOneFailure(failure, answer, method);
            return;
        }
        // Two retries; or four waits, because a fifth would go beyond the 10 s of patience.
        int tries = answer.rule == Rule.WAIT ? 5 : 3;
        assertThat(server.getRequestCount()).isEqualTo(tries);
        assertThat(scheduler.waits())
                .isEqualTo(answer.rule == Rule.WAIT ? List.of(500L, 1000L, 2000L, 4000L) : List.of(500L, 1000L));
        assertThat(failure).isExactlyInstanceOf(answer.failure);
        HubException hub = (HubException) failure;
        assertThat(hub.isRetryable()).isEqualTo(!(hub instanceof HubDecodingException));
        assertThat(hub.operation()).isEqualTo("test.things.do");
        assertThat(hub.attempts()).extracting(Attempt::number).isEqualTo(numbers(tries));
        assertThat(hub.attempts()).extracting(Attempt::status).containsOnly(answer.code());
        assertThat(hub.attempts()).extracting(Attempt::failure).containsOnly(hub.getMessage());
    }

    private static void assertThatIsTheOneFailure(@Nullable Throwable failure, Answered answer, Method method) {
        HubException hub = (HubException) failure;
        assertThat(hub).isNotNull();
        assertThat(hub.operation()).isEqualTo("test.things.do");
        assertThat(hub.attempts()).extracting(Attempt::status).containsExactly(answer.code());
        if (answer.rule == Rule.UNKNOWN) {
            SubmissionOutcomeUnknownException unknown = (SubmissionOutcomeUnknownException) hub;
            assertThat(unknown.status()).isEqualTo(answer.code());
            assertThat(unknown.location()).isEqualTo(answer.isSuccess() ? "/things/new" : null);
            assertThat(unknown.getCause()).isExactlyInstanceOf(answer.failure);
            assertThat(unknown.isRetryable()).isFalse();
            assertThat(unknown.getMessage()).startsWith("test.things.do: ").contains("not sent again");
        } else {
            assertThat(hub).isExactlyInstanceOf(answer.failure);
            assertThat(hub.isRetryable())
                    .as("what may have been done is nothing to repeat blindly")
                    .isFalse();
        }
    }

    static Stream<Arguments> rudeCells() {
        return Stream.of(RudeServer.Manners.values())
                .flatMap(manners -> Stream.of(Method.values()).map(method -> Arguments.of(manners, method)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rudeCells")
    void aConnectionThatBreaksOnce(RudeServer.Manners manners, Method method) throws IOException {
        RudeServer server = closeLater(new RudeServer(null, ANSWER, manners));
        endSilence(manners);

        Throwable failure =
                catchThrowable(() -> assertThat(call(server.url(), method)).isEqualTo(new Thing("j-1")));

        if (method.idempotent) {
            assertThat(failure).isNull();
            await().untilAsserted(() -> assertThat(server.requests()).isEqualTo(2));
            assertThat(scheduler.waits()).containsExactly(500L);
        } else {
            await().untilAsserted(() -> assertThat(server.requests()).isEqualTo(1));
            assertThatOutcomeIsUnknown(failure, failureOf(manners));
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("rudeCells")
    void aConnectionThatAlwaysBreaks(RudeServer.Manners manners, Method method) throws IOException {
        RudeServer server = closeLater(new RudeServer(manners, ANSWER));
        endSilence(manners);

        Throwable failure = catchThrowable(() -> call(server.url(), method));

        if (method.idempotent) {
            await().untilAsserted(() -> assertThat(server.requests()).isEqualTo(3));
            assertThatAllTriesFailed(failure, failureOf(manners), true);
        } else {
            await().untilAsserted(() -> assertThat(server.requests()).isEqualTo(1));
            assertThatOutcomeIsUnknown(failure, failureOf(manners));
        }
    }

    private void endSilence(RudeServer.Manners manners) {
        if (manners == RudeServer.Manners.SILENCE) {
            responseTimeout = Duration.ofMillis(400);
        }
    }

    private static Class<? extends HubTransportException> failureOf(RudeServer.Manners manners) {
        return manners == RudeServer.Manners.SILENCE ? HubTimeoutException.class : HubTransportException.class;
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aHostWhoseNameIsUnknown(Method method) throws IOException {
        Resolver resolver = new Resolver(Integer.MAX_VALUE, null);

        Throwable failure = catchThrowable(() -> call(client("http://hub.test:1", resolver), method));

        assertThat(resolver.asked).hasValue(3);
        assertThatAllTriesFailed(failure, HubTransportException.class, false);
        assertThat(failure).hasMessageContaining("the host name is not known");
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aHostWhoseNameIsUnknownOnce(Method method) throws IOException {
        MockWebServer server = server(ok());
        Resolver resolver = new Resolver(1, null);

        assertThat(call(client("http://hub.test:" + server.getPort(), resolver), method))
                .isEqualTo(new Thing("j-1"));

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(scheduler.waits()).containsExactly(500L);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aServerThatRefusesConnections(Method method) throws IOException {
        int port;
        try (java.net.ServerSocket nobody = new java.net.ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = nobody.getLocalPort();
        }

        Throwable failure = catchThrowable(() -> call("http://127.0.0.1:" + port, method));

        assertThatAllTriesFailed(failure, HubTransportException.class, false);
        assertThat(failure).hasMessageContaining("no connection to the server");
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aServerThatRefusesConnectionsOnce(Method method) throws IOException {
        MockWebServer server = MockServers.create();
        closing.add(server::close);
        server.enqueue(ok());
        server.start(InetAddress.getByName("127.0.0.1"), 0);
        // Nothing listens on this other address of the loopback interface.
        Resolver resolver = new Resolver(1, InetAddress.getByName("127.0.0.2"));

        assertThat(call(client("http://hub.test:" + server.getPort(), resolver), method))
                .isEqualTo(new Thing("j-1"));

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(scheduler.waits()).containsExactly(500L);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aTlsHandshakeThatAlwaysFails(Method method) throws IOException {
        MockWebServer server = httpsServer(
                new MockResponse.Builder().failHandshake().build(),
                new MockResponse.Builder().failHandshake().build(),
                new MockResponse.Builder().failHandshake().build());

        Throwable failure = catchThrowable(() -> call(httpsClient(server), method));

        assertThatAllTriesFailed(failure, HubTransportException.class, false);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aTlsHandshakeThatFailsOnce(Method method) throws IOException {
        MockWebServer server =
                httpsServer(new MockResponse.Builder().failHandshake().build(), ok());

        assertThat(call(httpsClient(server), method)).isEqualTo(new Thing("j-1"));

        assertThat(scheduler.waits()).containsExactly(500L);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aPoolWithoutAFreeConnection(Method method) throws IOException {
        MockWebServer server = server(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        pool = c -> c.maxConnections(1).poolTimeout(Duration.ofMillis(200));
        TestHub hub = client(server.url("").toString(), null);
        Disposable holder = hub.call(Method.GET.operation, "held").toNothing().subscribe();
        await().until(() -> server.getRequestCount() == 1);

        Throwable failure = catchThrowable(() -> call(hub, method));

        holder.dispose();
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThatAllTriesFailed(failure, HubTimeoutException.class, false);
        assertThat(((HubTimeoutException) failure).phase()).isEqualTo(Phase.POOL);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aPoolWithoutAFreeConnectionOnce(Method method) throws IOException {
        MockWebServer server = server(
                new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build(),
                ok());
        pool = c -> c.maxConnections(1).poolTimeout(Duration.ofMillis(200));
        TestHub hub = client(server.url("").toString(), null);
        Disposable holder = hub.call(Method.GET.operation, "held").toNothing().subscribe();
        await().until(() -> server.getRequestCount() == 1);
        scheduler.onWait(holder::dispose);

        assertThat(call(hub, method)).isEqualTo(new Thing("j-1"));

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(scheduler.waits()).containsExactly(500L);
    }

    /** The forms of the header, and the wait in ms that they ask for; null where they ask for nothing usable. */
    enum Asked {
        NOTHING(null),
        SECONDS(3_000L, "Retry-After", "3"),
        FRACTION(1_500L, "Retry-After", "1.5"),
        MILLIS(250L, "retry-after-ms", "250", "Retry-After", "9"),
        DATE(7_000L, "Date", "Thu, 01 Jan 1998 00:00:00 GMT", "Retry-After", "Thu, 01 Jan 1998 00:00:07 GMT"),
        GARBAGE(null, "Retry-After", "soon"),
        NEGATIVE(null, "Retry-After", "-5"),
        PAST(null, "Date", "Thu, 01 Jan 1998 00:00:00 GMT", "Retry-After", "Wed, 31 Dec 1997 00:00:00 GMT"),
        LONGEST(60_000L, "Retry-After", "60"),
        TOO_LONG(61_000L, "Retry-After", "61"),
        A_YEAR(31_536_000_000L, "Retry-After", "31536000");

        private final @Nullable Long millis;
        private final Map<String, String> headers;

        Asked(@Nullable Long millis, String... headers) {
            this.millis = millis;
            Map<String, String> all = new java.util.LinkedHashMap<>();
            for (int i = 0; i < headers.length; i += 2) {
                all.put(headers[i], headers[i + 1]);
            }
            this.headers = all;
        }

        private boolean isTooLong() {
            return millis != null && millis > 60_000;
        }
    }

    static Stream<Arguments> waits() {
        return Stream.of(429, 503).flatMap(status -> Stream.of(Asked.values())
                .flatMap(asked -> Stream.of(Method.values()).map(method -> Arguments.of(status, asked, method))));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("waits")
    void aServerThatAsksToComeBack(int status, Asked asked, Method method) throws IOException {
        MockResponse.Builder busy = status(status);
        asked.headers.forEach(busy::addHeader);
        MockWebServer server = server(busy.build(), busy.build(), busy.build(), ok());
        // No retry is left: what is waited for is not one of them.
        TestHub hub = client(server.url("").toString(), null)
                .withOptions(o -> o.maxRetries(0).rateLimitPatience(Duration.ofMinutes(5)));

        Throwable failure = catchThrowable(() -> assertThat(call(hub, method)).isEqualTo(new Thing("j-1")));

        if (asked.isTooLong() || (status == 503 && asked.millis == null)) {
            Class<?> expected = status == 429 ? TooManyRequestsException.class : ServerErrorException.class;
            assertThat(failure).isExactlyInstanceOf(expected);
            HubApiException api = (HubApiException) failure;
            assertThat(api.retryAfter()).isEqualTo(asked.millis == null ? null : Duration.ofMillis(asked.millis));
            assertThat(api.attempts()).hasSize(1);
            assertThat(api.isRetryable())
                    .isEqualTo(status == 429 || asked.millis != null || method.operation.isIdempotent());
            assertThat(server.getRequestCount()).isEqualTo(1);
            assertThat(scheduler.waits()).isEmpty();
        } else {
            assertThat(failure).isNull();
            assertThat(server.getRequestCount()).isEqualTo(4);
            Long wait = asked.millis;
            assertThat(scheduler.waits())
                    .isEqualTo(wait == null ? List.of(500L, 1000L, 2000L) : List.of(wait, wait, wait));
        }
    }

    @Test
    void theLastFailureCountsWhenTheTriesFailInDifferentWays() throws IOException {
        MockWebServer server = server(
                status(500).build(),
                status(429).addHeader("Retry-After", "2").build(),
                Answered.CUT_LENGTH.response,
                status(503).build());

        Throwable failure = catchThrowable(() -> call(server.url("").toString(), Method.GET));

        assertThat(failure).isExactlyInstanceOf(ServerErrorException.class);
        assertThat(((HubException) failure).attempts())
                .extracting(Attempt::status)
                .containsExactly(500, 429, 201, 503);
        assertThat(scheduler.waits()).containsExactly(500L, 2000L, 1000L);
    }

    @Test
    void aSubmissionThatWasNotSentAtFirstIsUnknownWhenTheNextTryBreaks() throws IOException {
        RudeServer server = closeLater(new RudeServer(RudeServer.Manners.CLOSE, ANSWER));
        Resolver resolver = new Resolver(1, null);

        Throwable failure = catchThrowable(
                () -> call(client(server.url().replace("127.0.0.1", "hub.test"), resolver), Method.POST));

        assertThat(failure).isExactlyInstanceOf(SubmissionOutcomeUnknownException.class);
        assertThat(((HubException) failure).attempts()).hasSize(2);
        assertThat(server.requests()).isEqualTo(1);
    }

    private static boolean repeats(Rule rule, Method method) {
        return switch (rule) {
            case NEVER_SENT, WAIT -> true;
            case UNKNOWN, FAILED -> method.idempotent;
            case FINAL -> false;
        };
    }

    private void assertThatAllTriesFailed(
            @Nullable Throwable failure, Class<? extends HubTransportException> type, boolean reached) {
        assertThat(failure).isExactlyInstanceOf(type);
        HubTransportException hub = (HubTransportException) failure;
        assertThat(hub.mayHaveReachedServer()).isEqualTo(reached);
        assertThat(hub.isRetryable()).isTrue();
        assertThat(hub.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
        assertThat(hub.attempts()).extracting(Attempt::status).containsOnlyNulls();
        assertThat(hub.attempts()).extracting(Attempt::failure).doesNotContainNull();
        assertThat(hub).hasMessageStartingWith("test.things.do: ");
        assertThat(scheduler.waits()).containsExactly(500L, 1000L);
    }

    private void assertThatOutcomeIsUnknown(@Nullable Throwable failure, Class<? extends HubException> cause) {
        assertThat(failure).isExactlyInstanceOf(SubmissionOutcomeUnknownException.class);
        SubmissionOutcomeUnknownException unknown = (SubmissionOutcomeUnknownException) failure;
        assertThat(unknown.status()).isNull();
        assertThat(unknown.location()).isNull();
        assertThat(unknown.isRetryable()).isFalse();
        assertThat(unknown.attempts()).extracting(Attempt::status).containsExactly((Integer) null);
        assertThat(unknown.getCause()).isExactlyInstanceOf(cause);
        if (unknown.getCause() instanceof HubTimeoutException late) {
            assertThat(late.phase()).isEqualTo(Phase.HEADERS);
        }
        assertThat(scheduler.waits()).isEmpty();
    }

    private @Nullable Thing call(String url, Method method) {
        return call(client(url, null), method);
    }

    private static @Nullable Thing call(TestHub hub, Method method) {
        TestHub.Call call = hub.call(method.operation, "x");
        if (method != Method.GET && method != Method.DELETE) {
            call.body(Map.of("shots", 7));
        }
        return call.to(Thing.class).block(WAIT);
    }

    private TestHub client(String url, @Nullable Resolver resolver) {
        return client(url, resolver, null);
    }

    private TestHub client(String url, @Nullable Resolver resolver, @Nullable SslContext tls) {
        TestHub built = TestHttp.at(url)
                .jumping(scheduler)
                .responseTimeout(responseTimeout)
                .rateLimitPatience(Duration.ofSeconds(10))
                .connections(c -> pool.apply(c)
                        .httpClient(client -> tls == null ? client : client.secure(spec -> spec.sslContext(tls)))
                        .httpClient(client -> resolver == null ? client : client.resolver(resolver)))
                .build();
        http = built;
        return built;
    }

    private TestHub httpsClient(MockWebServer server) throws IOException {
        HandshakeCertificates trusting = new HandshakeCertificates.Builder()
                .addTrustedCertificate(CERTIFICATE.certificate())
                .build();
        return client(
                server.url("").toString(),
                null,
                SslContextBuilder.forClient()
                        .trustManager(trusting.trustManager())
                        .build());
    }

    private static final HeldCertificate CERTIFICATE =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

    private MockWebServer httpsServer(MockResponse... responses) throws IOException {
        MockWebServer server = MockServers.create();
        closing.add(server::close);
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslSocketFactory());
        start(server, responses);
        return server;
    }

    private MockWebServer server(MockResponse... responses) throws IOException {
        MockWebServer server = MockServers.create();
        closing.add(server::close);
        start(server, responses);
        return server;
    }

    private static void start(MockWebServer server, MockResponse... responses) throws IOException {
        for (MockResponse response : responses) {
            server.enqueue(response);
        }
        server.start();
    }

    private RudeServer closeLater(RudeServer server) {
        closing.add(server::close);
        return server;
    }

    private static MockResponse ok() {
        return new MockResponse.Builder().body(JSON).build();
    }

    private static MockResponse.Builder status(int status) {
        return new MockResponse.Builder().code(status).body("{\"status\":" + status + ",\"error_message\":\"no\"}");
    }

    private static List<Integer> numbers(int count) {
        return Stream.iterate(1, number -> number + 1).limit(count).toList();
    }

    /** Sends the first look-ups astray, and the others to the loopback interface. */
    private static final class Resolver extends AddressResolverGroup<InetSocketAddress> {

        private final AtomicInteger asked = new AtomicInteger();
        private final int astray;
        private final @Nullable InetAddress wrong;

        /** @param wrong where to; null is an unknown host */
        private Resolver(int astray, @Nullable InetAddress wrong) {
            this.astray = astray;
            this.wrong = wrong;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetSocketAddressResolver(executor, new InetNameResolver(executor) {
                @Override
                protected void doResolve(String host, Promise<InetAddress> promise) {
                    answer(host, promise);
                }

                @Override
                protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
                    Promise<InetAddress> one = executor().newPromise();
                    one.addListener(done -> {
                        if (one.isSuccess()) {
                            promise.setSuccess(List.of(one.getNow()));
                        } else {
                            promise.setFailure(one.cause());
                        }
                    });
                    answer(host, one);
                }
            });
        }

        private void answer(String host, Promise<InetAddress> promise) {
            boolean lost = asked.incrementAndGet() <= astray;
            if (lost && wrong == null) {
                promise.setFailure(new UnknownHostException(host));
            } else {
                promise.setSuccess(lost ? wrong : InetAddress.getLoopbackAddress());
            }
        }
    }
}
