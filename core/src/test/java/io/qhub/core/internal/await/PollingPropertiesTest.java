package io.qhub.core.internal.await;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class PollingPropertiesTest {

    /** What the server says to one probe: how long it takes to, and how long it asks to wait (s, 0: nothing). */
    record Said(int latency, int retryAfter) {}

    private static Arbitrary<Duration> millis(int least, int most) {
        return Arbitraries.integers().between(least, most).map(Duration::ofMillis);
    }

    @Provide
    Arbitrary<PollingPolicy> policies() {
        return Combinators.combine(
                        millis(10, 5_000),
                        Arbitraries.doubles().between(1, 100),
                        millis(0, 60_000),
                        millis(0, 3_000),
                        millis(0, 3_000),
                        millis(0, 120_000).injectNull(0.3),
                        millis(0, 60_000))
                .as((initial, multiplier, more, first, spread, timeout, asked) -> new PollingPolicy(
                        initial,
                        multiplier,
                        initial.plus(more),
                        first,
                        spread,
                        timeout,
                        Duration.ZERO,
                        Duration.ZERO,
                        asked,
                        false));
    }

    @Provide
    Arbitrary<List<Said>> answers() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3_000),
                        Arbitraries.integers().between(0, 90))
                .as(Said::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property
    void delaysGrowToTheLongestAndAreAtMostHalfAwayFromIt(
            @ForAll("policies") PollingPolicy policy,
            @ForAll @IntRange(min = 1) int probe,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Duration delay = policy.delayAfter(probe, () -> random);

        assertThat(delay)
                .isBetween(
                        policy.initialDelay().dividedBy(2),
                        policy.maxDelay().multipliedBy(3).dividedBy(2).plusMillis(1));
        assertThat(policy.delayAfter(Math.max(probe, probe + 1), () -> random)).isGreaterThanOrEqualTo(delay);
    }

    /** The whole of a wait in virtual time, which ends with the last answer or by the deadline. */
    @Property
    void probesFollowEachOtherAsLateAsAskedAndNoneComesAfterTheDeadline(
            @ForAll("policies") PollingPolicy policy,
            @ForAll("answers") @Size(min = 1) List<Said> answers,
            @ForAll long seed) {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        List<Long> asked = new ArrayList<>();
        List<Long> answered = new ArrayList<>();
        Mono<Answer<Integer>> probe = Mono.defer(() -> {
            assertThat(asked).as("one probe at a time").hasSameSizeAs(answered);
            asked.add(time.now(TimeUnit.MILLISECONDS));
            Said said = answers.get(asked.size() - 1);
            HttpHeaders headers = new HttpHeaders();
            headers.set("Retry-After", Integer.toString(said.retryAfter()));
            return Mono.delay(Duration.ofMillis(said.latency()), time).map(tick -> {
                answered.add(time.now(TimeUnit.MILLISECONDS));
                return new Answer<>(asked.size(), 200, headers);
            });
        });
        List<Integer> states = new ArrayList<>();
        List<Throwable> failed = new ArrayList<>();
        List<Long> ended = new ArrayList<>();

        Polling.until("it", probe, state -> state == answers.size(), policy, time, new Random(seed)::nextDouble)
                .doFinally(signal -> ended.add(time.now(TimeUnit.MILLISECONDS)))
                .subscribe(states::add, failed::add);
        time.advanceTimeBy(Duration.ofDays(1));

        long deadline =
                policy.timeout() == null ? Long.MAX_VALUE : policy.timeout().toMillis();
        assertThat(ended).hasSize(1);
        assertThat(asked.get(0))
                .isBetween(
                        Math.min(policy.firstDelay().toMillis() / 2, deadline),
                        policy.firstDelay().toMillis() * 3 / 2
                                + 1
                                + policy.initialSpread().toMillis());
        for (int i = 1; i < asked.size(); i++) {
            long least = Math.max(
                    policy.delayAfter(i, () -> 0).toMillis(),
                    Math.min(
                            answers.get(i - 1).retryAfter() * 1_000L,
                            policy.maxRetryAfter().toMillis()));
            assertThat(asked.get(i)).isGreaterThanOrEqualTo(Math.min(answered.get(i - 1) + least, deadline));
        }
        assertThat(asked).allSatisfy(at -> assertThat(at).isLessThanOrEqualTo(deadline));
        if (asked.size() == answers.size()) {
            assertThat(failed).isEmpty();
            assertThat(states).endsWith(answers.size());
        } else {
            assertThat(failed).singleElement().isInstanceOf(PollingTimeoutException.class);
            assertThat(ended.get(0)).isGreaterThanOrEqualTo(deadline);
        }
    }
}
