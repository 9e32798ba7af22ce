package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ConnectTimeoutException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.WireServer.Exchange;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.step.Failures;
import io.qhub.core.transfer.Uploads;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Which limit ends what, and that it ends nothing else. Limits that are meant to pass are short, the others very long. */
class TimeoutsTest extends OnTheWire {

    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration LONG = Duration.ofHours(1);

    private static HubTimeoutException timeout(Mono<?> call) {
        HubTimeoutException failure = catchThrowableOfType(HubTimeoutException.class, () -> call.block(WAIT));
        assertThat(failure).as("a timeout").isNotNull();
        return failure;
    }

    private TestHub limited(Duration response, Duration stall) {
        return client(builder -> builder.scheduler(Schedulers.parallel())
                .maxRetries(0)
                .responseTimeout(response)
                .stallTimeout(stall));
    }

    @Test
    void connectIsToldByWhatNettySays() {
        // An address that does not answer cannot be relied on to exist, so the failure is put in by hand.
        Call call = TestHttp.call(GET, null);
        Throwable failure = Failures.of(
                new WebClientRequestException(
                        new ConnectTimeoutException("no answer"),
                        HttpMethod.GET,
                        URI.create(server.url()),
                        new org.springframework.http.HttpHeaders()),
                call);

        assertThat(failure).isInstanceOfSatisfying(HubTimeoutException.class, late -> {
            assertThat(late.phase()).isEqualTo(Phase.CONNECT);
            assertThat(late.mayHaveReachedServer()).isFalse();
            assertThat(late.isRetryable()).isTrue();
            assertThat(late).hasMessageContaining("test.things.get");
        });
    }

    @Test
    void poolEndsACallThatNeverGetsAConnection() {
        resources(builder -> builder.maxConnections(1).poolTimeout(SHORT));
        TestHub http = limited(LONG, LONG);
        server.script(exchange -> {
            exchange.pause();
            exchange.answer(200, JSON);
        });
        Mono<Thing> first = http.call(GET, 1).to(Thing.class).cache();
        first.subscribe();
        Exchange held = server.next();

        HubTimeoutException failure = timeout(http.call(POST).body("{}").to(Thing.class));

        assertThat(failure.phase()).isEqualTo(Phase.POOL);
        assertThat(failure.mayHaveReachedServer()).isFalse();
        assertThat(failure.isRetryable()).isTrue();
        held.go();
        assertThat(first.block(WAIT)).isNotNull();
        assertThat(server.exchanges()).hasSize(1);
    }

    @Test
    void theTimeInThePoolCountsForNoOtherLimit() {
        resources(builder -> builder.maxConnections(1));
        TestHub http = limited(SHORT, SHORT);
        AtomicInteger requests = new AtomicInteger();
        server.script(exchange -> {
            if (requests.incrementAndGet() == 1) {
                exchange.readBody();
                exchange.head(200, 16);
                for (int i = 0; i < 16; i++) {
                    drip();
                    exchange.write(" ".getBytes(StandardCharsets.UTF_8));
                }
                exchange.keep();
            } else {
                exchange.answer(200, JSON);
            }
        });
        Mono<String> slow = http.call(GET, 1).toText().cache();
        slow.subscribe();
        server.next();

        assertThat(http.call(GET, 2).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(slow.block(WAIT)).hasSize(16);
    }

    // A part of the limit, as long as the body lasts: each byte comes in time, all of them do not.
    private static void drip() {
        try {
            new java.util.concurrent.CountDownLatch(1)
                    .await(SHORT.toMillis() / 10, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aSilentServerIsLeftAndItsConnectionNotUsedAgain() {
        resources(builder -> builder.maxConnections(1));
        TestHub http = limited(SHORT, LONG);
        server.script(Exchange::hold);

        HubTimeoutException failure = timeout(http.call(GET, 1).to(Thing.class));

        assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
        assertThat(failure.mayHaveReachedServer()).isTrue();
        Exchange silent = server.next();
        silent.awaitGone();
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(GET, 2).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.next().connection).isNotEqualTo(silent.connection);
    }

    @Test
    void aSilentServerLeavesTheOutcomeOfAPostOpen() {
        TestHub http =
                client(builder -> builder.scheduler(Schedulers.parallel()).responseTimeout(SHORT));
        server.script(exchange -> {
            exchange.readBody();
            exchange.hold();
        });

        SubmissionOutcomeUnknownException failure = catchThrowableOfType(
                SubmissionOutcomeUnknownException.class,
                () -> http.call(POST).body("{}").to(Thing.class).block(WAIT));

        assertThat(failure).hasCauseInstanceOf(HubTimeoutException.class);
        assertThat(server.exchanges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void aBodyThatStandsStillIsLeft(int status) {
        resources(builder -> builder.maxConnections(1));
        TestHub http = limited(LONG, SHORT);
        server.script(exchange -> {
            exchange.head(status, 1_000);
            exchange.write(new byte[500]);
            exchange.hold();
        });

        if (status == 200) {
            HubTimeoutException failure = timeout(http.call(GET, 1).to(Thing.class));
            assertThat(failure.phase()).isEqualTo(Phase.READ_STALL);
            assertThat(failure.mayHaveReachedServer()).isTrue();
        } else {
            // The status says enough; its body only stood still.
            assertThat(catchThrowableOfType(
                            io.qhub.core.error.BadRequestException.class,
                            () -> http.call(GET, 1).to(Thing.class).block(WAIT)))
                    .isNotNull();
        }
        Exchange stalled = server.next();
        stalled.awaitGone();
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(GET, 2).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(server.next().connection).isNotEqualTo(stalled.connection);
    }

    @Test
    void aStreamThatStandsStillIsLeft() {
        resources(builder -> builder.maxStreamConnections(1));
        TestHub http = client(builder -> builder.responseTimeout(LONG).stallTimeout(LIMIT));
        server.script(exchange -> {
            exchange.head(200, 1_000);
            exchange.write(new byte[500]);
            exchange.hold();
        });

        StepVerifier.create(http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take))
                .expectNext(500L)
                .then(() -> timer.advance(LIMIT.plusMillis(1)))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(HubTimeoutException.class, late -> assertThat(late.phase())
                                .isEqualTo(Phase.READ_STALL)))
                .verify(WAIT);

        Exchange stalled = server.next();
        stalled.awaitGone();
        assertThat(server.exchanges()).as("not tried again").hasSize(1);
        server.script(exchange -> exchange.answer(200, "whole"));
        assertThat(bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT)).isEqualTo(5);
        assertThat(server.next().connection).isNotEqualTo(stalled.connection);
    }

    @Test
    void aConsumerMayPauseForLong() {
        TestHub http = client(builder -> builder.responseTimeout(LIMIT).stallTimeout(LIMIT));
        server.script(exchange -> exchange.answer(200, new byte[100_000]));

        StepVerifier.create(http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take), 1)
                .expectNextCount(1)
                .then(() -> timer.advance(LIMIT.multipliedBy(5)))
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> timer.advance(LIMIT.multipliedBy(5)))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(all -> true)
                .expectComplete()
                .verify(WAIT);
    }

    @Test
    void aSlowDripPassesEachWithinTheLimit() {
        TestHub http = client(builder -> builder.responseTimeout(LONG).stallTimeout(LIMIT));
        server.script(exchange -> {
            exchange.head(200, 3);
            exchange.write(new byte[1]);
            exchange.pause();
            exchange.write(new byte[2]);
        });
        Exchange[] dripping = new Exchange[1];

        StepVerifier.create(http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take))
                .expectNext(1L)
                .then(() -> {
                    timer.advance(LIMIT.minusMillis(1));
                    dripping[0] = server.next();
                    dripping[0].go();
                })
                .expectNext(2L)
                .then(() -> timer.advance(LIMIT.minusMillis(1)))
                .expectComplete()
                .verify(WAIT);
    }

    @Test
    void aServerThatTakesNothingOfAnUploadIsLeft() {
        resources(builder -> builder.maxStreamConnections(1));
        TestHub http = limited(LONG, SHORT);
        server.script(Exchange::pause);
        AtomicInteger stopped = new AtomicInteger();

        HubTimeoutException failure = timeout(http.call(PUT, 1)
                .body(Uploads.fromSupplier(
                        () -> CancellationTest.pooled(Integer.MAX_VALUE).doOnCancel(stopped::incrementAndGet)))
                .to(Thing.class));

        assertThat(failure.phase()).isEqualTo(Phase.WRITE_STALL);
        assertThat(failure.mayHaveReachedServer()).isTrue();
        await().untilAsserted(() -> assertThat(stopped).hasValue(1));
        server.exchanges().get(0).go();
        server.next().awaitGone();
        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(PUT, 1)
                        .body(Uploads.fromBytes(new byte[10]))
                        .to(Thing.class)
                        .block(WAIT))
                .isEqualTo(new Thing("t-1"));
    }

    /** The server is not to blame for a source that has nothing to send, and is not waited for before it has all. */
    @Test
    void aSlowSourceOfAnUploadTripsNothing() {
        TestHub http = limited(SHORT, SHORT);
        server.script(exchange -> exchange.answer(200, JSON));
        Flux<DataBuffer> slow = Flux.interval(SHORT.dividedBy(2))
                .take(6)
                .map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[10]));

        assertThat(http.call(PUT, 1)
                        .body(Uploads.fromPublisher(
                                slow.concatWith(Mono.<DataBuffer>empty().delaySubscription(SHORT.multipliedBy(3)))))
                        .to(Thing.class)
                        .block(WAIT))
                .isEqualTo(new Thing("t-1"));
        assertThat(server.next().body).hasSize(60);
    }

    @Test
    void theAnswerToAnUploadIsWaitedForFromItsEnd() {
        TestHub http = limited(SHORT, LONG);
        server.script(exchange -> {
            exchange.readBody();
            exchange.hold();
        });

        HubTimeoutException failure = timeout(
                http.call(PUT, 1).body(Uploads.fromBytes(new byte[100_000])).to(Thing.class));

        assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
        assertThat(server.next().complete).isTrue();
    }

    @Test
    void theCallAsAWholeEndsBetweenItsTries() {
        TestHub http =
                client(builder -> builder.callTimeout(Duration.ofMillis(700)).maxRetries(10));
        server.script(exchange -> exchange.answer(503, "later"));

        Duration first = Duration.ofMillis(500);
        Duration second = Duration.ofSeconds(1);
        StepVerifier.create(http.call(GET, 1).to(Thing.class))
                .then(() -> {
                    await().until(() -> timer.waiting(first) == 1);
                    timer.advance(first);
                    await().until(() -> timer.waiting(second) == 1);
                    timer.advance(Duration.ofMillis(200));
                })
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOfSatisfying(HubTimeoutException.class, late -> {
                        assertThat(late.phase()).isEqualTo(Phase.CALL);
                        assertThat(late.attempts()).hasSizeGreaterThanOrEqualTo(2);
                    });
                })
                .verify(WAIT);
        assertThat(timer.waiting(second)).as("no try is left waiting").isZero();
        assertThat(server.exchanges()).hasSize(2);
    }

    @Test
    void theCallAsAWholeEndsAnExchange() {
        resources(builder -> builder.maxConnections(1).maxStreamConnections(1));
        TestHub http = client(builder -> builder.callTimeout(LIMIT).stallTimeout(LONG));
        server.script(exchange -> {
            exchange.head(200, 1_000);
            exchange.write(new byte[500]);
            exchange.hold();
        });

        StepVerifier.create(http.call(GET, 1).to(Thing.class))
                .then(() -> {
                    awaitHead();
                    timer.advance(LIMIT);
                })
                .expectErrorSatisfies(TimeoutsTest::isCall)
                .verify(WAIT);
        server.next().awaitGone();
        StepVerifier.create(http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take))
                .expectNextCount(1)
                .then(() -> timer.advance(LIMIT))
                .expectErrorSatisfies(TimeoutsTest::isCall)
                .verify(WAIT);
        server.next().awaitGone();

        server.script(exchange -> exchange.answer(200, JSON));
        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
        assertThat(bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT)).isEqualTo(JSON.length());
        assertThat(timer.waiting(LIMIT)).as("limits of calls that are over").isZero();
    }

    private static void isCall(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(HubTimeoutException.class, late -> assertThat(late.phase())
                .isEqualTo(Phase.CALL));
    }

    /** A consumer that asks for nothing is no reason to leave the server, however long it takes. */
    @Test
    void aConsumerThatAsksForNothingYetTripsNothing() {
        TestHub http = limited(LONG, SHORT);
        server.script(exchange -> exchange.answer(200, new byte[10]));
        AtomicInteger taken = new AtomicInteger();
        BaseSubscriber<DataBuffer> idle = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Asks later.
            }

            @Override
            protected void hookOnNext(DataBuffer buffer) {
                taken.addAndGet((int) take(buffer));
            }
        };

        http.call(DOWNLOAD, 1).toStream().subscribe(idle);
        awaitHead();
        Mono.delay(SHORT.multipliedBy(5)).block();
        idle.requestUnbounded();

        await().untilAsserted(() -> assertThat(taken).hasValue(10));
    }
}
