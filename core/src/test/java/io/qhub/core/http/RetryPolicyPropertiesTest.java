package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.step.RateGate;
import io.qhub.core.internal.step.RetryPolicy;
import io.qhub.core.internal.step.RetryPolicy.Verdict;
import java.time.Instant;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.springframework.http.HttpHeaders;

class RetryPolicyPropertiesTest {

    private static final TestOperation READ = TestOperation.get("test.read", "/read");
    private static final TestOperation SUBMIT = TestOperation.post("test.submit", "/submit");

    /** Half of them with a rule of their own. */
    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.oneOf(
                Arbitraries.of(408, 429, 500, 501, 502, 503, 504),
                Arbitraries.integers().between(300, 599));
    }

    /** How a call can fail, whichever operation it is of. */
    @Provide
    Arbitrary<Function<TestOperation, HubException>> failures() {
        Arbitrary<Boolean> either = Arbitraries.of(true, false);
        return Arbitraries.oneOf(
                Combinators.combine(statuses(), Arbitraries.of("", "0", "7", "soon"))
                        .as((status, after) -> operation -> answer(operation, status, after)),
                either.map(reached -> operation -> new HubTransportException("cut", null, trace(operation), reached)),
                either.map(large -> operation -> large
                        ? HubDecodingException.tooLarge("large", trace(operation), 200, null)
                        : new HubDecodingException("odd", null, trace(operation), 200, "", null)));
    }

    private static CallTrace trace(TestOperation operation) {
        return new CallTrace(operation.name(), operation.isIdempotent());
    }

    private static HubException answer(TestOperation operation, int status, String retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Retry-After", retryAfter);
        return io.qhub.core.internal.error.ApiErrors.of(
                trace(operation), Answered.of(status, headers, "", Instant.EPOCH), "");
    }

    @Property
    void whatTheServerMayHaveDoneIsNotSentTwice(@ForAll("failures") Function<TestOperation, HubException> failing) {
        HubException failure = failing.apply(SUBMIT);
        Verdict verdict = RetryPolicy.judge(SUBMIT.isIdempotent(), failure);

        if (RetryPolicy.leavesOpen(failure)) {
            assertThat(verdict).isIn(Verdict.FAIL, Verdict.OUTCOME_UNKNOWN);
        } else {
            assertThat(verdict).isNotEqualTo(Verdict.OUTCOME_UNKNOWN);
        }
    }

    @Property
    void theOutcomeOfWhatMayBeRepeatedIsNeverUnknown(
            @ForAll("failures") Function<TestOperation, HubException> failing) {
        assertThat(RetryPolicy.judge(READ.isIdempotent(), failing.apply(READ))).isNotEqualTo(Verdict.OUTCOME_UNKNOWN);
    }

    /** Users retry by {@code isRetryable()}: it must not say otherwise than the client itself. */
    @Property
    void theFailureSaysOfItselfWhatThePolicyDoes(
            @ForAll("failures") Function<TestOperation, HubException> failing, @ForAll boolean repeatable) {
        TestOperation operation = repeatable ? READ : SUBMIT;
        HubException failure = failing.apply(operation);
        boolean again = RetryPolicy.judge(operation.isIdempotent(), failure) == Verdict.RETRY
                || RetryPolicy.judge(operation.isIdempotent(), failure) == Verdict.WAIT;

        // An answer that cannot be read may have been cut, so it is asked for again; that this helps nobody can
        // promise.
        assertThat(again)
                .isEqualTo(failure.isRetryable()
                        || failure instanceof HubDecodingException unread && repeatable && !unread.isTooLarge());
    }

    @Property
    void whoWaitsWasAskedToByWhomeverDidNothing(
            @ForAll("statuses") int status, @ForAll boolean asks, @ForAll boolean repeatable) {
        TestOperation operation = repeatable ? READ : SUBMIT;
        HubException failure = answer(operation, status, asks ? "7" : "soon");

        assertThat(RetryPolicy.judge(operation.isIdempotent(), failure) == Verdict.WAIT)
                .isEqualTo(status == 429 || status == 503 && asks);
        assertThat(RetryPolicy.leavesOpen(failure)
                        && RetryPolicy.judge(operation.isIdempotent(), failure) == Verdict.WAIT)
                .isFalse();
    }

    @Property
    void aBackoffIsAtMostAQuarterShorterThanItsStepAndNeverMoreThanEightSeconds(
            @ForAll @IntRange(min = 1) int retry, @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        long step = retry > 4 ? 8_000 : 250L << retry;

        assertThat(RetryPolicy.backoff(retry, () -> random).toMillis()).isBetween(step * 3 / 4, step);
    }

    @Property
    void aSpreadIsNeverShorterThanAskedNorLongerThanThePatience(
            @ForAll @LongRange(min = 1, max = 60_000) long asked,
            @ForAll @LongRange(max = 60_000) long length,
            @ForAll @LongRange(max = 300_000) long rest,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        assertThat(RateGate.spread(asked, length, asked + rest, () -> random))
                .isBetween(asked, asked + Math.min(length, rest));
    }
}
