package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.testing.LeakHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Streamed bodies over real sockets: at the consumer's pace, never silently short, and nothing left behind. */
class StreamTest extends OnTheWire {

    private static final int LARGE = 64 * 1024 * 1024;

    @TempDir
    private Path directory;

    private final JumpScheduler jumping = new JumpScheduler();

    private TestHub http() {
        return client(builder -> builder.jumping(jumping));
    }

    @Test
    void aConsumerThatAsksForNothingStopsTheServer() {
        server.script(exchange -> exchange.answer(200, new byte[LARGE]));

        StepVerifier.create(client().call(DOWNLOAD, 1).toStream().map(OnTheWire::take), 1)
                .expectNextCount(1)
                .then(() -> {
                    Exchange exchange = server.next();
                    long[] before = {-1};
                    // The sockets' own buffers are all that fills.
                    await().during(Duration.ofMillis(300)).atMost(WAIT).until(() -> {
                        boolean still = exchange.written == before[0];
                        before[0] = exchange.written;
                        return still;
                    });
                    assertThat(exchange.written).isLessThan(LARGE / 4);
                })
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(all -> true)
                .expectComplete()
                .verify(WAIT);
    }

    @Test
    void buffersAreLargerThanUsualAndLimited() {
        server.script(exchange -> exchange.answer(200, new byte[LARGE / 8]));

        Integer largest = client().call(DOWNLOAD, 1)
                .toStream()
                .map(buffer -> Math.toIntExact(take(buffer)))
                .reduce(Math::max)
                .block(WAIT);

        assertThat(largest).isBetween(8 * 1024 + 1, 32 * 1024);
    }

    @Test
    void aBodyThatIsCutFailsAndIsNotAskedForAgain() {
        server.script(exchange -> {
            exchange.head(200, 100_000);
            exchange.write(new byte[50_000]);
            exchange.reset();
        });

        Throwable failure =
                catchThrowable(() -> bytes(http().call(DOWNLOAD, 1).toStream()).block(WAIT));

        assertThat(failure).isInstanceOfSatisfying(HubTransportException.class, cut -> {
            assertThat(cut.mayHaveReachedServer()).isTrue();
            assertThat(cut).hasMessageContaining("test.things.download").hasMessageContaining("cut");
            assertThat(cut.attempts()).hasSize(1);
        });
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void chunksWithoutAnEndAreACutBody() {
        server.script(exchange -> {
            exchange.head(200, -1);
            exchange.write("5\r\nhello\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        });

        assertThat(catchThrowable(
                        () -> bytes(http().call(DOWNLOAD, 1).toStream()).block(WAIT)))
                .isInstanceOf(HubTransportException.class);
    }

    @Test
    void failuresBeforeTheHeadAreTriedAgainAndTheBodyIsAskedForAsItIs() {
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            switch (requests.incrementAndGet()) {
                case 1 -> exchange.reset();
                case 2 -> exchange.answer(503, "later");
                default -> exchange.answer(200, "content");
            }
        });

        assertThat(bytes(http().call(DOWNLOAD, 1).toStream()).block(WAIT)).isEqualTo(7);

        assertThat(server.exchanges()).hasSize(3).allSatisfy(exchange -> assertThat(
                        exchange.headers.get("Accept-Encoding"))
                .containsExactly("identity"));
    }

    @Test
    void errorsAreTyped() {
        server.script(exchange -> exchange.answer(404, "{\"message\":\"no such thing\"}"));

        assertThat(catchThrowable(
                        () -> bytes(http().call(DOWNLOAD, 1).toStream()).block(WAIT)))
                .isInstanceOfSatisfying(NotFoundException.class, failure -> {
                    assertThat(failure).hasMessageContaining("no such thing");
                    assertThat(failure.attempts()).hasSize(1);
                });
    }

    @Test
    void aFileResumesOverACutAndA416StartsOver() {
        byte[] content = new byte[300_000];
        new Random(9).nextBytes(content);
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            String range = exchange.headers.getFirst("Range");
            switch (requests.incrementAndGet()) {
                case 1 -> {
                    assertThat(range).isNull();
                    exchange.head(200, content.length, "ETag: \"v1\"");
                    exchange.write(Arrays.copyOf(content, 200_000));
                }
                case 2 -> {
                    int from = Integer.parseInt(range.substring(6, range.length() - 1));
                    exchange.head(
                            206,
                            content.length - from,
                            "ETag: \"v1\"",
                            "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                    exchange.write(Arrays.copyOfRange(content, from, 250_000));
                }
                case 3 -> exchange.answer(416, "", "Content-Range: bytes */" + (content.length + 1));
                default -> exchange.answer(200, content, "ETag: \"v2\"");
            }
        });
        Path target = directory.resolve("file");

        http().call(DOWNLOAD, 1).toFile(target, DownloadOptions.defaults()).block(WAIT);

        assertThat(target).hasBinaryContent(content);
        assertThat(server.exchanges()).hasSize(4);
        assertThat(server.exchanges().get(1).headers.getFirst("If-Range")).isEqualTo("\"v1\"");
        assertThat(server.exchanges().get(3).headers.getFirst("Range")).isNull();
        assertThat(server.exchanges()).allSatisfy(exchange -> assertThat(exchange.headers.get("Accept-Encoding"))
                .containsExactly("identity"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(target);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** What the consumer's own operators drop is the consumer's to release. */
    static Stream<Arguments> consumers() {
        return Stream.of(
                consumer("all", body -> body),
                consumer("the first", body -> body.take(1)),
                consumer("three", body -> body.take(3)),
                consumer("none of them", body -> body.filter(buffer -> false)),
                consumer("every second", body -> {
                    AtomicInteger count = new AtomicInteger();
                    return body.filter(buffer -> count.incrementAndGet() % 2 == 0);
                }),
                consumer("until it fails", body -> {
                    AtomicInteger count = new AtomicInteger();
                    return body.handle((buffer, sink) -> {
                        if (count.incrementAndGet() == 3) {
                            DataBufferUtils.release(buffer);
                            sink.error(new IllegalStateException("enough"));
                        } else {
                            sink.next(buffer);
                        }
                    });
                }),
                consumer(
                        "with an operator that throws",
                        body -> body.<DataBuffer>map(buffer -> {
                            DataBufferUtils.release(buffer);
                            throw new IllegalStateException("no");
                        })));
    }

    private static Arguments consumer(String name, UnaryOperator<Flux<DataBuffer>> use) {
        return Arguments.of(org.junit.jupiter.api.Named.of(name, use));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void nothingIsLeftBehind(UnaryOperator<Flux<DataBuffer>> use) throws Throwable {
        TestHub http = http();

        LeakHarness.assertNoLeaks(() -> {
            for (WireServer.Script script : new WireServer.Script[] {
                exchange -> exchange.answer(200, new byte[200_000]),
                exchange -> {
                    exchange.head(200, 200_000);
                    exchange.write(new byte[150_000]);
                    exchange.reset();
                },
                exchange -> exchange.answer(404, new byte[100_000])
            }) {
                server.script(script);
                catchThrowable(() -> use.apply(http.call(DOWNLOAD, 1).toStream())
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                        .doOnNext(OnTheWire::take)
                        .blockLast(WAIT));
            }
        });
        server.script(exchange -> exchange.answer(200, "content"));
        assertThat(bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT)).isEqualTo(7);
    }
}
