package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.testing.LogCapture;
import io.qhub.testing.MockServers;
import io.qhub.testing.Waits;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where a download may be sent, and what goes there with it. */
class RedirectTest {

    private static final Duration WAIT = Waits.seconds(30);
    private static final String SIGNATURE = "s3cr3t-signature";
    private static final String COOKIE = "c00kie-of-a-callers-filter";
    private static final String TOKEN = "t0ken-that-stays-at-home";
    private static final TestOperation DOWNLOAD = TestOperation.get("test.things.download", "/things/{id}/content");
    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");
    private static final TestOperation POST = TestOperation.post("test.things.post", "/things");

    private final HeldCertificate certificate =
            new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final MockWebServer hub = tls();
    private final MockWebServer store = tls();
    private final MockWebServer plain = MockServers.create();
    private final JumpScheduler timer = new JumpScheduler();
    private final AtomicInteger dropped = new AtomicInteger();
    private TestHub http = client("");

    @TempDir
    private Path directory;

    private MockWebServer tls() {
        MockWebServer server = MockServers.create();
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslSocketFactory());
        return server;
    }

    private TestHub client(String base) {
        SslContext trusting;
        try {
            trusting = SslContextBuilder.forClient()
                    .trustManager(certificate.certificate())
                    .build();
        } catch (SSLException impossible) {
            throw new AssertionError(impossible);
        }
        return TestHttp.at(base.isEmpty() ? "https://localhost:1" : base)
                .credential(new AccessTokenProvider() {
                    @Override
                    public Mono<AccessToken> token() {
                        return Mono.just(AccessToken.of(TOKEN));
                    }

                    @Override
                    public void invalidate(AccessToken seen) {
                        dropped.incrementAndGet();
                    }
                })
                .organization("acme")
                .requestOptions(options -> options.header("X-Trace", "abc"))
                .connections(c -> c.httpClient(client -> client.secure(spec -> spec.sslContext(trusting))))
                .perAttempt((request, next) -> next.exchange(ClientRequest.from(request)
                        .cookie("session", COOKIE)
                        .header("X-Filter", "of a caller's filter")
                        .build()))
                .jumping(timer)
                .build();
    }

    @BeforeEach
    void start() throws IOException {
        hub.start();
        store.start();
        plain.start();
        http = client(base(hub));
    }

    @AfterEach
    void stop() {
        http.closeLater().block(WAIT);
        hub.close();
        store.close();
        plain.close();
    }

    private static String base(MockWebServer server) {
        String url = server.url("/").toString();
        return url.substring(0, url.length() - 1);
    }

    private static MockResponse to(int status, String location) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Location", location)
                .body("moved")
                .build();
    }

    private static MockResponse content(String body) {
        return new MockResponse.Builder().code(200).body(body).build();
    }

    private static String text(Flux<DataBuffer> body) {
        return DataBufferUtils.join(body)
                .map(joined -> {
                    String text = joined.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(joined);
                    return text;
                })
                .block(WAIT);
    }

    private String download() {
        return text(http.call(DOWNLOAD, 1).toStream());
    }

    private static RecordedRequest last(MockWebServer server, int requests) {
        assertThat(server.getRequestCount()).isEqualTo(requests);
        RecordedRequest last = null;
        try {
            for (int i = 0; i < requests; i++) {
                last = server.takeRequest();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return java.util.Objects.requireNonNull(last);
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void theSameOriginIsFollowedWithEverything(int status) {
        hub.enqueue(to(status, "../elsewhere?sig=" + SIGNATURE));
        hub.enqueue(content("found"));

        assertThat(download()).isEqualTo("found");

        RecordedRequest second = last(hub, 2);
        assertThat(second.getMethod()).isEqualTo("GET");
        assertThat(second.getTarget()).isEqualTo("/things/elsewhere?sig=" + SIGNATURE);
        assertThat(second.getHeaders().get("X-Auth-Token")).isEqualTo(TOKEN);
        assertThat(second.getHeaders().get("X-OrganizationId")).isEqualTo("acme");
        assertThat(second.getHeaders().get("X-Trace")).isEqualTo("abc");
    }

    @Test
    void anotherOriginSeesNothingButWhatIsWanted() throws IOException {
        hub.enqueue(to(302, base(store) + "/object?sig=" + SIGNATURE));
        store.enqueue(new MockResponse.Builder()
                .code(200)
                .setHeader("ETag", "\"v1\"")
                .body("0123456789")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        hub.enqueue(to(302, base(store) + "/object?sig=again-" + SIGNATURE));
        store.enqueue(content("unused"));

        Throwable ignored = catchThrowable(() -> http.call(DOWNLOAD, 1)
                .toFile(directory.resolve("file"), DownloadOptions.defaults())
                .block(WAIT));

        RecordedRequest first = take(store);
        assertThat(first.getTarget()).isEqualTo("/object?sig=" + SIGNATURE);
        assertThat(first.getHeaders().names().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .containsExactlyInAnyOrder("host", "accept", "accept-encoding", "user-agent");
        // Without it a store may compress what it likes, and the range of a resumed download would be one of the coded.
        assertThat(first.getHeaders().get("Accept-Encoding")).isEqualTo("identity");
        assertThat(first.getHeaders().get("User-Agent")).startsWith("qhub-java/");
        assertThat(first.getHeaders().get("Accept")).isEqualTo("*/*");
        assertThat(first.toString() + first.getHeaders()).doesNotContain(TOKEN).doesNotContain("acme");
        assertThat(ignored)
                .as("whatever came of the cut body")
                .satisfiesAnyOf(none -> assertThat(none).isNull(), some -> assertThat(stack(some))
                        .doesNotContain(SIGNATURE));
    }

    private static RecordedRequest take(MockWebServer server) {
        try {
            return java.util.Objects.requireNonNull(
                    server.takeRequest(WAIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aResumeReachesTheOtherOriginWithRangeAndIfRange() throws IOException {
        byte[] whole = new byte[200_000];
        new java.util.Random(3).nextBytes(whole);
        hub.enqueue(to(302, base(store) + "/object"));
        store.enqueue(new MockResponse.Builder()
                .code(200)
                .setHeader("ETag", "\"v1\"")
                .body(new okio.Buffer().write(whole))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        hub.enqueue(to(302, base(store) + "/object"));
        store.setDispatcher(new mockwebserver3.Dispatcher() {
            private final AtomicInteger requests = new AtomicInteger();

            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String range = request.getHeaders().get("Range");
                if (requests.incrementAndGet() == 1) {
                    return new MockResponse.Builder()
                            .code(200)
                            .setHeader("ETag", "\"v1\"")
                            .body(new okio.Buffer().write(whole))
                            .onResponseBody(new SocketEffect.CloseSocket())
                            .build();
                }
                int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
                return new MockResponse.Builder()
                        .code(206)
                        .setHeader("ETag", "\"v1\"")
                        .setHeader("Content-Range", "bytes " + from + "-" + (whole.length - 1) + "/" + whole.length)
                        .body(new okio.Buffer().write(whole, from, whole.length - from))
                        .build();
            }
        });
        Path target = directory.resolve("file");

        http.call(DOWNLOAD, 1).toFile(target, DownloadOptions.defaults()).block(WAIT);

        assertThat(target).hasBinaryContent(whole);
        take(store);
        RecordedRequest resumed = take(store);
        assertThat(resumed.getHeaders().get("If-Range")).isEqualTo("\"v1\"");
        assertThat(resumed.getHeaders().get("Range")).startsWith("bytes=");
        assertThat(resumed.getHeaders().names().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .doesNotContain("x-auth-token", "authorization", "x-organizationid", "x-trace", "cookie");
        assertThat(Files.list(directory)).containsExactly(target);
    }

    @Test
    void comingBackHomeBringsNoTokenBack() {
        hub.enqueue(to(302, base(store) + "/object"));
        store.enqueue(to(302, base(hub) + "/things/elsewhere"));
        hub.enqueue(content("found"));

        assertThat(download()).isEqualTo("found");

        assertThat(last(hub, 2).getHeaders().get("X-Auth-Token"))
                .as("the other origin chose where to go")
                .isNull();
    }

    @Test
    void aWayOutOfHttpsIsRefused() {
        hub.enqueue(to(302, base(plain) + "/object?sig=" + SIGNATURE));

        HubApiException failure = catchThrowableOfType(HubApiException.class, this::download);

        assertThat(failure.status()).isEqualTo(302);
        assertThat(failure).hasMessageContaining("not https");
        assertThat(plain.getRequestCount()).isZero();
        assertThat(hub.getRequestCount()).as("not tried again").isEqualTo(1);
    }

    @Test
    void anotherOriginWithoutHttpsIsRefused() throws IOException {
        try (MockWebServer other = MockServers.create()) {
            other.start();
            TestHub insecure = client(base(plain));
            plain.enqueue(to(302, base(other) + "/object?sig=" + SIGNATURE));

            HubApiException failure = catchThrowableOfType(
                    HubApiException.class, () -> text(insecure.call(DOWNLOAD, 1).toStream()));

            assertThat(failure.status()).isEqualTo(302);
            assertThat(stack(failure)).doesNotContain(SIGNATURE);
            assertThat(other.getRequestCount()).isZero();
            insecure.closeLater().block(WAIT);
        }
    }

    @Test
    void fiveHopsAreFollowedAndNotSix() {
        for (int i = 0; i < 5; i++) {
            hub.enqueue(to(302, "/hop" + i));
        }
        hub.enqueue(content("found"));
        assertThat(download()).isEqualTo("found");

        for (int i = 0; i < 20; i++) {
            hub.enqueue(to(302, "/loop"));
        }
        HubApiException failure = catchThrowableOfType(HubApiException.class, this::download);

        assertThat(failure.status()).isEqualTo(302);
        assertThat(failure).hasMessageContaining("more than 5");
        assertThat(hub.getRequestCount()).isEqualTo(6 + 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://",
                "ftp://files.test/x",
                "https://user:pass@files.test/x",
                "https://user@localhost/x",
                "mailto:someone@files.test",
                "https:///nowhere",
                "ht tp://x y",
                "javascript:alert(1)"
            })
    void anOddLocationIsAnError(String location) {
        hub.enqueue(to(302, location));
        hub.enqueue(content("must not be asked for"));

        HubApiException failure = catchThrowableOfType(HubApiException.class, this::download);

        assertThat(failure).isNotNull();
        assertThat(failure.status()).isEqualTo(302);
        assertThat(hub.getRequestCount()).isEqualTo(1);
        assertThat(stack(failure)).doesNotContain("user:pass");
    }

    @Test
    void aMissingLocationIsAnError() {
        hub.enqueue(new MockResponse.Builder().code(302).build());

        HubApiException failure = catchThrowableOfType(HubApiException.class, this::download);

        assertThat(failure.status()).isEqualTo(302);
        assertThat(failure).hasMessageContaining("location");
    }

    @Test
    void a401OfAnotherOriginSaysNothingOfTheToken() {
        hub.enqueue(to(302, base(store) + "/object"));
        store.enqueue(new MockResponse.Builder().code(401).build());

        UnauthorizedException failure = catchThrowableOfType(UnauthorizedException.class, this::download);

        assertThat(failure).isNotNull();
        assertThat(dropped).hasValue(0);
        assertThat(hub.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a401OfTheHubDropsTheToken() {
        hub.enqueue(new MockResponse.Builder().code(401).build());

        assertThat(catchThrowable(this::download)).isInstanceOf(UnauthorizedException.class);

        assertThat(dropped).hasValue(1);
    }

    @Test
    void onlyGetsOfStreamsAreFollowed() {
        hub.enqueue(to(302, "/elsewhere?sig=" + SIGNATURE));
        hub.enqueue(to(307, "/elsewhere?sig=" + SIGNATURE));

        HubApiException call = catchThrowableOfType(
                HubApiException.class, () -> http.call(GET, 1).toJson().block(WAIT));
        HubApiException post = catchThrowableOfType(
                HubApiException.class, () -> text(http.call(POST).body("{}").toStream()));

        assertThat(call.status()).isEqualTo(302);
        assertThat(post.status()).isEqualTo(307);
        assertThat(hub.getRequestCount()).isEqualTo(2);
        assertThat(stack(call) + stack(post)).doesNotContain(SIGNATURE);
    }

    @Test
    void whatTheOtherOriginFailsWithIsTriedAgainFromTheHub() {
        hub.enqueue(to(302, base(store) + "/object"));
        store.enqueue(new MockResponse.Builder().code(503).build());
        hub.enqueue(to(302, base(store) + "/object"));
        store.enqueue(content("found"));

        assertThat(download()).isEqualTo("found");
        assertThat(last(hub, 2).getHeaders().get("X-Auth-Token")).isEqualTo(TOKEN);
    }

    @Test
    void theQueryOfALocationIsShownNowhere() {
        try (LogCapture log = new LogCapture()) {
            // Followed, refused, not answered by anybody, and answered with an error that repeats it.
            hub.enqueue(to(302, base(store) + "/object?sig=" + SIGNATURE));
            store.enqueue(content("found"));
            assertThat(download()).isEqualTo("found");

            hub.enqueue(to(302, base(plain) + "/object?sig=" + SIGNATURE));
            Throwable refused = catchThrowable(this::download);

            hub.enqueue(to(302, "https://localhost:1/object?sig=" + SIGNATURE));
            hub.enqueue(to(302, "https://localhost:1/object?sig=" + SIGNATURE));
            hub.enqueue(to(302, "https://localhost:1/object?sig=" + SIGNATURE));
            Throwable unreachable = catchThrowable(this::download);

            hub.enqueue(to(302, base(store) + "/object?sig=" + SIGNATURE));
            store.enqueue(new MockResponse.Builder().code(403).build());
            Throwable forbidden = catchThrowable(this::download);

            assertThat(unreachable).isInstanceOf(HubTransportException.class);
            assertThat(stack(refused) + stack(unreachable) + stack(forbidden))
                    .doesNotContain(SIGNATURE)
                    .doesNotContain(TOKEN);
            // What Reactor Netty says of its own at DEBUG and below is not the library's; it is shown to be quiet here
            // as far as the library can make it.
            assertThat(log.messages("io.qhub")).isNotEmpty().noneMatch(line -> line.contains(SIGNATURE));
            assertThat(log.messages("org.springframework"))
                    .noneMatch(line -> line.contains(SIGNATURE) || line.contains(TOKEN));
        }
    }
}
