package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.transfer.Uploads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is sent arrives whole or not at all, and what comes back is read whole or refused. */
class BodiesTest extends OnTheWire {

    private static final byte[] CONTENT = random(300_000);

    @TempDir
    private Path directory;

    private final JumpScheduler jumping = new JumpScheduler();

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    /** Every second token is a new one, so that a 401 is worth another try. */
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

    private static Flux<DataBuffer> parts(byte[] content) {
        return Flux.range(0, (content.length + 9_999) / 10_000).map(i -> {
            int from = i * 10_000;
            int length = Math.min(10_000, content.length - from);
            return DefaultDataBufferFactory.sharedInstance.wrap(
                    java.util.Arrays.copyOfRange(content, from, from + length));
        });
    }

    enum Trouble {
        UNAUTHORIZED {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.answer(401, "who?");
            }
        },
        TOO_MANY {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.answer(429, "wait", "Retry-After: 3");
            }
        },
        UNAVAILABLE {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.answer(503, "later");
            }
        },
        EARLY_REFUSAL {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.head(503, 0, "Connection: close");
            }
        },
        RESET {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.readBody();
                exchange.reset();
            }
        },
        RESET_AT_ONCE {
            @Override
            void make(Exchange exchange) throws IOException {
                exchange.reset();
            }
        };

        abstract void make(Exchange exchange) throws IOException;
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
                () -> http.call(PUT, 1).body(once).to(Thing.class).block(WAIT));

        assertThat(failure).isNotNull();
        assertThat(subscriptions).hasValue(1);
        assertThat(server.exchanges()).hasSize(1);
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.complete)
                .allSatisfy(exchange -> assertThat(exchange.body).isEqualTo(CONTENT));
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

        Thing stored = http.call(PUT, 1)
                .body(Uploads.fromPublisher(parts(CONTENT).doOnSubscribe(all -> subscriptions.incrementAndGet())))
                .to(Thing.class)
                .block(WAIT);

        assertThat(stored).isEqualTo(new Thing("t-1"));
        assertThat(tries).hasValue(2);
        assertThat(subscriptions).hasValue(1);
        assertThat(server.next().body).isEqualTo(CONTENT);
    }

    /** Where nobody listens any longer. */
    private static URI nobody() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/things/1");
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
            assertThat(http.call(PUT, 1).body(source).to(Thing.class).block(WAIT))
                    .isEqualTo(new Thing("t-1"));
        }

        assertThat(server.exchanges()).hasSize(6);
        assertThat(server.exchanges())
                .filteredOn(exchange -> exchange.complete)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(exchange -> assertThat(exchange.body).isEqualTo(CONTENT));
    }

    static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of(Uploads.fromBytes(CONTENT), true),
                Arguments.of(Uploads.fromSupplier(() -> parts(CONTENT)), false),
                Arguments.of(Uploads.fromSupplier(() -> parts(CONTENT)).withLength(CONTENT.length), true),
                Arguments.of(Uploads.fromPublisher(parts(CONTENT)), false),
                Arguments.of(Uploads.fromPublisher(parts(CONTENT)).withLength(CONTENT.length), true));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void aKnownLengthIsAnnouncedAndAnUnknownOneIsSentInChunks(Uploads.Source source, boolean known) {
        server.script(exchange -> exchange.answer(200, JSON));

        client().call(PUT, 1).body(source).to(Thing.class).block(WAIT);

        HttpHeaders sent = server.next().headers;
        assertThat(sent.getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo("application/octet-stream");
        assertThat(sent.getContentLength()).isEqualTo(known ? CONTENT.length : -1);
        assertThat(sent.getFirst(HttpHeaders.TRANSFER_ENCODING)).isEqualTo(known ? null : "chunked");
        assertThat(server.exchanges().get(0).body).isEqualTo(CONTENT);
    }

    @Test
    void contentIsOfTheTypeThatItsSourceSays() {
        server.script(exchange -> exchange.answer(200, JSON));

        client().call(PUT, 1)
                .body(Uploads.fromBytes(CONTENT).withMediaType(MediaType.TEXT_PLAIN))
                .to(Thing.class)
                .block(WAIT);

        assertThat(server.next().headers.getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo("text/plain");
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
            return parts(CONTENT).take(20).concatWith(Mono.error(own));
        });

        Throwable failure = catchThrowable(() -> http.call(PUT, 1)
                .body(known ? failing.withLength(CONTENT.length) : failing)
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
    void contentOfAnotherLengthThanDeclaredNeverCountsAsWhole() {
        TestHub http = http();
        server.script(exchange -> exchange.answer(200, JSON));

        for (long declared : new long[] {CONTENT.length - 1, CONTENT.length + 1}) {
            assertThat(catchThrowable(() -> http.call(PUT, 1)
                            .body(Uploads.fromSupplier(() -> parts(CONTENT)).withLength(declared))
                            .to(Thing.class)
                            .block(WAIT)))
                    .isInstanceOf(IllegalStateException.class);
            Exchange cut = server.next();
            cut.awaitGone();
            assertThat(cut.complete).isFalse();
        }
        assertThat(server.exchanges()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatIsTooLargeIsRefusedAndItsConnectionIsFree(boolean announced) {
        resources(builder -> builder.maxConnections(1));
        TestHub http = client(builder -> builder.maxInMemorySize(10_000));
        server.script(exchange -> {
            exchange.head(200, announced ? 1_000_000 : -1);
            byte[] body = new byte[100_000];
            exchange.write(announced ? body : chunk(body));
            exchange.hold();
        });

        HubDecodingException failure = catchThrowableOfType(
                HubDecodingException.class, () -> http.call(GET, 1).toText().block(WAIT));

        assertThat(failure.isTooLarge()).isTrue();
        assertThat(failure).hasMessageContaining("maxInMemorySize").hasMessageContaining("10000");
        assertThat(server.exchanges()).as("not asked for again").hasSize(1);
        server.next().awaitGone();
        server.script(exchange -> exchange.answer(200, new byte[10_000]));
        assertThat(http.call(GET, 1).toText().block(WAIT)).hasSize(10_000);
    }

    private static byte[] chunk(byte[] body) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(body);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    @Test
    void compressedAnswersAreReadAndTheLimitIsThatOfWhatComesOut() throws IOException {
        TestHub http = client(builder -> builder.maxInMemorySize(100_000));
        String content = "{\"id\":\"" + "x".repeat(90_000) + "\"}";
        byte[] small = gzip(content.getBytes(StandardCharsets.UTF_8));
        byte[] bomb = gzip(new byte[1_000_000]);
        server.script(exchange -> exchange.answer(200, small, "Content-Encoding: gzip"));

        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("x".repeat(90_000)));
        assertThat(server.next().headers.getFirst(HttpHeaders.ACCEPT_ENCODING)).contains("gzip");

        server.script(exchange -> exchange.answer(200, bomb, "Content-Encoding: gzip"));
        assertThat(catchThrowableOfType(
                        HubDecodingException.class,
                        () -> http.call(GET, 1).toText().block(WAIT)))
                .matches(HubDecodingException::isTooLarge);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void sixteenMebibytesAreReadByDefaultAndOneByteMoreIsNot() {
        TestHub http = client();
        int limit = 16 * 1024 * 1024;
        server.script(exchange -> exchange.answer(200, new byte[limit]));
        assertThat(http.call(GET, 1).toText().block(WAIT)).hasSize(limit);

        server.script(exchange -> exchange.answer(200, new byte[limit + 1]));
        assertThat(catchThrowableOfType(
                        HubDecodingException.class,
                        () -> http.call(GET, 1).toText().block(WAIT)))
                .matches(HubDecodingException::isTooLarge);
    }
}
