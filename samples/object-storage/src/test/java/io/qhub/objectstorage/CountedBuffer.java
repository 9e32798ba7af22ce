package io.qhub.objectstorage;

import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferWrapper;
import org.springframework.core.io.buffer.PooledDataBuffer;

/** Counts down when it is released, and does not allow that twice. */
final class CountedBuffer extends DataBufferWrapper implements PooledDataBuffer {

    private final PooledDataBuffer pooled;
    private final AtomicInteger notReleased;

    private CountedBuffer(DataBuffer delegate, AtomicInteger notReleased) {
        super(delegate);
        this.pooled = (PooledDataBuffer) delegate;
        this.notReleased = notReleased;
    }

    static DataBuffer of(DataBuffer delegate, AtomicInteger notReleased) {
        return new CountedBuffer(delegate, notReleased);
    }

    @Override
    public boolean isAllocated() {
        return pooled.isAllocated();
    }

    @Override
    public PooledDataBuffer retain() {
        throw new UnsupportedOperationException("nobody has to keep it");
    }

    @Override
    public PooledDataBuffer touch(Object hint) {
        return this;
    }

    @Override
    public boolean release() {
        boolean released = pooled.release();
        notReleased.decrementAndGet();
        return released;
    }
}
