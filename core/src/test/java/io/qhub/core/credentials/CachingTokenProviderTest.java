package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubTransportException;
import io.qhub.testing.LogCapture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.scheduler.VirtualTimeScheduler;

class CachingTokenProviderTest {

    private static final int MANY = 1_000;

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final TokenSource source = new TokenSource(clock);
    private final CachingTokenProvider provider = new CachingTokenProvider(source.mono(), clock);

    @BeforeAll
    static void neverHang() {
        StepVerifier.setDefaultTimeout(Duration.ofSeconds(10));
    }

    @AfterAll
    static void resetTimeout() {
        StepVerifier.resetDefaultTimeout();
    }

    @Test
    void asksNothingBeforeTheFirstCaller() {
        Mono<AccessToken> token = provider.token();

        assertThat(source.fetches()).isZero();
        token.subscribe();
        assertThat(source.fetches()).isOne();
    }

    @Test
    void aThousandColdCallersMakeOneFetch() {
        Callers callers = Callers.ask(MANY, provider.token());

        callers.noneHasAnAnswer();
        assertThat(source.fetches()).isOne();
        callers.allGot(source.answer("one", Duration.ofHours(1)));
        assertThat(source.fetches()).isOne();
    }

    @Test
    void callersOfASourceThatAnswersAtOnceMakeOneFetch() {
        // Many rounds, since this is a race: some callers find nothing while another already puts the token there.
        for (int round = 0; round < 100; round++) {
            AtomicInteger fetches = new AtomicInteger();
            CachingTokenProvider quick = new CachingTokenProvider(
                    Mono.fromSupplier(() -> AccessToken.of("token-" + fetches.incrementAndGet())), clock);

            Callers.ask(100, quick.token()).allGot(AccessToken.of("token-1"));

            assertThat(fetches).hasValue(1);
        }
    }

    @Test
    void callersOfASourceThatFailsAtOnceMakeOneFetch() {
        for (int round = 0; round < 100; round++) {
            // A clock that moves with each look, by far less than a second in all: no two callers see the same time.
            AtomicLong looks = new AtomicLong();
            AtomicInteger fetches = new AtomicInteger();
            CredentialUnavailableException failure = new CredentialUnavailableException("no");
            CachingTokenProvider quick = new CachingTokenProvider(
                    Mono.defer(() -> {
                        fetches.incrementAndGet();
                        return Mono.error(failure);
                    }),
                    new ClockOnly(looks::incrementAndGet));

            Callers.ask(100, quick.token()).allFailedWith(failure);

            assertThat(fetches).hasValue(1);
        }
    }

    @Test
    void aThousandCallersAfterTheEndMakeOneFetch() {
        have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1));

        Callers callers = Callers.ask(MANY, provider.token());

        callers.noneHasAnAnswer();
        assertThat(source.fetches()).isEqualTo(2);
        callers.allGot(source.answer("two", Duration.ofHours(1)));
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aThousandCallersShortlyBeforeTheEndMakeOneFetchAndDoNotWaitForIt() {
        AccessToken one = have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(120));

        Callers.ask(MANY, provider.token()).allGot(one);

        assertThat(source.fetches()).isEqualTo(2);
        assertThat(source.cancelled()).isZero();
        AccessToken two = source.answer("two", Duration.ofHours(1));
        Callers.ask(MANY, provider.token()).allGot(two);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aThousandCallersAfterInvalidationMakeOneFetch() {
        provider.invalidate(have("one", Duration.ofHours(1)));

        Callers callers = Callers.ask(MANY, provider.token());

        callers.noneHasAnAnswer();
        callers.allGot(source.answer("two", Duration.ofHours(1)));
        assertThat(source.fetches()).isEqualTo(2);
    }

    @ParameterizedTest(name = "a life of {0} s is refreshed after {1} ms")
    @CsvSource({
        "3600, 3480000",
        "600, 480000",
        "480, 360000",
        "400, 300000",
        "60, 45000",
        "31, 23250",
        "30, 22500",
        "5, 22500",
        "0, 22500",
        "-100, 22500"
    })
    void refreshesEarlyByTheLesserOf120SecondsAndAQuarter(long life, long refreshedAfter) {
        // Some decades after 1970, where the clocks of computers are.
        clock.advanceTimeBy(Duration.ofDays(20_000));
        AccessToken one = have("one", Duration.ofSeconds(life));

        clock.advanceTimeBy(Duration.ofMillis(refreshedAfter - 1));
        assertThat(now()).isEqualTo(one);
        assertThat(source.fetches()).isOne();

        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(now()).isEqualTo(one);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aTokenOfUnknownEndServes30Seconds() {
        AccessToken one = have("one", null);
        for (int second = 0; second < 22; second++) {
            clock.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(now()).isEqualTo(one);
        }
        assertThat(source.fetches()).isOne();

        clock.advanceTimeBy(Duration.ofSeconds(7));
        assertThat(now()).as("29 s old").isEqualTo(one);
        source.answer("two", null);
        assertThat(now()).isEqualTo(AccessToken.of("two"));
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aTokenThatNeverEndsIsFetchedOnce() {
        Mono<AccessToken> first = provider.token();
        AtomicReference<AccessToken> got = new AtomicReference<>();
        first.subscribe(got::set);
        AccessToken forever = new AccessToken("forever", Instant.MAX);
        source.answerWith(forever);

        clock.advanceTimeBy(Duration.ofDays(1000));

        assertThat(got).hasValue(forever);
        assertThat(now()).isEqualTo(forever);
        assertThat(source.fetches()).isOne();
    }

    @Test
    void whoeverWaitsSharesTheFailureAndSoDoesWhoeverAsksWithinASecond() {
        CredentialUnavailableException failure = new CredentialUnavailableException("no");
        Callers callers = Callers.ask(MANY, provider.token());
        source.fail(failure);
        callers.allFailedWith(failure);

        clock.advanceTimeBy(Duration.ofMillis(999));
        Callers.ask(MANY, provider.token()).allFailedWith(failure);
        assertThat(source.fetches()).isOne();
        assertThat(failure.getSuppressed())
                .as("shared, so nothing may be added to it")
                .isEmpty();

        clock.advanceTimeBy(Duration.ofMillis(1));
        Callers second = Callers.ask(MANY, provider.token());
        second.noneHasAnAnswer();
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void recoversAfterTwoFailures() {
        for (int i = 1; i <= 2; i++) {
            Callers callers = Callers.ask(10, provider.token());
            HubTransportException failure = new HubTransportException("down", null, null, false);
            source.fail(failure);
            callers.allFailedWith(failure);
            clock.advanceTimeBy(Duration.ofSeconds(1));
            assertThat(source.fetches()).isEqualTo(i);
        }

        Callers callers = Callers.ask(10, provider.token());
        callers.allGot(source.answer("three", Duration.ofHours(1)));
        assertThat(now()).isEqualTo(AccessToken.of("three"));
        assertThat(source.fetches()).isEqualTo(3);
    }

    @Test
    void aFailedRefreshFailsNobodyAndIsTriedAgainAfter5Seconds() {
        AccessToken one = have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(60));
        assertThat(now()).isEqualTo(one);
        source.fail(new HubTransportException("down", null, null, false));

        clock.advanceTimeBy(Duration.ofMillis(4_999));
        Callers.ask(MANY, provider.token()).allGot(one);
        assertThat(source.fetches()).isEqualTo(2);

        clock.advanceTimeBy(Duration.ofMillis(1));
        Callers.ask(MANY, provider.token()).allGot(one);
        assertThat(source.fetches()).isEqualTo(3);
        AccessToken two = source.answer("two", Duration.ofHours(1));
        assertThat(now()).isEqualTo(two);
    }

    @Test
    void aFailedRefreshIsToldWithoutWhatAForeignMessageMayHold() {
        try (LogCapture log = new LogCapture()) {
            have("one", Duration.ofHours(1));
            clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(60));
            now();
            source.fail(new HubTransportException("the server is down", null, null, false));
            clock.advanceTimeBy(Duration.ofSeconds(5));
            now();
            source.fail(new IllegalStateException("pass-secret"));
            clock.advanceTimeBy(Duration.ofHours(1));
            provider.token().subscribe(token -> {}, failure -> {});
            source.fail(new IllegalStateException("no old token is left"));

            assertThat(log.messages("io.qhub.auth"))
                    .containsExactly(
                            "No new token: the server is down. The old one is used until 1970-01-01T01:00:00Z; next try in"
                                    + " 5 s",
                            "No new token: java.lang.IllegalStateException. The old one is used until"
                                    + " 1970-01-01T01:00:00Z; next try in 5 s");
        }
    }

    @Test
    void aRefreshThatFailsAtOnceFailsNobody() {
        AtomicInteger fetches = new AtomicInteger();
        CachingTokenProvider quick = new CachingTokenProvider(
                Mono.defer(() -> fetches.incrementAndGet() == 1
                        ? Mono.just(new AccessToken("one", source.now().plusSeconds(3600)))
                        : Mono.error(new CredentialUnavailableException("revoked"))),
                clock);
        StepVerifier.create(quick.token()).expectNextCount(1).verifyComplete();
        clock.advanceTimeBy(Duration.ofSeconds(3590));

        StepVerifier.create(quick.token()).expectNext(AccessToken.of("one")).verifyComplete();
        assertThat(fetches).hasValue(2);

        clock.advanceTimeBy(Duration.ofSeconds(10));
        StepVerifier.create(quick.token()).verifyErrorMessage("revoked");
        assertThat(fetches).hasValue(3);
    }

    @Test
    void aFailureBeforeTheEndDoesNotDelayTheFetchAfterIt() {
        have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(2));
        now();
        source.fail(new HubTransportException("down", null, null, false));
        assertThat(source.fetches()).isEqualTo(2);

        clock.advanceTimeBy(Duration.ofSeconds(2));
        Callers callers = Callers.ask(10, provider.token());

        assertThat(source.fetches()).isEqualTo(3);
        callers.allGot(source.answer("two", Duration.ofHours(1)));
    }

    @Test
    void theFirstCallerCancels() {
        Disposable first = provider.token().subscribe();
        Callers others = Callers.ask(MANY - 1, provider.token());

        first.dispose();

        assertThat(source.cancelled()).isZero();
        others.allGot(source.answer("one", Duration.ofHours(1)));
        assertThat(source.fetches()).isOne();
    }

    @Test
    void theOnlyCallerCancels() {
        provider.token().subscribe().dispose();

        assertThat(source.cancelled()).isZero();
        AccessToken one = source.answer("one", Duration.ofHours(1));
        assertThat(now()).isEqualTo(one);
        assertThat(source.fetches()).isOne();
    }

    @Test
    void theOnlyCallerCancelsWhileItSubscribes() {
        have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(10));
        provider.token().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                cancel();
            }
        });

        assertThat(now()).isEqualTo(AccessToken.of("one"));
        AccessToken two = source.answer("two", Duration.ofHours(1));

        assertThat(now()).isEqualTo(two);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void oneOfManyCancels() {
        Callers some = Callers.ask(10, provider.token());
        Disposable one = provider.token().subscribe();
        Callers others = Callers.ask(10, provider.token());

        one.dispose();

        AccessToken token = source.answer("one", Duration.ofHours(1));
        some.allGot(token);
        others.allGot(token);
        assertThat(source.fetches()).isOne();
    }

    @Test
    void allCancelAndTheNextJoinsTheFetchInFlight() {
        List<Disposable> callers =
                List.of(provider.token().subscribe(), provider.token().subscribe());
        callers.forEach(Disposable::dispose);

        Callers next = Callers.ask(1, provider.token());

        assertThat(source.fetches()).isOne();
        next.allGot(source.answer("one", Duration.ofHours(1)));
    }

    @Test
    void aLateRefusalOfAnOldTokenKeepsTheNewOne() {
        AccessToken one = have("one", Duration.ofHours(1));
        provider.invalidate(one);
        AccessToken two = have("two", Duration.ofHours(1));

        provider.invalidate(one);

        assertThat(now()).isEqualTo(two);
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aRefusalDuringARefreshJoinsTheRefresh() {
        AccessToken one = have("one", Duration.ofHours(1));
        clock.advanceTimeBy(Duration.ofHours(1).minusSeconds(10));
        assertThat(now()).isEqualTo(one);

        provider.invalidate(one);
        Callers callers = Callers.ask(10, provider.token());

        callers.noneHasAnAnswer();
        assertThat(source.fetches()).isEqualTo(2);
        callers.allGot(source.answer("two", Duration.ofHours(1)));
    }

    @Test
    void aSourceThatNeverAnswersFailsItsCallersAfter2MinutesAndIsAskedAgain() {
        Callers callers = Callers.ask(10, provider.token());
        clock.advanceTimeBy(Duration.ofMillis(119_999));
        callers.noneHasAnAnswer();

        clock.advanceTimeBy(Duration.ofMillis(1));

        StepVerifier.create(provider.token()).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(HubTransportException.class)
                .hasMessage("The source of tokens did not answer within 120 s"));
        assertThat(source.cancelled()).isOne();
        clock.advanceTimeBy(Duration.ofSeconds(1));
        provider.token().subscribe();
        assertThat(source.fetches()).isEqualTo(2);
    }

    @Test
    void aSourceWithoutATokenIsUnavailable() {
        CachingTokenProvider empty = new CachingTokenProvider(Mono.empty(), clock);

        StepVerifier.create(empty.token()).verifyError(CredentialUnavailableException.class);
    }

    @Test
    void aClockThatIsSetBackDoesNotProlongAFailure() {
        AtomicLong time = new AtomicLong(3_600_000);
        Scheduler moved = new ClockOnly(time::get);
        AtomicInteger fetches = new AtomicInteger();
        CachingTokenProvider failing = new CachingTokenProvider(
                Mono.error(() -> new IllegalStateException("try " + fetches.incrementAndGet())), moved);
        StepVerifier.create(failing.token()).verifyErrorMessage("try 1");

        time.set(0);

        StepVerifier.create(failing.token()).verifyErrorMessage("try 2");
    }

    @Test
    void theFetchKeepsTheContextOfTheCallerThatStartedItEvenWhenThatCallerIsGone() {
        CachingTokenProvider reading = new CachingTokenProvider(
                source.mono()
                        .flatMap(token -> Mono.deferContextual(context -> Mono.just(
                                new AccessToken(context.getOrDefault("tenant", "nobody"), token.expiresAt())))),
                clock);
        reading.token()
                .contextWrite(context -> context.put("tenant", "acme"))
                .subscribe()
                .dispose();
        Mono<AccessToken> other = reading.token().contextWrite(context -> context.put("tenant", "other"));
        Callers callers = Callers.ask(10, other);

        source.answer("any", Duration.ofHours(1));

        callers.allGot(AccessToken.of("acme"));
    }

    @Test
    void aCallerThatAsksForNothingStillStartsTheFetchForOthers() {
        PublisherProbe<AccessToken> probe = PublisherProbe.of(Mono.just(AccessToken.of("one")));
        CachingTokenProvider probed = new CachingTokenProvider(probe.mono(), clock);
        AtomicReference<SignalType> end = new AtomicReference<>();

        StepVerifier.create(probed.token().doFinally(end::set), 0).thenCancel().verify();

        probe.assertWasSubscribed();
        probe.assertWasNotCancelled();
        assertThat(end).hasValue(SignalType.CANCEL);
    }

    @Test
    void refusesNulls() {
        assertThatThrownBy(() -> new CachingTokenProvider(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("source");
        assertThatThrownBy(() -> provider.invalidate(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("seen");
    }

    @Test
    void showsNoToken() {
        have("secret-value", Duration.ofHours(1));

        assertThat(provider).hasToString("CachingTokenProvider");
    }

    private AccessToken have(String value, Duration life) {
        Callers caller = Callers.ask(1, provider.token());
        AccessToken token = source.answer(value, life);
        caller.allGot(token);
        return token;
    }

    /** The token that a caller has without waiting. */
    private AccessToken now() {
        AtomicReference<AccessToken> got = new AtomicReference<>();
        provider.token().subscribe(got::set);
        return got.get();
    }

    private record ClockOnly(LongSupplier time) implements Scheduler {

        @Override
        public long now(java.util.concurrent.TimeUnit unit) {
            return unit.convert(time.getAsLong(), java.util.concurrent.TimeUnit.MILLISECONDS);
        }

        @Override
        public Disposable schedule(Runnable task) {
            return () -> {};
        }

        @Override
        public Disposable schedule(Runnable task, long delay, java.util.concurrent.TimeUnit unit) {
            return () -> {};
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }
}
