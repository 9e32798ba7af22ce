package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.CallTrace;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.answer.Reply;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallResult;
import io.qhub.testing.Waits;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Hooks;
import reactor.test.publisher.TestPublisher;

/** What a call knows of itself, and the subscription to its result. */
class CallTest {

    private static final TestOperation GET = TestOperation.get("test.things.get", "/things");

    private final ManualTimer timer = new ManualTimer();

    private Call call() {
        return TestHttp.call(GET, timer);
    }

    private static ClientResponse response(int status) {
        return ClientResponse.create(HttpStatusCode.valueOf(status))
                .header("X-Status", "" + status)
                .build();
    }

    @Test
    void aFailedTryIsNotedWithItsTimeAndWhatWasAnswered() {
        Call call = call();
        Instant start = Instant.ofEpochMilli(call.environment().millis());

        call.begin();
        timer.advance(Duration.ofMillis(1_500));
        call.failed(new HubTransportException("cut", null, call.trace(), true));
        timer.advance(Duration.ofMillis(500));
        call.begin();
        call.current().head(response(202));
        timer.advance(Duration.ofMillis(250));
        call.failed(new IllegalStateException("a secret"));

        assertThat(call.trace().attempts())
                .satisfiesExactly(
                        first -> {
                            assertThat(first.number()).isEqualTo(1);
                            assertThat(first.startedAt()).isEqualTo(start);
                            assertThat(first.elapsed()).isEqualTo(Duration.ofMillis(1_500));
                            assertThat(first.status()).isNull();
                            assertThat(first.failure()).contains("cut");
                        },
                        second -> {
                            assertThat(second.number()).isEqualTo(2);
                            assertThat(second.startedAt()).isEqualTo(start.plusMillis(2_000));
                            assertThat(second.elapsed()).isEqualTo(Duration.ofMillis(250));
                            assertThat(second.status()).isEqualTo(202);
                            assertThat(second.failure()).isEqualTo("java.lang.IllegalStateException");
                        });
    }

    /** Takes all, and keeps its subscription. */
    private static final class Taker extends BaseSubscriber<Object> {

        private final List<Object> signals = new ArrayList<>();

        @Override
        protected void hookOnNext(Object value) {
            signals.add(value);
        }

        @Override
        protected void hookOnComplete() {
            signals.add("done");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            signals.add(failure);
        }
    }

    @Test
    void nothingComesAfterTheEnd() {
        List<Throwable> dropped = new ArrayList<>();
        IllegalStateException late = new IllegalStateException("late");
        Call call = call();
        TestPublisher<ClientResponse> answers =
                TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        Taker taker = new Taker();
        ClientResponse answer = Reply.of(response(200), new byte[0]).readAs("value");
        new CallResult<>(answers.mono(), call, Reply::value).subscribe(taker);
        Hooks.onErrorDropped(dropped::add);
        try {
            answers.next(answer).complete().next(answer).complete().error(late);
        } finally {
            Hooks.resetOnErrorDropped();
        }

        assertThat(taker.signals).containsExactly("value", "done");
        assertThat(dropped).containsExactly(late);
        assertThat(call.current().isAbandoned()).isFalse();
    }

    @Test
    void aCancelGoesUpOnceAndSaysThatNobodyWaits() {
        Call call = call();
        TestPublisher<ClientResponse> answers = TestPublisher.create();
        Taker taker = new Taker();
        new CallResult<>(answers.mono(), call, Reply::value).subscribe(taker);
        answers.assertMinRequested(1);

        taker.cancel();
        taker.cancel();

        answers.assertCancelled(1);
        assertThat(call.current().isAbandoned()).isTrue();
        assertThat(taker.signals).isEmpty();
    }

    enum End {
        DONE,
        FAILED,
        CANCELLED
    }

    /** Whoever keeps the subscription, as an operator does that waits for other calls, does not keep the call. */
    @ParameterizedTest
    @EnumSource
    void aCallThatHasEndedIsLetGoOf(End end) {
        List<Subscription> kept = new ArrayList<>();
        WeakReference<CallTrace> trace = ended(end, kept);

        Waits.untilCollected(trace);
        assertThat(kept).hasSize(1);
    }

    private WeakReference<CallTrace> ended(End end, List<Subscription> kept) {
        Call call = call();
        TestPublisher<ClientResponse> answers = TestPublisher.create();
        new CallResult<>(answers.mono(), call, Reply::value).subscribe(new BaseSubscriber<Object>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                kept.add(subscription);
                subscription.request(1);
            }

            @Override
            protected void hookOnError(Throwable failure) {
                // As it should be.
            }
        });
        switch (end) {
            case DONE -> answers.complete();
            case FAILED -> answers.error(new IllegalStateException("failed"));
            case CANCELLED -> kept.get(0).cancel();
        }
        return new WeakReference<>(call.trace());
    }
}
