package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Uploads;
import io.qhub.testing.LeakHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Whoever loses interest ends the exchange, at whatever point, and takes nothing from those who come after. */
class CancellationTest extends OnTheWire {

    private static final Duration BACKOFF = Duration.ofMillis(500);
    private static final NettyDataBufferFactory POOLED =
            new NettyDataBufferFactory(io.netty.buffer.PooledByteBufAllocator.DEFAULT);

    @TempDir
    Path directory;

    /** All that a call can be made of. */
    enum Result {
        TO((test, http) -> http.call(GET, 1).to(Thing.class)),
        TO_MAYBE((test, http) -> http.call(GET, 1).toMaybe(Thing.class)),
        TO_ANSWER((test, http) -> http.call(GET, 1).toAnswer(Thing.class)),
        TO_FLUX((test, http) -> http.call(GET, 1).toFlux(Thing.class)),
        TO_PAGE((test, http) -> http.call(GET, 1).toPage(Thing.class)),
        TO_PAGE_ANSWER((test, http) -> http.call(GET, 1).toPageAnswer(Thing.class)),
        TO_JSON((test, http) -> http.call(GET, 1).toJson()),
        TO_TEXT((test, http) -> http.call(GET, 1).toText()),
        TO_NOTHING((test, http) -> http.call(GET, 1).toNothing()),
        TO_STREAM((test, http) -> http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take)),
        TO_FILE((test, http) ->
                http.call(DOWNLOAD, 1).toFile(test.directory.resolve("target"), DownloadOptions.defaults())),
        UPLOAD((test, http) ->
                http.call(PUT, 1).body(Uploads.fromSupplier(() -> pooled(20))).to(Thing.class));

        private final BiFunction<CancellationTest, TestHub, Publisher<?>> make;

        Result(BiFunction<CancellationTest, TestHub, Publisher<?>> make) {
            this.make = make;
        }
    }

    enum Stage {
        BEFORE_THE_HEAD {
            @Override
            void script(WireServer server) {
                server.script(exchange -> {
                    exchange.readBody();
                    exchange.hold();
                });
            }

            @Override
            void reached(CancellationTest test, Exchange exchange) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> exchange.complete);
            }
        },
        IN_THE_BODY {
            @Override
            void script(WireServer server) {
                server.script(exchange -> {
                    exchange.readBody();
                    exchange.head(200, 100_000);
                    exchange.write(new byte[50_000]);
                    exchange.hold();
                });
            }

            @Override
            void reached(CancellationTest test, Exchange exchange) {
                test.awaitHead();
            }
        },
        IN_AN_ERROR_BODY {
            @Override
            void script(WireServer server) {
                server.script(exchange -> {
                    exchange.readBody();
                    exchange.head(400, 1_000);
                    exchange.write(new byte[500]);
                    exchange.hold();
                });
            }

            @Override
            void reached(CancellationTest test, Exchange exchange) {
                test.awaitHead();
            }
        },
        IN_THE_BACKOFF {
            @Override
            void script(WireServer server) {
                server.script(exchange -> exchange.answer(502, "try again"));
            }

            @Override
            void reached(CancellationTest test, Exchange exchange) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> test.timer.waiting(BACKOFF) == 1);
            }

            @Override
            void ended(CancellationTest test, Exchange exchange) {
                // A cancel that comes while the wait is being scheduled ends it right after.
                await().until(() -> test.timer.waiting(BACKOFF) == 0);
            }
        },
        WAITING_FOR_THE_RATE_LIMIT {
            @Override
            void script(WireServer server) {
                server.script(exchange -> exchange.answer(429, "too many", "Retry-After: 17"));
            }

            @Override
            void reached(CancellationTest test, Exchange exchange) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> test.timer.waiting(Duration.ofSeconds(17)) == 1);
            }

            @Override
            void ended(CancellationTest test, Exchange exchange) {
                await().until(() -> test.timer.waiting(Duration.ofSeconds(17)) == 0);
                test.timer.advance(Duration.ofMinutes(1));
            }
        };

        abstract void script(WireServer server);

        abstract void reached(CancellationTest test, Exchange exchange);

        void ended(CancellationTest test, Exchange exchange) {
            exchange.awaitGone();
        }
    }

    static Stream<Arguments> everyResultAtEveryStage() {
        return Arrays.stream(Result.values())
                .flatMap(result -> Arrays.stream(Stage.values()).map(stage -> Arguments.of(result, stage)));
    }

    /** Fifty times and more, and yet two connections are enough. */
    @ParameterizedTest
    @MethodSource("everyResultAtEveryStage")
    void endsTheExchangeAndLeavesNothing(Result result, Stage stage) throws Throwable {
        TestHub http = client();
        Publisher<?> call = result.make.apply(this, http);
        stage.script(server);
        int before = server.exchanges().size();

        LeakHarness.assertNoLeaks(() -> {
            for (int i = 0; i < 3; i++) {
                Disposable subscription = Flux.from(call).subscribe(all -> {}, failure -> {});
                Exchange exchange = server.next();
                stage.reached(this, exchange);
                subscription.dispose();
                stage.ended(this, exchange);
            }
        });

        assertThat(server.exchanges()).hasSize(before + 3 * LeakHarness.iterations());
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT)).isEqualTo(JSON.length());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).as("files that a cancelled download left").isEmpty();
        }
    }

    @Test
    void beforeAConnectionIsFree() {
        resources(builder -> builder.maxConnections(1));
        TestHub http = client();
        server.script(exchange -> {
            exchange.pause();
            exchange.answer(200, JSON);
        });
        Mono<Thing> first = http.call(GET, "first").to(Thing.class).cache();
        Disposable started = first.subscribe();
        Exchange held = server.next();

        for (int i = 0; i < 50; i++) {
            http.call(GET, "queued").to(Thing.class).subscribe().dispose();
        }
        server.script(exchange -> exchange.answer(200, JSON));
        held.go();

        assertThat(first.block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(http.call(GET, "after").to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.exchanges())
                .extracting(exchange -> exchange.target)
                .as("cancelled calls are never sent")
                .containsExactly("/things/first", "/things/after");
        assertThat(started.isDisposed()).isTrue();
    }

    @Test
    void whileTheTokenIsFetched() {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean available = new AtomicBoolean();
        Mono<AccessToken> token = Mono.defer(() -> available.get()
                ? Mono.just(AccessToken.of("late"))
                : Mono.<AccessToken>never().doOnCancel(() -> cancelled.set(true)));
        TestHub http = client(builder -> builder.credential(new AccessTokenProvider() {
            @Override
            public Mono<AccessToken> token() {
                return token;
            }

            @Override
            public void invalidate(AccessToken seen) {
                // Nothing is cached.
            }
        }));

        http.call(GET, 1).to(Thing.class).subscribe().dispose();

        assertThat(cancelled).isTrue();
        available.set(true);
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void betweenTwoPollsAndInAPoll() throws Throwable {
        TestHub http = client();
        Duration pause = Duration.ofSeconds(7);
        PollingPolicy policy = PollingPolicy.defaults().withDelays(pause, 1, pause);
        Flux<Thing> states = Polling.until(
                "test", http.call(GET, 1).toAnswer(Thing.class), thing -> false, policy, timer, () -> 0.5);

        LeakHarness.assertNoLeaks(() -> {
            server.script(exchange -> exchange.answer(200, JSON));
            Disposable sleeping = states.subscribe();
            server.next();
            await().pollInterval(Duration.ofMillis(1)).until(() -> timer.waiting(pause) == 1);
            sleeping.dispose();
            await().until(() -> timer.waiting(pause) == 0);

            server.script(Exchange::hold);
            Disposable asking = states.subscribe();
            Exchange poll = server.next();
            asking.dispose();
            poll.awaitGone();
        });
    }

    static Flux<DataBuffer> pooled(int buffers) {
        return Flux.range(0, buffers).map(i -> POOLED.allocateBuffer(1_000).write(new byte[1_000]));
    }

    @Test
    void aCancelledConnectionIsNotUsedAgain() throws IOException {
        resources(builder -> builder.maxConnections(1));
        TestHub http = client();
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            if (requests.getAndIncrement() == 0) {
                exchange.hold();
            } else {
                exchange.answer(200, JSON);
            }
        });
        Disposable subscription = http.call(GET, 1).to(Thing.class).subscribe();
        Exchange abandoned = server.next();

        subscription.dispose();

        assertThat(http.call(GET, 2).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.next().connection).isNotEqualTo(abandoned.connection);
    }
}
