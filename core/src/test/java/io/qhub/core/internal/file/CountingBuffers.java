package io.qhub.core.internal.file;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;

/** Makes buffers whose every release is counted, and whose use after release is noticed. */
final class CountingBuffers {

    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger live = new AtomicInteger();
    final AtomicInteger releasedTwice = new AtomicInteger();
    final AtomicInteger usedAfterRelease = new AtomicInteger();

    DataBuffer wrap(byte[] bytes) {
        return wrap(bytes, () -> {});
    }

    /** @param whenMeasured runs each time the buffer is asked for its length */
    DataBuffer wrap(byte[] bytes, Runnable whenMeasured) {
        made.incrementAndGet();
        live.incrementAndGet();
        return new Counted(bytes, whenMeasured);
    }

    @Override
    public String toString() {
        return "made " + made + ", live " + live + ", released twice " + releasedTwice + ", used after release "
                + usedAfterRelease;
    }

    private final class Counted extends DataBufferWrapper implements PooledDataBuffer {

        private final AtomicInteger references = new AtomicInteger(1);
        private final byte[] bytes;
        private final Runnable whenMeasured;

        Counted(byte[] bytes, Runnable whenMeasured) {
            super(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
            this.bytes = bytes;
            this.whenMeasured = whenMeasured;
        }

        private void used() {
            if (references.get() <= 0) {
                usedAfterRelease.incrementAndGet();
            }
        }

        @Override
        public boolean isAllocated() {
            return references.get() > 0;
        }

        @Override
        public PooledDataBuffer retain() {
            references.incrementAndGet();
            return this;
        }

        @Override
        public PooledDataBuffer touch(Object hint) {
            return this;
        }

        @Override
        public boolean release() {
            int left = references.decrementAndGet();
            if (left < 0) {
                releasedTwice.incrementAndGet();
            } else if (left == 0) {
                live.decrementAndGet();
            }
            return left == 0;
        }

        @Override
        public int readableByteCount() {
            used();
            whenMeasured.run();
            return super.readableByteCount();
        }

        @Override
        public void toByteBuffer(ByteBuffer target) {
            used();
            super.toByteBuffer(target);
            used();
        }

        @Override
        public DataBuffer read(byte[] target) {
            used();
            return super.read(target);
        }

        /** Hands the bytes out one part at a time, to look again at the end whether they may still be read. */
        @Override
        public ByteBufferIterator readableByteBuffers() {
            used();
            return new ByteBufferIterator() {
                private int part;

                @Override
                public boolean hasNext() {
                    used();
                    return part < 2;
                }

                @Override
                public ByteBuffer next() {
                    used();
                    int half = bytes.length / 2;
                    return part++ == 0
                            ? ByteBuffer.wrap(bytes, 0, half)
                            : ByteBuffer.wrap(bytes, half, bytes.length - half);
                }

                @Override
                public void close() {
                    used();
                }
            };
        }
    }
}
