package io.qhub.core.internal.wire;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Fails a body that stands still. Only the time counts in which the consumer has asked for more and nothing comes: a
 * consumer that pauses, or is still busy with a buffer, never trips it. (The read timeouts of the HTTP client and
 * {@code Flux.timeout} count such pauses too.)
 *
 * <p>There is at most one timer task per stream. A buffer costs one look at the
 * clock; the timer looks at what they left, and sleeps on for the rest.
 */
public final class StallGuard extends FluxOperator<DataBuffer, DataBuffer> {

    private final long limit;
    private final Scheduler timer;
    private final Supplier<? extends Throwable> error;

    private StallGuard(Flux<DataBuffer> source, long limit, Scheduler timer, Supplier<? extends Throwable> error) {
        super(source);
        this.limit = limit;
        this.timer = timer;
        this.error = error;
    }

    /**
     * Guards a body. Buffers that come after the stall has been signalled, or after a cancel, are released.
     *
     * @param stallTimeout above zero
     * @param timer what measures the time; the error is signalled on it
     * @param error what to signal when the body has stood still for so long; the source is cancelled
     */
    public static Flux<DataBuffer> guard(
            Flux<DataBuffer> source, Duration stallTimeout, Scheduler timer, Supplier<? extends Throwable> error) {
        Objects.requireNonNull(timer, "timer");
        Objects.requireNonNull(error, "error");
        if (stallTimeout.isZero() || stallTimeout.isNegative()) {
            throw new IllegalArgumentException("stallTimeout: " + stallTimeout + " must be above zero");
        }
        return onAssembly(new StallGuard(source, stallTimeout.toNanos(), timer, error));
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        source.subscribe(new Guarded(actual, limit, timer, error));
    }

    private static final class Guarded implements CoreSubscriber<DataBuffer>, Subscription, Runnable, Scannable {

        private static final AtomicLongFieldUpdater<Guarded> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(Guarded.class, "requested");
        private static final AtomicIntegerFieldUpdater<Guarded> ARMED =
                AtomicIntegerFieldUpdater.newUpdater(Guarded.class, "armed");
        private static final AtomicIntegerFieldUpdater<Guarded> WIP =
                AtomicIntegerFieldUpdater.newUpdater(Guarded.class, "wip");

        private static final AtomicReferenceFieldUpdater<Guarded, @Nullable Object> END =
                AtomicReferenceFieldUpdater.newUpdater(Guarded.class, Object.class, "end");

        private static final Object FINISHED = new Object();

        private final CoreSubscriber<? super DataBuffer> actual;
        private final long limit;
        private final Scheduler timer;
        private final Supplier<? extends Throwable> error;
        private final Disposable.Swap task = Disposables.swap();

        private @Nullable Subscription upstream;

        /** What the consumer asked for and did not get. */
        private volatile long requested;

        /** When the consumer last got something, was done with it, or began to want something. */
        private volatile long since;

        /** 1 while a timer task exists. */
        private volatile int armed;

        /** 1 while a buffer is being handed over; a stall that is found meanwhile adds to it, and is signalled after. */
        private volatile int wip;

        /** Set once, by what ends the stream: FINISHED by the source or a cancel, or the stall's error. */
        private volatile @Nullable Object end;

        Guarded(
                CoreSubscriber<? super DataBuffer> actual,
                long limit,
                Scheduler timer,
                Supplier<? extends Throwable> error) {
            this.actual = actual;
            this.limit = limit;
            this.timer = timer;
            this.error = error;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription s) {
            if (Operators.validate(upstream, s)) {
                upstream = s;
                actual.onSubscribe(this);
            }
        }

        @Override
        public void onNext(DataBuffer buffer) {
            if (end != null || !WIP.compareAndSet(this, 0, 1)) {
                DataBufferUtils.release(buffer);
                return;
            }
            // First, for the consumer may ask again while it takes this one.
            Operators.produced(REQUESTED, this, 1);
            actual.onNext(buffer);
            since = now();
            if (WIP.decrementAndGet(this) != 0) {
                signalStall();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (END.compareAndSet(this, null, FINISHED)) {
                task.dispose();
                actual.onError(failure);
            } else {
                Operators.onErrorDropped(failure, currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (END.compareAndSet(this, null, FINISHED)) {
                task.dispose();
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            Subscription s = upstream;
            if (s == null || !Operators.validate(n)) {
                return;
            }
            if (requested == 0) {
                // Before the demand can be seen, so that the pause which it ends is not counted.
                since = now();
            }
            Operators.addCap(REQUESTED, this, n);
            if (end == null && ARMED.compareAndSet(this, 0, 1)) {
                arm(limit);
            }
            s.request(n);
        }

        @Override
        public void cancel() {
            END.compareAndSet(this, null, FINISHED);
            task.dispose();
            if (upstream != null) {
                upstream.cancel();
            }
        }

        private void arm(long nanos) {
            try {
                task.replace(timer.schedule(this, nanos, TimeUnit.NANOSECONDS));
            } catch (RejectedExecutionException closed) {
                stall(closed);
            }
        }

        /** The timer. */
        @Override
        public void run() {
            if (end != null) {
                return;
            }
            // What is read here in this order is written in the other one.
            long wanted = requested;
            boolean handingOver = wip != 0;
            long left = limit - (now() - since);
            if (handingOver) {
                arm(limit);
            } else if (wanted == 0) {
                armed = 0;
                if (requested != 0 && ARMED.compareAndSet(this, 0, 1)) {
                    arm(limit);
                }
            } else if (left > 0) {
                arm(left);
            } else {
                stall(null);
            }
        }

        private void stall(@Nullable Throwable noTimer) {
            Throwable failure = noTimer;
            if (failure == null) {
                try {
                    failure = Objects.requireNonNull(error.get(), "the error of the stall guard");
                } catch (Throwable thrown) {
                    failure = thrown;
                }
            }
            if (END.compareAndSet(this, null, failure)) {
                if (upstream != null) {
                    upstream.cancel();
                }
                if (WIP.getAndIncrement(this) == 0) {
                    signalStall();
                }
            }
        }

        private void signalStall() {
            if (end instanceof Throwable failure) {
                actual.onError(failure);
            }
        }

        private long now() {
            return timer.now(TimeUnit.NANOSECONDS);
        }

        @Override
        @SuppressWarnings("rawtypes") // as declared by Scannable
        public @Nullable Object scanUnsafe(Attr key) {
            if (key == Attr.PARENT) {
                return upstream;
            }
            if (key == Attr.ACTUAL) {
                return actual;
            }
            if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
                return requested;
            }
            if (key == Attr.TERMINATED) {
                return end != null;
            }
            if (key == Attr.ERROR) {
                return end instanceof Throwable failure ? failure : null;
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
        }
    }
}
