package io.qhub.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what Netty's leak detector finds, at the level at which it tracks every buffer. */
public final class NettyLeaks {

    private static final ConcurrentLinkedQueue<String> REPORTS = new ConcurrentLinkedQueue<>();
    private static final AtomicLong TRACKED = new AtomicLong();
    private static final Pattern NUMBER = Pattern.compile("tracked as number (\\d+)");
    private static final Duration GC_LIMIT = Duration.ofSeconds(30);

    private static volatile String owner = "no test class";

    private NettyLeaks() {}

    /** Must run before the first buffer is allocated: Netty asks for its detector once. */
    static void install() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        if (!(ResourceLeakDetectorFactory.instance() instanceof Factory)) {
            ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
        }
    }

    /** Names who allocates from now on, for the reports. */
    static void ownedBy(String name) {
        owner = name;
    }

    /** How many buffers and other tracked resources have been allocated in this JVM. */
    static long tracked() {
        return TRACKED.get();
    }

    /** Which of the resources that were {@link #tracked()} a report is about. */
    static long numberOf(String report) {
        Matcher number = NUMBER.matcher(report);
        return number.find() ? Long.parseLong(number.group(1)) : Long.MAX_VALUE;
    }

    /** Collects garbage, then gives and forgets the reports since the last call: one for each leaked resource. */
    static List<String> drain() {
        collectGarbage();
        for (ByteBufAllocator allocator :
                List.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT, UnpooledByteBufAllocator.DEFAULT)) {
            // A detector looks at its queue when a resource is allocated.
            ByteBuf buffer = allocator.directBuffer(16);
            buffer.release();
        }
        List<String> found = new ArrayList<>();
        for (String report = REPORTS.poll(); report != null; report = REPORTS.poll()) {
            found.add(report);
        }
        return found;
    }

    /**
     * The references that one collection clears are enqueued in an unknown order, but all of them before any of the
     * next collection.
     */
    private static void collectGarbage() {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> queue = new ReferenceQueue<>();
            Reference<Object> canary = new PhantomReference<>(new Object(), queue);
            System.gc();
            try {
                if (queue.remove(GC_LIMIT.toMillis()) != canary) {
                    throw new IllegalStateException("No garbage collection within " + GC_LIMIT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while collecting garbage", e);
            }
        }
    }

    private static final class Factory extends ResourceLeakDetectorFactory {

        @Override
        @SuppressWarnings("deprecation") // Abstract all the same.
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return new Detector<>(resource, interval);
        }
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {

        Detector(Class<?> resource, int interval) {
            super(resource, interval);
        }

        @Override
        public ResourceLeakTracker<T> track(T resource) {
            TRACKED.incrementAndGet();
            return super.track(resource);
        }

        /** Netty reports equal traces only once per JVM; the number keeps them apart. */
        @Override
        protected Object getInitialHint(String resourceType) {
            return "tracked as number " + TRACKED.get() + ", during " + owner;
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            REPORTS.add(resourceType + " was not released." + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            REPORTS.add(resourceType + " was not released.");
        }
    }
}
