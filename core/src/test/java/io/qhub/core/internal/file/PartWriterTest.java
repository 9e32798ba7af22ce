package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.testing.Waits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

/** The writer takes every buffer once, from any thread, and lets go of every buffer once, however it ends. */
class PartWriterTest {

    private static final Duration LIMIT = Waits.seconds(30);

    private final CountingBuffers buffers = new CountingBuffers();
    private final Scheduler io = Schedulers.newBoundedElastic(4, 100_000, "part-writer-test");

    @AfterEach
    void close() {
        io.dispose();
    }

    /** Reads buffers at the speed of a disk that is sometimes slow, and sees whether two threads come at once. */
    private static class Disk implements PartWriter.Sink {

        final AtomicLong bytes = new AtomicLong();
        final AtomicInteger inside = new AtomicInteger();
        final AtomicInteger together = new AtomicInteger();
        final int slowness;

        Disk(int slowness) {
            this.slowness = slowness;
        }

        @Override
        public void begin() {}

        @Override
        public void write(DataBuffer buffer) {
            if (inside.getAndIncrement() != 0) {
                together.incrementAndGet();
            }
            try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
                while (parts.hasNext()) {
                    ByteBuffer part = parts.next();
                    for (int i = 0; i < slowness; i++) {
                        Thread.onSpinWait();
                    }
                    bytes.addAndGet(part.remaining());
                }
            }
            inside.decrementAndGet();
        }

        @Override
        public void written() {}
    }

    private void assertAllReleasedOnce() {
        await().atMost(LIMIT).until(() -> buffers.live.get() == 0);
        assertThat(buffers.releasedTwice).hasValue(0);
        assertThat(buffers.usedAfterRelease).hasValue(0);
    }

    /** Pushes what is asked for, each request on a thread of its own turn, and looks for a cancel between buffers only. */
    private Flux<DataBuffer> pushed(int count, int size) {
        return Flux.<DataBuffer, Integer>generate(() -> 0, (n, sink) -> {
                    if (n == count) {
                        sink.complete();
                    } else {
                        sink.next(buffers.wrap(new byte[size]));
                    }
                    return n + 1;
                })
                .subscribeOn(Schedulers.parallel());
    }

    @Test
    void fiveThousandCancelsAtAnyTimeLeaveNothing() {
        Random random = new Random(42);
        AtomicInteger together = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        for (int i = 0; i < 5_000; i++) {
            Disk disk = new Disk(random.nextInt(200));
            Disposable writing = new PartWriter(pushed(400, 100), new SerialTasks(io), disk)
                    .subscribe(nothing -> {}, failure -> {}, completed::incrementAndGet);
            int wait = random.nextInt(i % 4 == 0 ? 100 : 40_000);
            for (int spin = 0; spin < wait; spin++) {
                Thread.onSpinWait();
            }
            writing.dispose();
            together.addAndGet(disk.together.get());
        }
        assertAllReleasedOnce();
        assertThat(together).hasValue(0);
        assertThat(completed).hasValueLessThan(5_000);
        assertThat(buffers.made).hasValueGreaterThan(5_000);
    }

    /** The narrow places: a cancel or a failing disk just as a buffer or the end arrives. */
    @Test
    void fiveThousandRacesOfCancelAndArrivalLeaveNothing() {
        for (int i = 0; i < 5_000; i++) {
            Pushing source = new Pushing();
            Disposable writing =
                    new PartWriter(source, new SerialTasks(io), new Disk(0)).subscribe(nothing -> {}, failure -> {});
            // All but one of a batch, so that the racing buffer is the one that wakes the writer.
            int before = i % 2 == 0 ? PartWriter.BATCH_BUFFERS - 1 : 3;
            for (int n = 0; n < before; n++) {
                source.actual.onNext(buffers.wrap(new byte[10]));
            }
            int kind = i;
            RaceTestUtils.race(writing::dispose, () -> {
                if (kind % 3 == 0) {
                    source.actual.onComplete();
                } else {
                    source.actual.onNext(buffers.wrap(new byte[10]));
                    source.actual.onNext(buffers.wrap(new byte[10]));
                }
            });
        }
        assertAllReleasedOnce();
    }

    /** The cancel that comes after the writer looked for one, and empties the queue before the buffer is in it. */
    @Test
    void aCancelInTheMiddleOfAnArrivalLeavesNothing() {
        Pushing source = new Pushing();
        Disposable writing = new PartWriter(source, new SerialTasks(io), new Disk(0)).subscribe();
        source.actual.onNext(buffers.wrap(new byte[10], writing::dispose));
        assertThat(source.cancelled).hasValue(1);
        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
    }

    @Test
    void writesAllWhatCameBeforeAFailure() {
        Disk disk = new Disk(0);
        IllegalStateException cut = new IllegalStateException("cut");
        StepVerifier.create(new PartWriter(pushed(77, 10).concatWith(Flux.error(cut)), new SerialTasks(io), disk))
                .verifyErrorMatches(failure -> failure == cut);
        assertThat(disk.bytes).hasValue(770);
        assertAllReleasedOnce();
    }

    @Test
    void asksForNoMoreThanItCanHold() {
        Pushing source = new Pushing();
        Disposable writing = new PartWriter(source, new SerialTasks(io), new Disk(0)).subscribe();
        assertThat(source.requested).hasValue(PartWriter.PREFETCH);

        for (int n = 0; n < PartWriter.PREFETCH; n++) {
            source.actual.onNext(buffers.wrap(new byte[10]));
        }

        await().atMost(LIMIT).until(() -> source.requested.get() == 2 * PartWriter.PREFETCH);
        writing.dispose();
        assertAllReleasedOnce();
    }

    /** A batch is due by bytes too, so that large buffers do not pile up. */
    @Test
    void writesLargeBuffersEarly() {
        Pushing source = new Pushing();
        Disk disk = new Disk(0);
        Disposable writing = new PartWriter(source, new SerialTasks(io), disk).subscribe();
        source.actual.onNext(buffers.wrap(new byte[PartWriter.BATCH_BYTES]));
        await().atMost(LIMIT).until(() -> disk.bytes.get() == PartWriter.BATCH_BYTES);
        writing.dispose();
        assertAllReleasedOnce();
    }

    /** One that never ends must not keep the only thread from others. */
    @Test
    void takesTurnsOnOneThread() {
        Scheduler single = Schedulers.newBoundedElastic(1, 1_000, "one-thread");
        try {
            Disposable endless = new PartWriter(
                            Flux.generate(sink -> sink.next(buffers.wrap(new byte[10]))),
                            new SerialTasks(single),
                            new Disk(0))
                    .subscribe();
            StepVerifier.create(new PartWriter(pushed(500, 10), new SerialTasks(single), new Disk(0)))
                    .expectComplete()
                    .verify(LIMIT);
            endless.dispose();
            assertAllReleasedOnce();
        } finally {
            single.dispose();
        }
    }

    @Test
    void whatTheSinkThrowsCancelsTheSource() {
        Pushing source = new Pushing();
        IllegalStateException thrown = new IllegalStateException("no");
        List<Throwable> failures = new ArrayList<>();
        new PartWriter(source, new SerialTasks(Schedulers.immediate()), new Disk(0) {
                    @Override
                    public void write(DataBuffer buffer) {
                        throw thrown;
                    }
                })
                .subscribe(nothing -> {}, failures::add);
        for (int n = 0; n < PartWriter.PREFETCH; n++) {
            source.actual.onNext(buffers.wrap(new byte[10]));
        }
        source.actual.onComplete();

        assertThat(failures).containsExactly(thrown);
        assertThat(source.cancelled).hasValue(1);
        assertAllReleasedOnce();
    }

    /** As debuggers and Reactor's metrics do. */
    @Test
    void toolsSeeItsState() {
        Pushing source = new Pushing();
        PartWriter writer = new PartWriter(source, new SerialTasks(io), new Disk(0));
        assertThat(writer.scanUnsafe(Attr.PARENT)).isSameAs(source);
        assertThat(writer.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(writer.scanUnsafe(Attr.CAPACITY)).isNull();

        Disposable writing = writer.subscribe(nothing -> {}, failure -> {});
        Scannable state = Scannable.from(writing).parents().findFirst().orElseThrow();
        source.actual.onNext(buffers.wrap(new byte[10]));
        source.actual.onNext(buffers.wrap(new byte[10]));
        assertThat(state.scanUnsafe(Attr.PARENT)).isSameAs(source);
        assertThat(state.scan(Attr.ACTUAL)).isSameAs(writing);
        assertThat(state.scan(Attr.RUN_STYLE)).isEqualTo(Attr.RunStyle.ASYNC);
        assertThat(state.scan(Attr.BUFFERED)).isEqualTo(2);
        assertThat(state.scan(Attr.CANCELLED)).isFalse();
        assertThat(state.scan(Attr.TERMINATED)).isFalse();
        assertThat(state.scanUnsafe(Attr.CAPACITY)).isNull();

        writing.dispose();

        assertThat(state.scan(Attr.CANCELLED)).isTrue();
        assertThat(state.scan(Attr.TERMINATED)).isFalse();
        assertAllReleasedOnce();
    }

    @Test
    void toolsSeeThatTheSourceHasEnded() {
        Pushing source = new Pushing();
        Disposable writing =
                new PartWriter(source, new SerialTasks(io), new Disk(0)).subscribe(nothing -> {}, failure -> {});
        Scannable state = Scannable.from(writing).parents().findFirst().orElseThrow();

        source.actual.onComplete();

        assertThat(state.scan(Attr.TERMINATED)).isTrue();
    }

    /** Lets the test play the network. */
    private static final class Pushing extends Flux<DataBuffer> implements Subscription {

        final AtomicLong requested = new AtomicLong();
        final AtomicInteger cancelled = new AtomicInteger();
        CoreSubscriber<? super DataBuffer> actual;

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
}
