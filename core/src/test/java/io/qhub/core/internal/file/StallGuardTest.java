package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.internal.wire.StallGuard;
import io.qhub.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;
import reactor.util.context.Context;

/** Only the silence of a server that is waited for counts. */
class StallGuardTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration ALMOST = LIMIT.minusNanos(1);
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final CountingBuffers buffers = new CountingBuffers();
    private final CountingTimer timer = new CountingTimer();
    private final IllegalStateException stall = new IllegalStateException("stalled");
    private final Source source = new Source();

    private Consumer consume(long demand) {
        return consume(demand, timer, () -> stall);
    }

    private Consumer consume(long demand, Scheduler scheduler, Supplier<Throwable> error) {
        Consumer consumer = new Consumer(demand);
        StallGuard.guard(source, LIMIT, scheduler, error).subscribe(consumer);
        return consumer;
    }

    private void arrives() {
        source.actual.onNext(buffers.wrap(new byte[10]));
    }

    @Test
    void failsExactlyAtTheLimit() {
        Consumer consumer = consume(Long.MAX_VALUE);
        timer.advanceTimeBy(Duration.ofSeconds(7));
        arrives();
        timer.advanceTimeBy(ALMOST);
        assertThat(consumer.failures).isEmpty();

        timer.advanceTimeBy(INSTANT);

        assertThat(consumer.failures).containsExactly(stall);
        assertThat(source.cancelled).hasValue(1);
        assertThat(timer.pending).hasValue(0);
    }

    @Test
    void failsIfNothingComesAtAll() {
        Consumer consumer = consume(1);
        timer.advanceTimeBy(ALMOST);
        assertThat(consumer.failures).isEmpty();
        timer.advanceTimeBy(INSTANT);
        assertThat(consumer.failures).containsExactly(stall);
    }

    @Test
    void aConsumerMayPause() {
        Consumer consumer = consume(1);
        arrives();
        for (int i = 0; i < 3; i++) {
            timer.advanceTimeBy(LIMIT.multipliedBy(5));
            consumer.request(1);
            timer.advanceTimeBy(ALMOST);
            arrives();
        }
        timer.advanceTimeBy(LIMIT.multipliedBy(5));
        source.actual.onComplete();

        assertThat(consumer.received).isEqualTo(4);
        assertThat(consumer.completed).isEqualTo(1);
        assertThat(consumer.failures).isEmpty();
    }

    @Test
    void aConsumerMayPauseBeforeItBegins() {
        Consumer consumer = consume(0);
        timer.advanceTimeBy(LIMIT.multipliedBy(5));
        consumer.request(1);
        timer.advanceTimeBy(ALMOST);
        assertThat(consumer.failures).isEmpty();
        timer.advanceTimeBy(INSTANT);
        assertThat(consumer.failures).containsExactly(stall);
    }

    @Test
    void countsFromTheEndOfAPause() {
        Consumer consumer = consume(1);
        arrives();
        // The timer that was set by the first request runs out in the middle of what is counted here.
        timer.advanceTimeBy(LIMIT.dividedBy(2));
        consumer.request(1);
        timer.advanceTimeBy(ALMOST);
        assertThat(consumer.failures).isEmpty();
        timer.advanceTimeBy(INSTANT);
        assertThat(consumer.failures).containsExactly(stall);
    }

    @Test
    void aSlowDripPasses() {
        Consumer consumer = consume(Long.MAX_VALUE);
        for (int i = 0; i < 50; i++) {
            timer.advanceTimeBy(ALMOST);
            arrives();
        }
        source.actual.onComplete();
        assertThat(consumer.received).isEqualTo(50);
        assertThat(consumer.completed).isEqualTo(1);
    }

    /** It has asked for everything, and is still at the last buffer. */
    @Test
    void aConsumerThatIsBusyDoesNotTripIt() {
        Consumer consumer = consume(Long.MAX_VALUE);
        consumer.onBuffer = () -> timer.advanceTimeBy(LIMIT.multipliedBy(5));
        arrives();
        assertThat(consumer.failures).isEmpty();
        timer.advanceTimeBy(ALMOST);
        assertThat(consumer.failures).isEmpty();
        timer.advanceTimeBy(INSTANT);
        assertThat(consumer.failures).containsExactly(stall);
    }

    @Test
    void needsOneTimerTaskPerStream() {
        Consumer consumer = consume(1);
        for (int i = 0; i < 1_000; i++) {
            arrives();
            consumer.request(1);
            timer.advanceTimeBy(Duration.ofMillis(100));
            assertThat(timer.pending).hasValue(1);
        }
        // 100 s have passed: set once, and set again when it ran out.
        assertThat(timer.scheduled).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void leavesNoTimerBehind() {
        List<Runnable> ends = List.of(
                () -> source.actual.onComplete(),
                () -> source.actual.onError(new IllegalStateException("cut")),
                () -> source.consumer.cancel());
        for (Runnable end : ends) {
            source.consumer = consume(Long.MAX_VALUE);
            assertThat(timer.pending).hasValue(1);
            end.run();
            assertThat(timer.pending).hasValue(0);
            timer.advanceTimeBy(LIMIT.multipliedBy(2));
            assertThat(source.consumer.failures).doesNotContain(stall);
        }
    }

    @Test
    void releasesWhatComesTooLate() {
        Consumer consumer = consume(Long.MAX_VALUE);
        timer.advanceTimeBy(LIMIT);
        arrives();
        source.actual.onComplete();

        assertThat(consumer.received).isZero();
        assertThat(consumer.completed).isZero();
        assertThat(buffers.live).hasValue(0);

        Consumer cancelled = consume(Long.MAX_VALUE);
        cancelled.cancel();
        arrives();
        assertThat(cancelled.received).isZero();
        assertThat(buffers.live).hasValue(0);
        assertThat(source.cancelled).hasValue(2);
    }

    @Test
    void passesTheSourcesOwnEnd() {
        IllegalStateException cut = new IllegalStateException("cut");
        Consumer consumer = consume(Long.MAX_VALUE);
        source.actual.onError(cut);
        timer.advanceTimeBy(LIMIT);
        assertThat(consumer.failures).containsExactly(cut);
        assertThat(source.cancelled).hasValue(0);
    }

    @Test
    void signalsWhatTheSupplierThrows() {
        IllegalArgumentException broken = new IllegalArgumentException("broken");
        Consumer consumer = consume(1, timer, () -> {
            throw broken;
        });
        timer.advanceTimeBy(LIMIT);
        assertThat(consumer.failures).containsExactly(broken);
    }

    @Test
    void passesContextAndDemand() {
        Consumer consumer = consume(3);
        assertThat(source.actual.currentContext().<String>get("who")).isEqualTo("me");
        assertThat(source.requested).hasValue(3);
        consumer.request(4);
        assertThat(source.requested).hasValue(7);
    }

    @Test
    void aTimerThatIsClosedFailsTheBody() {
        Scheduler closed = Schedulers.newSingle("closed");
        closed.dispose();

        Consumer consumer = consume(1, closed, () -> stall);

        assertThat(consumer.failures).singleElement().isInstanceOf(RejectedExecutionException.class);
        assertThat(source.cancelled).hasValue(1);
    }

    @Test
    void aFailureThatComesTooLateIsLogged() {
        try (LogCapture log = new LogCapture()) {
            Consumer consumer = consume(1);
            timer.advanceTimeBy(LIMIT);
            source.actual.onError(new IllegalStateException("came too late"));

            assertThat(consumer.failures).containsExactly(stall);
            assertThat(log.text()).contains("came too late");
        }
    }

    /** As debuggers and Reactor's metrics do. */
    @Test
    void toolsSeeItsState() {
        Disposable reader =
                StallGuard.guard(source, LIMIT, timer, () -> stall).subscribe(DataBufferUtils::release, failure -> {});
        Scannable guard = Scannable.from(reader).parents().findFirst().orElseThrow();
        assertThat(guard.scanUnsafe(Attr.PARENT)).isSameAs(source);
        assertThat(guard.scan(Attr.ACTUAL)).isSameAs(reader);
        assertThat(guard.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(guard.scan(Attr.REQUESTED_FROM_DOWNSTREAM)).isEqualTo(Long.MAX_VALUE);
        assertThat(guard.scan(Attr.TERMINATED)).isFalse();
        assertThat(guard.scan(Attr.ERROR)).isNull();
        assertThat(guard.scanUnsafe(Attr.CAPACITY)).isNull();

        timer.advanceTimeBy(LIMIT);

        assertThat(guard.scan(Attr.TERMINATED)).isTrue();
        assertThat(guard.scan(Attr.ERROR)).isSameAs(stall);
    }

    @Test
    void refusesALimitThatIsNone() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> StallGuard.guard(source, none, timer, () -> stall))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stallTimeout");
        }
    }

    /** Whatever comes together: one end at most, nothing after it, no two signals at once, no buffer lost. */
    @Test
    void fiveThousandRacesHaveOneEnd() {
        // Errors of the source that come second are logged.
        try (LogCapture log = new LogCapture()) {
            int stalls = 0;
            int ends = 0;
            for (int i = 0; i < 5_000; i++) {
                ManualTimer manual = new ManualTimer();
                Consumer consumer = consume(Long.MAX_VALUE, manual, () -> stall);
                CoreSubscriber<? super DataBuffer> guarded = source.actual;
                manual.now = LIMIT.toNanos();
                int kind = i % 4;
                Runnable upstream = () -> {
                    guarded.onNext(buffers.wrap(new byte[10]));
                    guarded.onNext(buffers.wrap(new byte[10]));
                    if (kind == 0) {
                        guarded.onComplete();
                    } else if (kind == 1) {
                        guarded.onError(new IllegalStateException("cut"));
                    }
                };
                if (kind == 3) {
                    RaceTestUtils.race(upstream, manual.task::run, consumer::cancel);
                } else {
                    RaceTestUtils.race(upstream, manual.task::run);
                }
                if (kind == 2 && consumer.failures.isEmpty()) {
                    // The buffers were first, and the timer has been set again.
                    manual.now *= 3;
                    manual.task.run();
                }
                int all = consumer.completed + consumer.failures.size();
                assertThat(all).isEqualTo(kind == 3 ? Math.min(all, 1) : 1);
                assertThat(consumer.wrong).hasValue(0);
                stalls += consumer.failures.contains(stall) ? 1 : 0;
                ends += all;
            }
            assertThat(stalls).isBetween(1, ends);
            assertThat(log.messages("io.qhub")).isEmpty();
            assertThat(buffers.live).hasValue(0);
            assertThat(buffers.releasedTwice).hasValue(0);
        }
    }

    /** Releases what it gets, and sees signals that must not be. */
    private static final class Consumer extends BaseSubscriber<DataBuffer> {

        private final long demand;
        private final AtomicBoolean inside = new AtomicBoolean();
        final AtomicInteger wrong = new AtomicInteger();
        final List<Throwable> failures = new ArrayList<>();
        int received;
        int completed;
        Runnable onBuffer = () -> {};

        Consumer(long demand) {
            this.demand = demand;
        }

        @Override
        public Context currentContext() {
            return Context.of("who", "me");
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (demand > 0) {
                subscription.request(demand);
            }
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            enter();
            received++;
            DataBufferUtils.release(buffer);
            onBuffer.run();
            inside.set(false);
        }

        @Override
        protected void hookOnComplete() {
            enter();
            completed++;
        }

        @Override
        protected void hookOnError(Throwable failure) {
            enter();
            failures.add(failure);
        }

        @Override
        protected void hookFinally(SignalType type) {
            inside.set(false);
        }

        private void enter() {
            if (!inside.compareAndSet(false, true) || completed > 0 || !failures.isEmpty()) {
                wrong.incrementAndGet();
            }
        }
    }

    private static final class Source extends Flux<DataBuffer> implements Subscription {

        final AtomicLong requested = new AtomicLong();
        final AtomicInteger cancelled = new AtomicInteger();
        CoreSubscriber<? super DataBuffer> actual;
        Consumer consumer;

        @Override
        public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            requested.addAndGet(n);
        }

        @Override
        public void cancel() {
            cancelled.incrementAndGet();
        }
    }

    /** Holds the task that was scheduled last. */
    private static final class ManualTimer implements Scheduler {

        volatile Runnable task = () -> {};
        volatile long now;

        @Override
        public Disposable schedule(Runnable next) {
            task = next;
            return Disposables.single();
        }

        @Override
        public Disposable schedule(Runnable next, long delay, TimeUnit unit) {
            return schedule(next);
        }

        @Override
        public long now(TimeUnit unit) {
            return unit.convert(now, TimeUnit.NANOSECONDS);
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }

    /** Virtual time that counts the tasks which are still to come. */
    private static final class CountingTimer implements Scheduler {

        final AtomicInteger scheduled = new AtomicInteger();
        final AtomicInteger pending = new AtomicInteger();
        private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

        void advanceTimeBy(Duration duration) {
            time.advanceTimeBy(duration);
        }

        @Override
        public Disposable schedule(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            scheduled.incrementAndGet();
            pending.incrementAndGet();
            AtomicBoolean over = new AtomicBoolean();
            Runnable end = () -> {
                if (over.compareAndSet(false, true)) {
                    pending.decrementAndGet();
                }
            };
            Disposable scheduledTask = time.schedule(
                    () -> {
                        end.run();
                        task.run();
                    },
                    delay,
                    unit);
            return () -> {
                end.run();
                scheduledTask.dispose();
            };
        }

        @Override
        public long now(TimeUnit unit) {
            return time.now(unit);
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }
}
