package io.qhub.core.internal.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Writes a flux of buffers through a {@link Sink}, in batches that run as {@link SerialTasks}, while the network fills
 * the next batch. Completes or fails only when everything that arrived has been written, so that a cut loses nothing.
 *
 * <p>Buffers have one owner at any time: the queue until whoever holds the work-in-progress count takes them out, then
 * that one, who releases them. Cancelling never takes a buffer from a thread that reads it, and interrupts nobody.
 */
final class PartWriter extends Mono<Void> implements Scannable {

    /** Buffers asked for at once: half a MiB of TLS's 16 KiB, and 1 MiB at most. */
    static final int PREFETCH = 32;

    /** A batch is due at so many buffers, or so many bytes; whichever comes first. */
    static final int BATCH_BUFFERS = 16;

    static final int BATCH_BYTES = 256 * 1024;

    /** Where the bytes go. Called by one thread at a time, as a task. */
    interface Sink {

        /** Before the first buffer, or before the end where none came. */
        void begin() throws Exception;

        /** Writes all of one buffer, and does not release it. */
        void write(DataBuffer buffer) throws Exception;

        /** Writes all of a batch in order, and releases none of it; in one go where the sink can. */
        default void write(List<DataBuffer> batch) throws Exception {
            for (DataBuffer buffer : batch) {
                write(buffer);
            }
        }

        /** After each batch. */
        void written();
    }

    private final Flux<DataBuffer> source;
    private final SerialTasks tasks;
    private final Sink sink;

    PartWriter(Flux<DataBuffer> source, SerialTasks tasks, Sink sink) {
        this.source = source;
        this.tasks = tasks;
        this.sink = sink;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
        source.subscribe(new Writing(actual, tasks, sink));
    }

    @Override
    @SuppressWarnings("rawtypes") // as declared by Scannable
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return source;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }

    private static final class Writing
            implements CoreSubscriber<DataBuffer>, Subscription, SerialTasks.Task, Scannable {

        private static final AtomicIntegerFieldUpdater<Writing> WIP =
                AtomicIntegerFieldUpdater.newUpdater(Writing.class, "wip");

        private final CoreSubscriber<? super Void> actual;
        private final SerialTasks tasks;
        private final Sink sink;
        private final Queue<DataBuffer> queue =
                Queues.<DataBuffer>unbounded(PREFETCH).get();

        private @Nullable Subscription upstream;
        private volatile int wip;
        private volatile boolean cancelled;
        private volatile boolean done;
        private @Nullable Throwable error;

        // Of the source's thread.
        private int arrivedBuffers;
        private long arrivedBytes;

        // Of the task.
        private boolean begun;
        private int consumed;

        Writing(CoreSubscriber<? super Void> actual, SerialTasks tasks, Sink sink) {
            this.actual = actual;
            this.tasks = tasks;
            this.sink = sink;
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
                s.request(PREFETCH);
            }
        }

        @Override
        public void onNext(DataBuffer buffer) {
            if (done || cancelled) {
                DataBufferUtils.release(buffer);
                return;
            }
            arrivedBuffers++;
            arrivedBytes += buffer.readableByteCount();
            queue.offer(buffer);
            if (cancelled) {
                // Whoever cancelled may have emptied the queue just before.
                releaseAll();
            } else if (arrivedBuffers >= BATCH_BUFFERS || arrivedBytes >= BATCH_BYTES) {
                schedule();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (done || cancelled) {
                // Of a connection that nobody is interested in any more.
                return;
            }
            error = failure;
            done = true;
            schedule();
        }

        @Override
        public void onComplete() {
            if (!done) {
                done = true;
                schedule();
            }
        }

        @Override
        public void request(long n) {
            // There is no element to ask for: the writing starts with the subscription.
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                if (upstream != null) {
                    upstream.cancel();
                }
                releaseAll();
            }
        }

        private void schedule() {
            arrivedBuffers = 0;
            arrivedBytes = 0;
            if (WIP.getAndIncrement(this) == 0) {
                tasks.submit(this);
            }
        }

        /** Empties the queue now, or leaves it to the one who works on it, who is going to see the cancel. */
        private void releaseAll() {
            if (WIP.getAndIncrement(this) == 0) {
                int missed = 1;
                do {
                    releaseQueued();
                    missed = WIP.addAndGet(this, -missed);
                } while (missed != 0);
            }
        }

        private void releaseQueued() {
            for (DataBuffer left = queue.poll(); left != null; left = queue.poll()) {
                DataBufferUtils.release(left);
            }
        }

        @Override
        public void run(@Nullable RejectedExecutionException refused) {
            int missed = wip;
            boolean last = done;
            if (!cancelled) {
                try {
                    if (refused != null) {
                        throw refused;
                    }
                    writeBatch(last);
                } catch (Throwable failure) {
                    fail(failure);
                }
            }
            if (cancelled) {
                releaseQueued();
            } else if (!queue.isEmpty()) {
                // The rest, or an end that came with it, in a task of its own: other downloads wait for the thread.
                tasks.submit(this);
                return;
            } else if (last) {
                finish();
            }
            if (WIP.addAndGet(this, -missed) != 0) {
                tasks.submit(this);
            }
        }

        private void writeBatch(boolean last) throws Exception {
            List<DataBuffer> batch = new ArrayList<>(PREFETCH);
            try {
                while (batch.size() < PREFETCH && !cancelled) {
                    DataBuffer buffer = queue.poll();
                    if (buffer == null) {
                        break;
                    }
                    batch.add(buffer);
                }
                if (!batch.isEmpty()) {
                    begin();
                    sink.write(batch);
                }
            } finally {
                batch.forEach(DataBufferUtils::release);
            }
            consumed += batch.size();
            if (consumed >= PREFETCH / 2 && upstream != null) {
                upstream.request(consumed);
                consumed = 0;
            }
            if (last && queue.isEmpty() && !cancelled) {
                begin();
            }
            if (!batch.isEmpty()) {
                sink.written();
            }
        }

        private void finish() {
            // Nothing that happens from here on may touch the sink again.
            cancelled = true;
            if (error == null) {
                actual.onComplete();
            } else {
                actual.onError(error);
            }
        }

        private void begin() throws Exception {
            if (!begun) {
                begun = true;
                sink.begin();
            }
        }

        private void fail(Throwable failure) {
            cancelled = true;
            if (upstream != null) {
                upstream.cancel();
            }
            Throwable cut = error;
            if (cut != null && cut != failure) {
                failure.addSuppressed(cut);
            }
            releaseQueued();
            actual.onError(failure);
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
            if (key == Attr.CANCELLED) {
                return cancelled;
            }
            if (key == Attr.TERMINATED) {
                return done;
            }
            if (key == Attr.BUFFERED) {
                return queue.size();
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
        }
    }
}
