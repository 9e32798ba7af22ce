package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.http.BodiesTest.Trouble;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.transfer.TransferProgress;
import io.qhub.core.transfer.Uploads;
import io.qhub.testing.LeakHarness;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Files that are sent as parts of a form arrive as they are, and nothing of them is held. */
class MultipartTest extends OnTheWire {

    private static final TestOperation FORM =
            TestOperation.post("test.forms.create", "/forms").query("name").parts("userCode", "apiDefinition");
    private static final TestOperation FILE =
            TestOperation.put("test.files.put", "/files").parts("file");
    private static final byte[] CONTENT = random(100_000);

    @TempDir
    private Path directory;

    private final JumpScheduler jumping = new JumpScheduler();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static Flux<DataBuffer> parts(byte[] content) {
        return Flux.range(0, (content.length + 9_999) / 10_000).map(i -> {
            int from = i * 10_000;
            return DefaultDataBufferFactory.sharedInstance.wrap(
                    java.util.Arrays.copyOfRange(content, from, Math.min(content.length, from + 10_000)));
        });
    }

    /** Every token is a new one, so that a 401 is worth another try. */
    private TestHub http() {
        AtomicInteger tokens = new AtomicInteger();
        return client(builder -> builder.jumping(jumping).credential(new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> token() {
                return Mono.fromSupplier(() -> AccessToken.of("token-" + tokens.incrementAndGet()));
            }

            @Override
            public void invalidate(AccessToken seen) {
                // Each is new.
            }
        }));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String boundary(@Nullable String contentType) {
        MediaType type = MediaType.parseMediaType(String.valueOf(contentType));
        assertThat(type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)).isTrue();
        String boundary = type.getParameter("boundary");
        assertThat(boundary).matches("qhub-[0-9a-f]{32}");
        return boundary;
    }

    private static String part(String boundary, String name, String file, String type, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file
                + "\"\r\nContent-Type: " + type + "\r\n\r\n" + content + "\r\n";
    }

    private static String file(Exchange exchange, String name, byte[] content) {
        String boundary = boundary(exchange.headers.getFirst(HttpHeaders.CONTENT_TYPE));
        return part(boundary, "file", name, "application/octet-stream", text(content)) + "--" + boundary + "--\r\n";
    }

    @Test
    void theBytesOfTwoPartsAreThoseOfAForm() throws Exception {
        try (MockWebServer hub = MockServers.create()) {
            hub.start();
            hub.enqueue(new MockResponse.Builder().body(JSON).build());
            hub.enqueue(new MockResponse.Builder().body(JSON).build());
            TestHub http = TestHttp.at(hub.url("/").toString()).build();
            Path code = Files.write(directory.resolve("code.zip"), CONTENT);
            Mono<Thing> call = http.call(FORM)
                    .query("name", "optimiser")
                    .part("userCode", Uploads.fromPath(code).withMediaType(MediaType.valueOf("application/zip")))
                    .part("apiDefinition", Uploads.fromBytes("{}".getBytes(StandardCharsets.UTF_8)))
                    .to(Thing.class);

            List<String> boundaries = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                assertThat(call.block(WAIT)).isEqualTo(new Thing("t-1"));
                RecordedRequest request = hub.takeRequest();
                String boundary = boundary(request.getHeaders().get("Content-Type"));
                boundaries.add(boundary);
                byte[] body = request.getBody().toByteArray();
                assertThat(request.getTarget()).isEqualTo("/forms?name=optimiser");
                assertThat(text(body))
                        .isEqualTo(part(boundary, "userCode", "code.zip", "application/zip", text(CONTENT))
                                + part(boundary, "apiDefinition", "apiDefinition", "application/octet-stream", "{}")
                                + "--" + boundary + "--\r\n");
                assertThat(request.getHeaders().get("Content-Length")).isEqualTo(String.valueOf(body.length));
                assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
            }
            assertThat(boundaries).doesNotHaveDuplicates();
            http.close();
        }
    }

    @Test
    void oneUnknownLengthMakesTheBodyChunked() {
        server.script(exchange -> exchange.answer(200, JSON));

        client().call(FORM)
                .part("userCode", Uploads.fromBytes(CONTENT).withFileName("a"))
                .part("apiDefinition", Uploads.fromPublisher(parts(CONTENT)).withFileName("b"))
                .to(Thing.class)
                .block(WAIT);

        Exchange sent = server.next();
        String boundary = boundary(sent.headers.getFirst(HttpHeaders.CONTENT_TYPE));
        assertThat(sent.headers.getContentLength()).isEqualTo(-1);
        assertThat(sent.headers.getFirst(HttpHeaders.TRANSFER_ENCODING)).isEqualTo("chunked");
        assertThat(text(sent.body))
                .isEqualTo(part(boundary, "userCode", "a", "application/octet-stream", text(CONTENT))
                        + part(boundary, "apiDefinition", "b", "application/octet-stream", text(CONTENT))
                        + "--" + boundary + "--\r\n");
    }

    @Test
    void aDeclaredLengthOfAStreamIsAnnounced() {
        server.script(exchange -> exchange.answer(200, JSON));

        client().call(FILE)
                .part("file", Uploads.fromPublisher(parts(CONTENT)).withLength(CONTENT.length))
                .to(Thing.class)
                .block(WAIT);

        Exchange sent = server.next();
        assertThat(sent.headers.getContentLength()).isEqualTo(sent.body.length);
        assertThat(text(sent.body)).isEqualTo(file(sent, "file", CONTENT));
    }

    @Test
    void withoutPartsTheFormIsEmptyAndWellFormed() {
        server.script(exchange -> exchange.answer(200, JSON));

        client().call(FORM)
                .part("userCode", null)
                .part("apiDefinition", null)
                .to(Thing.class)
                .block(WAIT);
        client().call(FORM).to(Thing.class).block(WAIT);

        for (int i = 0; i < 2; i++) {
            Exchange sent = server.next();
            assertThat(text(sent.body))
                    .isEqualTo("--" + boundary(sent.headers.getFirst(HttpHeaders.CONTENT_TYPE)) + "--\r\n");
            assertThat(sent.headers.getContentLength()).isEqualTo(sent.body.length);
        }
    }

    @Test
    void namesAreQuotedAsFormsDo() throws IOException {
        server.script(exchange -> exchange.answer(200, JSON));
        Map<Uploads.Source, String> names = Map.of(
                Uploads.fromBytes(CONTENT).withFileName("a \"b\".json"), "a %22b%22.json",
                Uploads.fromBytes(CONTENT).withFileName("Größe 测试.json"), "Größe 测试.json",
                Uploads.fromBytes(CONTENT).withFileName("a\\b;c=d%22"), "a\\b;c=d%22",
                Uploads.fromPath(Files.write(directory.resolve("x\"\r\nX-Evil: 1\r\n\r\n"), CONTENT)),
                        "x%22%0D%0AX-Evil: 1%0D%0A%0D%0A");

        names.forEach((source, name) -> {
            client().call(FILE).part("file", source).to(Thing.class).block(WAIT);
            Exchange sent = server.next();
            String inUtf8 = text(name.getBytes(StandardCharsets.UTF_8));
            assertThat(text(sent.body)).isEqualTo(file(sent, inUtf8, CONTENT));
        });
    }

    @Test
    void whatCannotBeSentIsRefusedAtOnce() throws IOException {
        TestHub.Call call = client().call(FILE);
        Path bell = Files.write(directory.resolve("a\u0007b"), CONTENT);
        Uploads.Source evil = Uploads.fromBytes(CONTENT)
                .withMediaType(new MediaType("text", "plain", Map.of("x", "\"a\r\nX-Evil: 1\"")));

        assertThatThrownBy(() -> call.part("file", Uploads.fromPath(bell)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a?b")
                .hasMessageContaining("withFileName");
        assertThatThrownBy(() -> call.part("file", evil))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("media type");
        assertThatThrownBy(() -> call.part("files", Uploads.fromBytes(CONTENT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no part 'files'")
                .hasMessageContaining("[file]");
        assertThatThrownBy(() -> call.part("files", null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> call.body(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("part(");
        assertThatThrownBy(() -> client().call(PUT, 1).part("file", null)).isInstanceOf(IllegalArgumentException.class);
        call.part("file", Uploads.fromBytes(CONTENT));
        assertThatThrownBy(() -> call.part("file", Uploads.fromBytes(CONTENT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before");
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void aMissingFileIsNamedBeforeARequestIsMade() {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> client().call(FILE)
                        .part("file", Uploads.fromPath(missing))
                        .to(Thing.class)
                        .block(WAIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
        assertThat(server.exchanges()).filteredOn(exchange -> exchange.complete).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatExistsOnceIsAskedForOnceAndNeverArrivesShort(Trouble trouble) {
        TestHub http = http();
        AtomicInteger subscriptions = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            if (requests.incrementAndGet() == 1) {
                trouble.make(exchange);
            } else {
                exchange.answer(200, JSON);
            }
        });
        Uploads.Source once =
                Uploads.fromPublisher(parts(CONTENT).doOnSubscribe(all -> subscriptions.incrementAndGet()));

        Throwable failure = catchThrowable(
                () -> http.call(FILE).part("file", once).to(Thing.class).block(WAIT));

        assertThat(failure).isNotNull();
        assertThat(subscriptions).hasValue(1);
        assertThat(server.exchanges()).hasSize(1);
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.complete)
                .allSatisfy(exchange -> assertThat(text(exchange.body)).isEqualTo(file(exchange, "file", CONTENT)));
    }

    @Test
    void whatExistsOnceSurvivesATryThatNeverAskedForIt() throws IOException {
        AtomicInteger subscriptions = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        URI nobody = nobody();
        TestHub http = client(builder -> builder.jumping(jumping)
                .perAttempt((request, next) -> next.exchange(
                        tries.incrementAndGet() == 1
                                ? ClientRequest.from(request).url(nobody).build()
                                : request)));
        server.script(exchange -> exchange.answer(200, JSON));

        http.call(FILE)
                .part(
                        "file",
                        Uploads.fromPublisher(parts(CONTENT).doOnSubscribe(all -> subscriptions.incrementAndGet())))
                .to(Thing.class)
                .block(WAIT);

        assertThat(tries).hasValue(2);
        assertThat(subscriptions).hasValue(1);
        Exchange sent = server.next();
        assertThat(text(sent.body)).isEqualTo(file(sent, "file", CONTENT));
    }

    /** Where nobody listens any longer. */
    private static URI nobody() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/files");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeRepeatedIsSentWholeAtEachTry(Trouble trouble) throws IOException {
        TestHub http = http();
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            if (requests.incrementAndGet() % 2 == 1) {
                trouble.make(exchange);
            } else {
                exchange.answer(200, JSON);
            }
        });
        Path file = Files.write(directory.resolve("content"), CONTENT);

        for (Uploads.Source source : List.of(
                Uploads.fromBytes(CONTENT), Uploads.fromPath(file), Uploads.fromSupplier(() -> parts(CONTENT)))) {
            assertThat(http.call(FILE)
                            .part("file", source.withFileName("c"))
                            .to(Thing.class)
                            .block(WAIT))
                    .isEqualTo(new Thing("t-1"));
        }

        assertThat(server.exchanges()).hasSize(6);
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.complete)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(exchange -> assertThat(text(exchange.body)).isEqualTo(file(exchange, "c", CONTENT)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSourceThatFailsEndsTheRequestWithItsOwnError(boolean known) {
        TestHub http = http();
        server.script(exchange -> exchange.answer(200, JSON));
        IllegalStateException own = new IllegalStateException("the disk is gone");
        AtomicInteger subscriptions = new AtomicInteger();
        Uploads.Source failing = Uploads.fromSupplier(() -> {
            subscriptions.incrementAndGet();
            return parts(CONTENT).take(5).concatWith(Mono.error(own));
        });

        Throwable failure = catchThrowable(() -> http.call(FORM)
                .part("userCode", Uploads.fromBytes(CONTENT))
                .part("apiDefinition", known ? failing.withLength(CONTENT.length) : failing)
                .to(Thing.class)
                .block(WAIT));

        assertThat(failure).isSameAs(own);
        assertThat(subscriptions).hasValue(1);
        Exchange cut = server.next();
        cut.awaitGone();
        assertThat(cut.complete).as("the server got it all").isFalse();
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void cancelledHalfWayItReleasesAllAndClosesTheConnection() throws Throwable {
        TestHub http = client();
        server.script(exchange -> {
            exchange.readBody();
            exchange.hold();
        });
        AtomicInteger cancelled = new AtomicInteger();
        AtomicLong handedOver = new AtomicLong();
        Uploads.Source endless = Uploads.fromSupplier(() ->
                        CancellationTest.pooled(50).concatWith(Flux.never()).doOnCancel(cancelled::incrementAndGet))
                .withProgress(progress -> handedOver.set(progress.bytes()));
        AtomicInteger rounds = new AtomicInteger();

        LeakHarness.assertNoLeaks(() -> {
            handedOver.set(0);
            Disposable upload = http.call(FORM)
                    .part("userCode", Uploads.fromSupplier(() -> CancellationTest.pooled(10)))
                    .part("apiDefinition", endless)
                    .to(Thing.class)
                    .subscribe();
            Exchange exchange = server.next();
            await().pollInterval(Duration.ofMillis(1)).atMost(WAIT).until(() -> handedOver.get() == 50_000);
            upload.dispose();
            exchange.awaitGone();
            assertThat(exchange.complete).isFalse();
            rounds.incrementAndGet();
        });

        // On the client's event loop, which may be later than the server sees the connection gone.
        await().atMost(WAIT).until(() -> cancelled.get() == rounds.get());
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(FILE)
                        .part("file", Uploads.fromBytes(CONTENT))
                        .to(Thing.class)
                        .block(WAIT))
                .isEqualTo(new Thing("t-1"));
    }

    /** What the socket does not take is not asked for, so an endless part does not fill the memory. */
    @Test
    void aServerThatTakesNothingStopsTheSource() {
        AtomicLong handedOver = new AtomicLong();
        server.script(Exchange::pause);
        TestHub http =
                client(builder -> builder.stallTimeout(Duration.ofMillis(500)).maxRetries(0));

        HubTimeoutException failure = catchThrowableOfType(HubTimeoutException.class, () -> http.call(FILE)
                .part(
                        "file",
                        Uploads.fromSupplier(() -> CancellationTest.pooled(Integer.MAX_VALUE))
                                .withProgress(progress -> handedOver.set(progress.bytes())))
                .to(Thing.class)
                .block(WAIT));

        assertThat(failure.phase()).isEqualTo(Phase.WRITE_STALL);
        assertThat(handedOver.get()).isBetween(1L, 64L * 1024 * 1024);
        server.exchanges().get(0).go();
    }

    @Test
    void theSourceReportsItsProgress() {
        server.script(exchange -> exchange.answer(200, JSON));
        List<TransferProgress> reports = new ArrayList<>();

        client().call(FILE)
                .part("file", Uploads.fromBytes(new byte[40_000]).withProgress(reports::add))
                .to(Thing.class)
                .block(WAIT);

        assertThat(reports)
                .containsExactly(
                        new TransferProgress(16_384, 40_000L),
                        new TransferProgress(32_768, 40_000L),
                        new TransferProgress(40_000, 40_000L));
    }

    @Test
    void textIsSentInTheCharsetThatItsTypeSays() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = client();

        http.call(PUT, 1).body("<größe/>", MediaType.TEXT_PLAIN).to(Thing.class).block(WAIT);
        http.call(PUT, 1)
                .body("größe", MediaType.valueOf("text/plain;charset=ISO-8859-1"))
                .to(Thing.class)
                .block(WAIT);

        Exchange utf8 = server.next();
        assertThat(utf8.headers.getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/plain;charset=UTF-8");
        assertThat(utf8.body).isEqualTo("<größe/>".getBytes(StandardCharsets.UTF_8));
        Exchange latin = server.next();
        assertThat(latin.headers.getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/plain;charset=ISO-8859-1");
        assertThat(latin.body).isEqualTo("größe".getBytes(StandardCharsets.ISO_8859_1));
    }
}
