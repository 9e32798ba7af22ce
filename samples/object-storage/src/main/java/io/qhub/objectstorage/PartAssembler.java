package io.qhub.objectstorage;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Cuts a stream of buffers into {@link Part parts}. Each buffer is copied and released where it arrives: none is ever
 * queued, so there is none to lose. The source is asked for one buffer at a time, and only while a part is wanted;
 * without demand there is no more in memory than the rest of the last buffer.
 *
 * <p>A part is passed on when the buffer after it has come, or the end: only then is it known whether it is the last.
 * Empty content is one empty part.
 */
final class PartAssembler extends FluxOperator<DataBuffer, Part> {

    /** What a part begins with where it is not known how long it gets. */
    static final int SMALL_BYTES = 64 * 1024;

    private final PartSizes sizes;
    private final MessageDigest digest;

    /** For one subscription: the digest is fed with all bytes, in order, and is complete when the last part is out. */
    PartAssembler(Flux<DataBuffer> source, PartSizes sizes, MessageDigest digest) {
        super(source);
        this.sizes = sizes;
        this.digest = digest;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Part> actual) {
        source.subscribe(new Assembling(actual, sizes, digest));
    }

    private static final class Assembling implements CoreSubscriber<DataBuffer>, Subscription, Scannable {

        private static final AtomicLongFieldUpdater<Assembling> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(Assembling.class, "requested");
        private static final AtomicIntegerFieldUpdater<Assembling> WIP =
                AtomicIntegerFieldUpdater.newUpdater(Assembling.class, "wip");

        private final CoreSubscriber<? super Part> actual;
        private final PartSizes sizes;
        private final MessageDigest digest;

        /** Whole parts; more than one only if a single buffer was longer than a part. */
        private final Queue<Part> ready = Queues.<Part>unbounded(4).get();

        private @Nullable Subscription upstream;
        private volatile long requested;
        private volatile int wip;
        private volatile boolean cancelled;
        private volatile boolean done;
        private @Nullable Throwable error;

        /** Whether the source has been asked for a buffer that has not come. */
        private volatile boolean asked;

        // Of the source's thread.
        private int number = 1;
        private byte[] bytes;
        private int length;

        Assembling(CoreSubscriber<? super Part> actual, PartSizes sizes, MessageDigest digest) {
            this.actual = actual;
            this.sizes = sizes;
            this.digest = digest;
            this.bytes = new byte[sizes.initial(1)];
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
            if (done || cancelled) {
                DataBufferUtils.release(buffer);
                return;
            }
            Throwable failure = null;
            try {
                take(buffer);
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                DataBufferUtils.release(buffer);
            }
            if (failure != null) {
                if (upstream != null) {
                    upstream.cancel();
                }
                onError(failure);
                return;
            }
            asked = false;
            drain();
        }

        private void take(DataBuffer buffer) {
            while (buffer.readableByteCount() > 0) {
                int size = sizes.of(number);
                if (length == size) {
                    if (number == PartSizes.MOST_PARTS) {
                        throw new IllegalStateException("the content is longer than the " + sizes.most()
                                + " bytes that fit into " + PartSizes.MOST_PARTS
                                + " parts; use a larger partSize, or tell the length");
                    }
                    ready.offer(new Part(number, bytes, length, false));
                    number++;
                    length = 0;
                    bytes = new byte[sizes.initial(number)];
                    continue;
                }
                int taken = Math.min(buffer.readableByteCount(), size - length);
                if (length + taken > bytes.length) {
                    grow(length + taken);
                }
                buffer.read(bytes, length, taken);
                digest.update(bytes, length, taken);
                length += taken;
            }
        }

        /** The first part by doubling, for it may be all there is; a later one at once. */
        private void grow(int needed) {
            int full = sizes.full(number);
            int grown = number > 1 ? full : (int) Math.min(full, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(needed, grown));
        }

        @Override
        public void onError(Throwable failure) {
            if (done || cancelled) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            error = failure;
            done = true;
            drain();
        }

        @Override
        public void onComplete() {
            if (done || cancelled) {
                return;
            }
            ready.offer(new Part(number, bytes, length, true));
            done = true;
            drain();
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                Operators.addCap(REQUESTED, this, n);
                drain();
            }
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                if (upstream != null) {
                    upstream.cancel();
                }
            }
        }

        private void drain() {
            if (WIP.getAndIncrement(this) != 0) {
                return;
            }
            int missed = 1;
            do {
                long wanted = requested;
                long passed = 0;
                while (!cancelled) {
                    // In this order: what was ready before the end is passed on before it.
                    boolean ended = done;
                    if (ended && error != null) {
                        // Parts that are ready would be sent for nothing.
                        cancelled = true;
                        actual.onError(error);
                        return;
                    }
                    Part part = passed == wanted ? null : ready.poll();
                    if (part == null) {
                        break;
                    }
                    passed++;
                    actual.onNext(part);
                    if (part.last() && !cancelled) {
                        cancelled = true;
                        actual.onComplete();
                    }
                }
                if (cancelled) {
                    return;
                }
                if (passed != 0) {
                    wanted = Operators.produced(REQUESTED, this, passed);
                }
                if (wanted > 0 && ready.isEmpty() && !done && !asked && upstream != null) {
                    asked = true;
                    upstream.request(1);
                }
                missed = WIP.addAndGet(this, -missed);
            } while (missed != 0);
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
                return done;
            }
            if (key == Attr.CANCELLED) {
                return cancelled;
            }
            if (key == Attr.ERROR) {
                return error;
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
        }
    }
}
