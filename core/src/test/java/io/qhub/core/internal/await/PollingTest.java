package io.qhub.core.internal.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpHeaders;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.scheduler.VirtualTimeScheduler;

class PollingTest {

    /** Makes the random factor exactly 1. */
    private static final DoubleSupplier EVEN = () -> 0.5;

    // A verification shuts its scheduler down, so a test with several takes a new one for each.
    private VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Long> askedAt = new ArrayList<>();
    private final Queue<Supplier<Mono<Answer<String>>>> answers = new ArrayDeque<>();

    private Mono<Answer<String>> probe() {
        return Mono.defer(() -> {
            askedAt.add(time.now(TimeUnit.MILLISECONDS));
            Supplier<Mono<Answer<String>>> next = answers.poll();
            return next == null ? Mono.just(Answer.of("RUNNING")) : next.get();
        });
    }

    private PollingTest answer(String... states) {
        for (String state : states) {
            answers.add(() -> Mono.just(Answer.of(state)));
        }
        return this;
    }

    private PollingTest fail(Throwable failure, int times) {
        for (int i = 0; i < times; i++) {
            answers.add(() -> Mono.error(failure));
        }
        return this;
    }

    private Flux<String> poll(PollingPolicy policy) {
        return Polling.until("job 1", probe(), "DONE"::equals, policy, time, EVEN);
    }

    private static HubApiException status(int status, String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return io.qhub.core.internal.error.ApiErrors.of(
                new CallTrace("test"), Answered.of(status, all, "", Instant.EPOCH), "");
    }

    private static HubTransportException outage() {
        return new HubTransportException("no connection", null, null, false);
    }

    @Test
    void asksAtOnceThenWithDelaysThatDoubleUpToTheLongest() {
        answer("PENDING", "PENDING", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "RUNNING", "DONE");
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("PENDING")
                .thenAwait(Duration.ofSeconds(3))
                .expectNext("RUNNING")
                .thenAwait(Duration.ofMinutes(3))
                .expectNext("DONE")
                .verifyComplete();
        assertThat(askedAt).containsExactly(0L, 1_000L, 3_000L, 7_000L, 15_000L, 31_000L, 61_000L, 91_000L);
    }

    @Test
    void nothingHappensBeforeTheSubscriptionAndEachSubscriptionStartsAnew() {
        Flux<String> states = poll(PollingPolicy.defaults());
        assertThat(askedAt).isEmpty();
        answer("DONE", "DONE");
        StepVerifier.create(states).expectNext("DONE").verifyComplete();
        StepVerifier.create(states).expectNext("DONE").verifyComplete();
        assertThat(askedAt).hasSize(2);
    }

    @Test
    void theTerminalStateCompletesInTheSameInstant() {
        answer("DONE");
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("DONE")
                .verifyComplete();
        assertThat(time.now(TimeUnit.MILLISECONDS)).isZero();
        assertThat(time.getScheduledTaskCount()).isZero();
    }

    @Test
    void noProbeWithoutDemand() {
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, 0)
                .expectSubscription()
                .thenAwait(Duration.ofMinutes(1))
                .then(() -> assertThat(askedAt).isEmpty())
                .thenRequest(1)
                .expectNext("RUNNING")
                .thenAwait(Duration.ofMinutes(5))
                .then(() -> assertThat(askedAt).hasSize(1))
                .thenRequest(1)
                .then(() -> assertThat(askedAt).as("the delay has long passed").hasSize(2))
                .thenCancel()
                .verify();
    }

    @Test
    void noProbeForAConsumerThatTakesLongAndAsksForNothingMore() {
        BaseSubscriber<String> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(String state) {
                time.advanceTimeBy(Duration.ofMinutes(1));
            }
        };
        poll(PollingPolicy.defaults()).subscribe(slow);
        assertThat(askedAt).containsExactly(0L);
        slow.request(1);
        assertThat(askedAt).containsExactly(0L, 60_000L);
        slow.cancel();
    }

    @Test
    void theLastStateIsEmittedEvenWhereItIsTheOneBefore() {
        answer("RUNNING", "RUNNING", "RUNNING", "RUNNING");
        StepVerifier.withVirtualTime(
                        () -> Polling.until(
                                "job 1", probe(), state -> askedAt.size() == 3, PollingPolicy.defaults(), time, EVEN),
                        () -> time,
                        Long.MAX_VALUE)
                .expectNext("RUNNING")
                .thenAwait(Duration.ofSeconds(3))
                .expectNext("RUNNING")
                .verifyComplete();
    }

    @Test
    void neverTwoProbesInFlight() {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mono<Answer<String>> slow = Mono.defer(() -> {
            most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            return Mono.delay(Duration.ofSeconds(100), time).map(tick -> {
                inFlight.decrementAndGet();
                return Answer.of("RUNNING");
            });
        });
        StepVerifier.withVirtualTime(
                        () -> Polling.until("job 1", slow, "DONE"::equals, PollingPolicy.defaults(), time, EVEN),
                        () -> time,
                        Long.MAX_VALUE)
                .thenAwait(Duration.ofHours(1))
                .expectNext("RUNNING")
                .thenCancel()
                .verify();
        assertThat(most).hasValue(1);
    }

    @Test
    void retryAfterOfTheLatestAnswerLengthensTheDelayAndNeverShortensIt() {
        HttpHeaders twenty = new HttpHeaders();
        twenty.set("Retry-After", "20");
        HttpHeaders one = new HttpHeaders();
        one.set("Retry-After", "1");
        answers.add(() -> Mono.just(new Answer<>("PENDING", 200, twenty)));
        answers.add(() -> Mono.just(new Answer<>("PENDING", 200, one)));
        answers.add(() -> Mono.just(Answer.of("PENDING")));
        answers.add(() -> Mono.just(Answer.of("DONE")));
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("PENDING")
                .thenAwait(Duration.ofMinutes(1))
                .expectNext("DONE")
                .verifyComplete();
        assertThat(askedAt).containsExactly(0L, 20_000L, 22_000L, 26_000L);
    }

    @Test
    void aRetryAfterBeyondTheLimitCountsAsTheLimit() {
        HttpHeaders year = new HttpHeaders();
        year.set("Retry-After", "31536000");
        answers.add(() -> Mono.just(new Answer<>("PENDING", 200, year)));
        answer("DONE");
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("PENDING")
                .thenAwait(Duration.ofMinutes(5))
                .expectNext("DONE")
                .verifyComplete();
    }

    @Test
    void passingFailuresAreBorneUntilTheToleranceSinceTheLastGoodAnswerIsUsedUp() {
        answer("PENDING");
        fail(outage(), 5).fail(status(503), 5).fail(status(429, "Retry-After", "60"), 2);
        answer("RUNNING");
        fail(outage(), 1_000);
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("PENDING")
                .thenAwait(Duration.ofMinutes(14))
                .expectNext("RUNNING")
                .thenAwait(Duration.ofMinutes(16))
                .verifyError(HubTransportException.class);
        long lastGood = askedAt.get(13);
        assertThat(askedAt.get(askedAt.size() - 1) - lastGood).isBetween(900_000L, 930_000L);
    }

    @Test
    void bothPatiencesEndInTheMomentInWhichTheyAreUsedUp() {
        time.advanceTimeBy(Duration.ofHours(1));
        PollingPolicy policy = PollingPolicy.defaults()
                .withOutageTolerance(Duration.ofSeconds(7))
                .withNotFoundGrace(Duration.ofSeconds(7));
        for (HubException failure : List.of(outage(), status(404))) {
            askedAt.clear();
            answers.clear();
            List<Throwable> failed = new ArrayList<>();
            fail(failure, 100).poll(policy).subscribe(state -> {}, failed::add);
            time.advanceTimeBy(Duration.ofMinutes(1));
            assertThat(failed).containsExactly(failure);
            assertThat(askedAt.get(3) - askedAt.get(0)).isEqualTo(7_000);
            assertThat(askedAt).hasSize(4);
        }
    }

    @Test
    void otherFailuresEndItAtOnce() {
        for (HubApiException lasting : List.of(status(401), status(403), status(404), status(400))) {
            time = VirtualTimeScheduler.create();
            answer("PENDING").fail(lasting, 1);
            StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                    .expectNext("PENDING")
                    .thenAwait(Duration.ofSeconds(1))
                    .verifyErrorSatisfies(failure -> assertThat(failure).isSameAs(lasting));
        }
        time = VirtualTimeScheduler.create();
        fail(new IllegalStateException("a bug"), 1);
        StepVerifier.create(poll(PollingPolicy.defaults())).verifyError(IllegalStateException.class);
        assertThat(status(401)).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void aNotFoundIsBorneOnlyWithinTheGrace() {
        fail(status(404), 3).answer("DONE");
        StepVerifier.withVirtualTime(
                        () -> poll(PollingPolicy.defaults().withNotFoundGrace(Duration.ofSeconds(10))),
                        () -> time,
                        Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(7))
                .expectNext("DONE")
                .verifyComplete();

        time = VirtualTimeScheduler.create();
        fail(status(404), 100);
        StepVerifier.withVirtualTime(
                        () -> poll(PollingPolicy.defaults().withNotFoundGrace(Duration.ofSeconds(10))),
                        () -> time,
                        Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(15))
                .verifyError(NotFoundException.class);
    }

    @Test
    void theDeadlineCountsFromTheSubscriptionAndAsksOnceMoreExactlyThen() {
        PollingPolicy policy = PollingPolicy.defaults().withTimeout(Duration.ofSeconds(10));
        StepVerifier.withVirtualTime(() -> poll(policy), () -> time, Long.MAX_VALUE)
                .expectNext("RUNNING")
                .thenAwait(Duration.ofSeconds(10))
                .verifyErrorSatisfies(failure -> {
                    assertThat(failure)
                            .isInstanceOf(PollingTimeoutException.class)
                            .hasMessageContaining("job 1")
                            .hasMessageContaining("its last state was RUNNING.");
                    assertThat(((PollingTimeoutException) failure).lastSnapshot(String.class))
                            .isEqualTo("RUNNING");
                });
        assertThat(askedAt).containsExactly(0L, 1_000L, 3_000L, 7_000L, 10_000L);
    }

    @Test
    void aDeadlineBeforeTheFirstStateSaysThatNoneWasSeen() {
        answers.add(Mono::empty);
        StepVerifier.create(poll(PollingPolicy.defaults().withTimeout(Duration.ZERO)))
                .verifyErrorSatisfies(
                        failure -> assertThat(failure).hasMessageContaining("its last state was not seen."));
    }

    @Test
    void aTerminalStateAtTheDeadlineWins() {
        answer("RUNNING", "RUNNING", "RUNNING", "RUNNING", "DONE");
        PollingPolicy policy = PollingPolicy.defaults().withTimeout(Duration.ofSeconds(10));
        StepVerifier.withVirtualTime(() -> poll(policy), () -> time, Long.MAX_VALUE)
                .expectNext("RUNNING")
                .thenAwait(Duration.ofSeconds(10))
                .expectNext("DONE")
                .verifyComplete();
    }

    @Test
    void aDeadlineOfZeroAsksOnce() {
        StepVerifier.create(poll(PollingPolicy.defaults().withTimeout(Duration.ZERO)))
                .expectNext("RUNNING")
                .verifyError(PollingTimeoutException.class);
        assertThat(askedAt).hasSize(1);
    }

    @Test
    void anEmptyAnswerIsNoReasonToAskAgainAtOnce() {
        answers.add(Mono::empty);
        answer("DONE");
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectSubscription()
                .then(() -> assertThat(askedAt).hasSize(1))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext("DONE")
                .verifyComplete();
    }

    @Test
    void cancellingStopsTheTimer() {
        StepVerifier.withVirtualTime(() -> poll(PollingPolicy.defaults()), () -> time, Long.MAX_VALUE)
                .expectNext("RUNNING")
                .thenCancel()
                .verify();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(askedAt).hasSize(1);
        assertThat(time.getScheduledTaskCount()).isZero();
    }

    @Test
    void cancellingStopsTheCallInFlight() {
        PublisherProbe<Answer<String>> hanging = PublisherProbe.of(Mono.never());
        Polling.until("job 1", hanging.mono(), "DONE"::equals, PollingPolicy.defaults(), time, EVEN)
                .subscribe()
                .dispose();
        hanging.assertWasSubscribed();
        hanging.assertWasCancelled();
    }

    @Test
    void firstDelayAndSpreadPutTheFirstProbeOff() {
        answer("DONE");
        PollingPolicy policy = PollingPolicy.defaults()
                .withFirstDelay(Duration.ofSeconds(1))
                .withInitialSpread(Duration.ofSeconds(10));
        StepVerifier.withVirtualTime(() -> poll(policy), () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(6))
                .expectNext("DONE")
                .verifyComplete();
        assertThat(askedAt).containsExactly(6_000L);
    }

    @Test
    void pollersSpreadByThemselves() {
        PollingPolicy policy = PollingPolicy.defaults().withInitialSpread(Duration.ofSeconds(10));
        for (int i = 0; i < 20; i++) {
            Polling.until("job " + i, probe(), "RUNNING"::equals, policy, time, null)
                    .subscribe();
        }
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(askedAt).hasSize(20);
        assertThat(Set.copyOf(askedAt)).hasSizeGreaterThan(1);
    }

    @Test
    void fiveThousandPollersKeepTheirScheduleAndDoNotBeatInStep() {
        int pollers = 5_000;
        Random seeded = new Random(7);
        PollingPolicy policy = PollingPolicy.defaults();
        long end = Duration.ofMinutes(12).toMillis();
        int[] perSecond = new int[(int) (end / 1000) + 1];
        long[] last = new long[pollers];
        long[] first = new long[pollers];
        java.util.Arrays.fill(first, -1);
        AtomicInteger done = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean gapWrong = new AtomicBoolean();
        List<reactor.core.Disposable> all = new ArrayList<>();
        for (int i = 0; i < pollers; i++) {
            int id = i;
            Mono<Answer<String>> probe = Mono.defer(() -> {
                long now = time.now(TimeUnit.MILLISECONDS);
                if (first[id] < 0) {
                    first[id] = now;
                } else {
                    long gap = now - last[id];
                    if (gap < 500 || gap > 45_000) {
                        gapWrong.set(true);
                    }
                }
                last[id] = now;
                perSecond[(int) (now / 1000)]++;
                if (id == 0 && now > 60_000) {
                    return Mono.error(status(403));
                }
                return Mono.just(Answer.of(now >= 660_000 ? "DONE" : "RUNNING"));
            });
            all.add(Polling.until("job " + i, probe, "DONE"::equals, policy, time, seeded::nextDouble)
                    .subscribe(state -> {}, failure -> failed.incrementAndGet(), done::incrementAndGet));
        }
        time.advanceTimeBy(Duration.ofMillis(end));

        assertThat(first).containsOnly(0L);
        assertThat(gapWrong).isFalse();
        assertThat(failed).as("one poller fails and disturbs no other").hasValue(1);
        assertThat(done).hasValue(pollers - 1);
        // A cycle at the cap is 30 s on average, so an even spread is 167 polls a second.
        for (int second = 120; second < 650; second++) {
            assertThat(perSecond[second]).as("polls in second %d", second).isLessThanOrEqualTo(pollers / 20);
        }
        assertThat(all).allMatch(reactor.core.Disposable::isDisposed);
    }

    @Test
    void badPoliciesAreRefusedWithTheValueAndWhatIsAllowed() {
        PollingPolicy good = PollingPolicy.defaults();
        assertThatThrownBy(() -> good.withDelays(Duration.ofMillis(1), 2, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("initialDelay")
                .hasMessageContaining("10 ms");
        assertThatThrownBy(() -> good.withDelays(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(1)))
                .hasMessageContaining("multiplier");
        assertThatThrownBy(() -> good.withDelays(Duration.ofSeconds(2), 2, Duration.ofSeconds(1)))
                .hasMessageContaining("maxDelay");
        assertThatThrownBy(() -> good.withDelays(
                        Duration.ofSeconds(2), 2, Duration.ofDays(1).plusMillis(1)))
                .hasMessageContaining("maxDelay");
        Duration negative = Duration.ofNanos(-1);
        assertThatThrownBy(() -> good.withTimeout(negative)).hasMessageContaining("timeout");
        assertThatThrownBy(() -> good.withFirstDelay(negative)).hasMessageContaining("firstDelay");
        assertThatThrownBy(() -> good.withInitialSpread(negative)).hasMessageContaining("initialSpread");
        assertThatThrownBy(() -> good.withOutageTolerance(negative)).hasMessageContaining("outageTolerance");
        assertThatThrownBy(() -> good.withNotFoundGrace(negative)).hasMessageContaining("notFoundGrace");
        assertThatThrownBy(() -> new PollingPolicy(
                        good.initialDelay(),
                        good.multiplier(),
                        good.maxDelay(),
                        good.firstDelay(),
                        good.initialSpread(),
                        good.timeout(),
                        good.outageTolerance(),
                        good.notFoundGrace(),
                        negative,
                        false))
                .hasMessageContaining("maxRetryAfter");
        assertThatThrownBy(() -> good.withDelays(Duration.ofSeconds(1), Double.NaN, Duration.ofSeconds(1)))
                .hasMessageContaining("multiplier");
    }

    @Test
    void whatIsJustWithinTheLimitsIsTaken() {
        PollingPolicy good = PollingPolicy.defaults();
        Duration least = Duration.ofMillis(10);
        Duration most = Duration.ofDays(1);
        assertThat(good.withDelays(least, 1, least).maxDelay()).isEqualTo(least);
        assertThat(good.withDelays(most, 100, most).maxDelay()).isEqualTo(most);
    }

    /** A thread that is held up between setting its timer and asking for the tick finds the timer gone off. */
    @Test
    void aTickThatComesBeforeItIsAskedForIsNotLost() {
        answer("RUNNING", "RUNNING", "DONE");
        Scheduler late = new GoneOffAtOnce();

        StepVerifier.create(Polling.until("job 1", probe(), "DONE"::equals, PollingPolicy.defaults(), late, EVEN))
                .expectNext("RUNNING", "DONE")
                .verifyComplete();

        assertThat(askedAt).hasSize(3);
    }

    private static final class GoneOffAtOnce implements Scheduler {

        private final AtomicLong now = new AtomicLong();

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(now.get(), TimeUnit.MILLISECONDS);
        }

        @Override
        public Disposable schedule(Runnable task) {
            throw new UnsupportedOperationException("polls have timers only");
        }

        @Override
        public Worker createWorker() {
            return new Worker() {
                @Override
                public Disposable schedule(Runnable task) {
                    throw new UnsupportedOperationException("polls have timers only");
                }

                @Override
                public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
                    now.addAndGet(unit.toMillis(delay));
                    task.run();
                    return Disposables.single();
                }

                @Override
                public void dispose() {}
            };
        }
    }
}
