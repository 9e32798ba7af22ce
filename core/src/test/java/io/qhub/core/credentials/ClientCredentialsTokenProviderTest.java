package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.qhub.core.error.BadRequestException;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.InternalServerErrorException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.testing.LogCapture;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** Against real HTTP servers on the loopback interface. */
class ClientCredentialsTokenProviderTest {

    private static final String ID = "access-key-id";
    private static final String SECRET = "s3cr3t/with+odd=chars%";
    private static final String BASIC =
            Base64.getEncoder().encodeToString((ID + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    private static final String TOKEN = "eyJ0b2tlbiI6MX0.very-secret-token";
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final MockWebServer server = MockServers.create();
    private ClientCredentialsTokenProvider provider;

    @BeforeEach
    void start() throws IOException {
        server.start();
        provider = build(UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        provider.close();
        server.close();
    }

    @Test
    void sendsTheGrantAsAFormWithTheKeyAsHttpBasicAndNoScope() throws InterruptedException {
        server.enqueue(token(TOKEN, 3600));
        Instant before = Instant.now();

        AccessToken token = provider.token().block(WAIT);

        assertThat(token.value()).isEqualTo(TOKEN);
        assertThat(token.expiresAt())
                .isBetween(before.plusSeconds(3600), Instant.now().plusSeconds(3600));
        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/token");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Basic " + BASIC);
        assertThat(request.getHeaders().get("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(request.getBody().utf8()).isEqualTo("grant_type=client_credentials");
    }

    @Test
    void sendsTheScopesAskedFor() throws InterruptedException {
        server.enqueue(token(TOKEN, 3600));
        use(builder -> builder.scopes(List.of("a", "b")));

        provider.token().block(WAIT);

        assertThat(server.takeRequest().getBody().utf8()).isEqualTo("grant_type=client_credentials&scope=a+b");
    }

    @Test
    void aThousandConcurrentCallersMakeOneRequest() {
        AtomicInteger requests = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        DisposableServer hub = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post("/token", (request, response) -> {
                    int number = requests.incrementAndGet();
                    if (!("Basic " + BASIC).equals(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION))) {
                        wrong.add("authorization");
                    }
                    return request.receive().aggregate().asString().flatMapMany(form -> {
                        if (!form.equals("grant_type=client_credentials")) {
                            wrong.add("form " + form);
                        }
                        // Slow enough for all callers to find the request in flight.
                        return response.header("Content-Type", "application/json")
                                .sendString(
                                        Mono.just(json("token-" + number, 3600)).delayElement(Duration.ofMillis(300)))
                                .then();
                    });
                }))
                .bindNow();
        try {
            use(builder -> builder.tokenUri(URI.create("http://127.0.0.1:" + hub.port() + "/token")));

            assertThat(askedByMany()).hasSize(1_000).containsOnly(AccessToken.of("token-1"));
            assertThat(requests).hasValue(1);

            provider.invalidate(AccessToken.of("token-1"));
            assertThat(askedByMany()).hasSize(1_000).containsOnly(AccessToken.of("token-2"));
            assertThat(requests).hasValue(2);

            provider.invalidate(AccessToken.of("token-1"));
            assertThat(askedByMany()).as("late refusal").containsOnly(AccessToken.of("token-2"));
            assertThat(requests).hasValue(2);
            assertThat(wrong).isEmpty();
        } finally {
            hub.disposeNow();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":\"abc\"}",
                "{\"access_token\":\"abc\",\"expires_in\":null}",
                "{\"access_token\":\"abc\",\"expires_in\":0}",
                "{\"access_token\":\"abc\",\"expires_in\":-5}",
                "{\"access_token\":\"abc\",\"expires_in\":\"soon\"}",
                "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":5}",
                "{\"access_token\":\"abc\",\"expires_in\":60,\"scope\":\"default\"}",
                "{\"access_token\":\"abc\",\"expires_in\":9223372036854775807}"
            })
    void aShortOrMissingLifeDoesNotMakeARequestPerCall(String body) {
        server.enqueue(json(200, body));

        for (int i = 0; i < 300; i++) {
            assertThat(provider.token().block(WAIT)).isEqualTo(AccessToken.of("abc"));
        }

        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void readsALifeWrittenAsText() {
        server.enqueue(json(200, "{\"access_token\":\"abc\",\"expires_in\":\"3600\"}"));

        assertThat(provider.token().block(WAIT).expiresAt())
                .isAfter(Instant.now().plusSeconds(3500));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | {"error":"invalid_client","error_description":"unknown key"}  | 401 invalid_client (unknown key)
            400 | {"error":"invalid_client"}                                    | 400 invalid_client
            400 | {"error":"unauthorized_client"}                               | 400 unauthorized_client
            401 | {"status":401,"error":"Unauthorized","message":"no such key"} | 401 Unauthorized (no such key)
            401 | <html>no</html>                                               | 401
            401 | ''                                                            | 401
            """)
    void badCredentialsAreUnavailableAtOnceAndWithTheReason(int status, String body, String said) {
        server.enqueue(json(status, body));

        HubException failure = failure();

        assertThat(failure).isExactlyInstanceOf(CredentialUnavailableException.class);
        assertThat(failure)
                .hasMessage("POST " + server.url("/token") + " refused the access key: " + said
                        + ". Check the access key id and its secret, that the key is not revoked, and that it belongs"
                        + " to this Hub");
        assertThat(failure.operation()).isEqualTo("oauth2.token");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(server.getRequestCount()).as("not retried").isOne();
    }

    @Test
    void anAnswerThatIsNoOAuthErrorSaysNothingAboutTheCredentials() {
        server.enqueue(json(400, "{\"status\":400,\"error\":\"Bad Request\"}"));
        server.enqueue(json(403, "{\"error\":\"access_denied\"}"));
        server.enqueue(json(404, ""));
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", server.url("/elsewhere").toString())
                .build());

        assertThat(failure()).isExactlyInstanceOf(BadRequestException.class);
        assertThat(failure()).isExactlyInstanceOf(ForbiddenException.class);
        assertThat(failure())
                .hasMessageContaining("404")
                .hasMessageContaining("The token was asked for with POST " + server.url("/token"));
        assertThat(failure()).isExactlyInstanceOf(HubApiException.class).hasMessageContaining("Redirects");
        assertThat(server.getRequestCount())
                .as("none retried, the redirect not followed")
                .isEqualTo(4);
    }

    @Test
    void aServerErrorIsRetried() {
        server.enqueue(json(500, "{\"error\":\"x\"}"));
        server.enqueue(json(503, "busy"));
        server.enqueue(token(TOKEN, 3600));

        assertThat(provider.token().block(WAIT)).isEqualTo(AccessToken.of(TOKEN));
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void retriesAreBoundedAndTheLastErrorTellsOfAllTries() {
        server.enqueue(json(503, ""));
        server.enqueue(json(502, ""));
        server.enqueue(json(500, "{\"message\":\"out of order\"}"));

        HubException failure = failure();

        assertThat(failure)
                .isExactlyInstanceOf(InternalServerErrorException.class)
                .hasMessageContaining("out of order");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.attempts()).extracting("status").containsExactly(503, 502, 500);
        assertThat(failure.attempts()).extracting("number").containsExactly(1, 2, 3);
        assertThat(server.getRequestCount()).isEqualTo(3);
    }

    @Test
    void anAnswerThatNamesATimeToWaitIsLeftToTheCaller() {
        server.enqueue(json(429, "").newBuilder().addHeader("Retry-After", "7").build());
        server.enqueue(json(503, "").newBuilder().addHeader("Retry-After", "7").build());

        assertThat(failure())
                .isInstanceOfSatisfying(TooManyRequestsException.class, failure -> assertThat(failure.retryAfter())
                        .isEqualTo(Duration.ofSeconds(7)));
        assertThat(failure())
                .isInstanceOfSatisfying(ServerErrorException.class, failure -> assertThat(failure.retryAfter())
                        .isEqualTo(Duration.ofSeconds(7)));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aRefusedConnectionWasNeverSentAndIsRetried() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        use(builder -> builder.tokenUri(URI.create("http://127.0.0.1:" + free + "/token")));

        HubException failure = failure();

        assertThat(failure).isInstanceOfSatisfying(HubTransportException.class, transport -> {
            assertThat(transport.mayHaveReachedServer()).isFalse();
            assertThat(transport.isRetryable()).isTrue();
            assertThat(transport.attempts()).hasSize(3);
            assertThat(transport)
                    .hasMessageContaining("http://127.0.0.1:" + free + "/token got no answer: ")
                    .hasMessageContaining("refused");
        });
    }

    @Test
    void anUntrustedCertificateWasNeverSentTo() throws IOException {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .build();
        try (MockWebServer secure = MockServers.create()) {
            secure.useHttps(new HandshakeCertificates.Builder()
                    .heldCertificate(certificate)
                    .build()
                    .sslSocketFactory());
            secure.start();
            use(builder -> builder.tokenUri(secure.url("/token").uri()).maxRetries(0));

            assertThat(failure()).isInstanceOfSatisfying(HubTransportException.class, transport -> assertThat(
                            transport.mayHaveReachedServer())
                    .isFalse());
        }
    }

    @Test
    void anUnknownHostWasNeverSentTo() {
        use(builder -> builder.tokenUri(URI.create("http://no-such-host.invalid/token"))
                .maxRetries(0));

        assertThat(failure()).isInstanceOfSatisfying(HubTransportException.class, transport -> assertThat(
                        transport.mayHaveReachedServer())
                .isFalse());
    }

    @Test
    void aConnectionThatIsCutIsRetried() {
        server.enqueue(new MockResponse.Builder()
                .onRequestBody(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(token(TOKEN, 3600)
                .newBuilder()
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        server.enqueue(token(TOKEN, 3600));

        assertThat(provider.token().block(WAIT)).isEqualTo(AccessToken.of(TOKEN));
    }

    @Test
    void aConnectionThatIsAlwaysCutMayHaveReachedTheServer() {
        use(builder -> builder.maxRetries(0));
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure()).isInstanceOfSatisfying(HubTransportException.class, transport -> assertThat(
                        transport.mayHaveReachedServer())
                .isTrue());
    }

    @Test
    void aSilentServerTimesOut() {
        use(builder -> builder.responseTimeout(Duration.ofMillis(150)).maxRetries(1));
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());

        assertThat(failure()).isInstanceOfSatisfying(HubTimeoutException.class, timeout -> {
            assertThat(timeout.phase()).isEqualTo(HubTimeoutException.Phase.HEADERS);
            assertThat(timeout.mayHaveReachedServer()).isTrue();
            assertThat(timeout).hasMessageContaining("150 ms");
            assertThat(timeout.attempts()).hasSize(2);
        });
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "very-secret-token",
                "{\"access_token\":\"very-secret-token",
                "{\"access_token\":\"\"}",
                "{\"access_token\":null}",
                "{\"token\":\"very-secret-token\"}",
                "{\"access_token\":\"very-secret-token with a space\"}",
                "<html>very-secret-token</html>"
            })
    void aSuccessWithoutATokenIsADecodingErrorThatShowsNothing(String body) {
        server.enqueue(json(200, body));

        HubException failure = failure();

        assertThat(failure).isExactlyInstanceOf(HubDecodingException.class);
        assertThat(Secrets.textOf(failure)).doesNotContain("very-secret");
        assertThat(((HubDecodingException) failure).excerpt()).isEmpty();
        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void aTokenAnswerOfAnySizeIsRefusedBeyondAQuarterOfAMegabyte() {
        server.enqueue(json(200, "{\"access_token\":\"" + "x".repeat(300_000) + "\"}"));

        assertThat(failure()).isExactlyInstanceOf(HubDecodingException.class);
    }

    @Test
    void readsJsonWhateverItsContentTypeSays() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .addHeader("Content-Type", "text/plain")
                .body("{\"access_token\":\"abc\"}")
                .build());

        assertThat(provider.token().block(WAIT)).isEqualTo(AccessToken.of("abc"));
    }

    @Test
    void anEndlessErrorBodyIsReadUpToItsLimit() {
        server.enqueue(json(400, "x".repeat(1_000_000)));

        assertThat(failure()).isInstanceOfSatisfying(BadRequestException.class, failure -> assertThat(failure.body())
                .hasSize(64 * 1024));
    }

    @Test
    void aServerThatEchoesTheSecretDoesNotGetItIntoAnException() {
        String echo = SECRET + " in " + BASIC + " of " + ID + ":" + SECRET;
        server.enqueue(json(401, "{\"error\":\"invalid_client\",\"error_description\":\"" + echo + "\"}"));
        server.enqueue(json(400, "{\"message\":\"" + echo + "\"}"));

        for (int i = 0; i < 2; i++) {
            assertThat(Secrets.textOf(failure())).contains("***").doesNotContain(SECRET, BASIC);
        }
    }

    @Test
    void noSecretIsInAnyLogOrError() throws IOException {
        try (LogCapture log = new LogCapture()) {
            server.enqueue(json(503, "busy"));
            server.enqueue(token(TOKEN, 3600));
            use(UnaryOperator.identity());
            AccessToken token = provider.token().block(WAIT);
            assertThat(token).isEqualTo(AccessToken.of(TOKEN));
            provider.invalidate(token);

            StringBuilder failures = new StringBuilder();
            server.enqueue(json(401, "{\"error\":\"invalid_client\"}"));
            failures.append(Secrets.textOf(failure()));
            server.enqueue(json(400, "{}"));
            failures.append(Secrets.textOf(failure()));
            server.enqueue(json(200, "{\"no\":\"" + TOKEN + "\"}"));
            failures.append(Secrets.textOf(failure()));
            for (int i = 0; i < 3; i++) {
                server.enqueue(new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build());
            }
            failures.append(Secrets.textOf(failure()));
            failures.append(provider).append(ClientCredentialsTokenProvider.builder(ID, SECRET));

            assertThat(log.text())
                    .as("the control: the exchange itself was logged")
                    .contains("reactor.netty.http.client")
                    .contains("org.springframework.web.reactive.function.client.ExchangeFunctions")
                    .contains("/token");
            assertThat(log.text()).doesNotContain(SECRET, BASIC, TOKEN);
            assertThat(failures).doesNotContain(SECRET, BASIC, TOKEN);
        }
    }

    @Test
    void aFailedFetchIsForgotten() {
        server.enqueue(json(401, "{\"error\":\"invalid_client\"}"));
        server.enqueue(token(TOKEN, 3600));
        assertThatThrownBy(() -> provider.token().block(WAIT)).isInstanceOf(CredentialUnavailableException.class);

        await().ignoreExceptions().until(() -> provider.token().block(WAIT).equals(AccessToken.of(TOKEN)));

        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void nothingIsSentBeforeSomebodySubscribes() {
        server.enqueue(token(TOKEN, 3600));
        Mono<AccessToken> token = provider.token();
        assertThat(server.getRequestCount()).isZero();

        token.block(WAIT);

        assertThat(server.getRequestCount()).isOne();
    }

    @Test
    void usesTheClientPassedInAndLeavesItOpen() throws InterruptedException {
        server.enqueue(token("one", 3600));
        server.enqueue(token("two", 3600));
        HttpClient client =
                HttpClient.create().followRedirect(true).headers(headers -> headers.set("X-From", "client"));
        use(builder -> builder.httpClient(client));

        provider.token().block(WAIT);
        provider.close();
        provider.invalidate(AccessToken.of("one"));

        assertThat(provider.token().block(WAIT)).isEqualTo(AccessToken.of("two"));
        assertThat(server.takeRequest().getHeaders().get("X-From")).isEqualTo("client");
    }

    @Test
    void showsNeitherUserInfoNorQueryOfTheTokenUri() {
        use(builder -> builder.tokenUri(URI.create("https://user:hidden@hub.example/token?key=hidden#hidden")));

        assertThat(provider).hasToString("ClientCredentialsTokenProvider[tokenUri=https://hub.example/token]");
        assertThat(ClientCredentialsTokenProvider.builder(ID, SECRET)
                        .tokenUri(URI.create("https://user:hidden@hub.example/token?key=hidden")))
                .hasToString("ClientCredentialsTokenProvider.Builder[tokenUri=https://hub.example/token]");
    }

    @Test
    void takesSettingsUpToTheirBounds() {
        ClientCredentialsTokenProvider.builder(ID, SECRET)
                .connectTimeout(Duration.ofMillis(1))
                .responseTimeout(Duration.ofHours(1))
                .maxRetries(0)
                .maxRetries(10)
                .build()
                .close();
    }

    @Test
    void refusesBadSettings() {
        assertThatThrownBy(() -> ClientCredentialsTokenProvider.builder(null, SECRET))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("accessKeyId");
        assertThatThrownBy(() -> ClientCredentialsTokenProvider.builder(ID, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("secretAccessKey: must not be empty");
        for (String colon : List.of("a:b", ":b", "a:")) {
            assertThatThrownBy(() -> ClientCredentialsTokenProvider.builder(colon, SECRET))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("accessKeyId");
        }
        ClientCredentialsTokenProvider.Builder builder = ClientCredentialsTokenProvider.builder(ID, SECRET);
        assertThatThrownBy(() -> builder.tokenUri(URI.create("/token"))).hasMessageContaining("tokenUri: /token");
        assertThatThrownBy(() -> builder.tokenUri(URI.create("ftp://hub/token")))
                .hasMessageContaining("ftp://hub");
        assertThatThrownBy(() -> builder.tokenUri(URI.create("ftp://user:hidden@hub/token?hidden")))
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout: PT0S");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ofDays(1)))
                .hasMessageContaining("responseTimeout: PT24H");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofNanos(999_999)))
                .hasMessageContaining("between 1 ms and 1 h");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ofHours(1).plusNanos(1)))
                .hasMessageContaining("between 1 ms and 1 h");
        assertThatThrownBy(() -> builder.maxRetries(-1)).hasMessageContaining("maxRetries: -1");
        assertThatThrownBy(() -> builder.maxRetries(11)).hasMessageContaining("maxRetries: 11");
    }

    private List<AccessToken> askedByMany() {
        return Flux.range(0, 1_000)
                .flatMap(i -> provider.token().subscribeOn(Schedulers.boundedElastic()), 1_000)
                .collectList()
                .block(WAIT);
    }

    /** The next error; each call asks the server anew. */
    private HubException failure() {
        ClientCredentialsTokenProvider fresh = build(settings);
        try {
            fresh.token().block(WAIT);
            throw new AssertionError("there was a token");
        } catch (HubException expected) {
            // Spring's exceptions hold the request's headers.
            for (Throwable cause = expected; cause != null; cause = cause.getCause()) {
                assertThat(cause.getClass().getName()).doesNotStartWith("org.springframework");
            }
            return expected;
        } finally {
            fresh.close();
        }
    }

    private UnaryOperator<ClientCredentialsTokenProvider.Builder> settings = UnaryOperator.identity();

    private void use(UnaryOperator<ClientCredentialsTokenProvider.Builder> settings) {
        provider.close();
        this.settings = settings;
        provider = build(settings);
    }

    private ClientCredentialsTokenProvider build(UnaryOperator<ClientCredentialsTokenProvider.Builder> settings) {
        return settings.apply(ClientCredentialsTokenProvider.builder(ID, SECRET)
                        .tokenUri(server.url("/token").uri())
                        .retryDelay(Duration.ofMillis(5)))
                .build();
    }

    private static MockResponse token(String value, long expiresIn) {
        return json(200, json(value, expiresIn));
    }

    private static String json(String value, long expiresIn) {
        return "{\"access_token\":\"" + value + "\",\"scope\":\"default\",\"token_type\":\"Bearer\",\"expires_in\":"
                + expiresIn + "}";
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }
}
