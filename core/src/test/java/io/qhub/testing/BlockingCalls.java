package io.qhub.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * BlockHound, with marks for what it does not know: NIO file access and the platform's name lookup.
 *
 * <p>A blocking call throws where it stands. As an operator, a retry or Netty may swallow that, each call is also written
 * down, and {@link BlockingExtension} fails the class in which it happened.
 *
 * <p>Needs {@code -XX:+AllowRedefinitionToAddDeleteMethods}, which the parent pom gives to every test run.
 */
public final class BlockingCalls {

    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    private static final Queue<BlockingOperationError> FOUND = new ConcurrentLinkedQueue<>();

    private record Mark(String type, String method, String descriptor) {}

    private BlockingCalls() {}

    /** Makes blocking calls on non-blocking threads fail from now on; once per JVM, later calls do nothing. */
    public static void install() {
        if (INSTALLED.compareAndSet(false, true)) {
            BlockHound.install(builder -> {
                builder.blockingMethodCallback(method -> {
                    BlockingOperationError error = new BlockingOperationError(method);
                    FOUND.add(error);
                    throw error;
                });
                for (Mark mark : marks(Runtime.version().feature())) {
                    builder.markAsBlocking(mark.type(), mark.method(), mark.descriptor());
                }
                // Sockets write through the same native method as files (JDK 17), and those of an event loop never
                // wait.
                builder.allowBlockingCallsInside("sun.nio.ch.SocketDispatcher", "write");
                // Threads that contend for Netty's allocator wait for each other for the length of an assignment. Netty
                // excuses its older allocator by itself, and of this one only a part.
                builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free");
                builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "free");
                // Virtual time keeps its tasks in one queue with a lock; real event loops that meet at it wait for a
                // moment.
                builder.allowBlockingCallsInside(
                        "reactor.test.scheduler.VirtualTimeScheduler$TimedRunnable", "dispose");
                builder.allowBlockingCallsInside("reactor.test.scheduler.VirtualTimeScheduler", "drain");
                builder.allowBlockingCallsInside(
                        "reactor.test.scheduler.VirtualTimeScheduler$VirtualTimeWorker", "schedule");
                // The first readers of a type wait for the one that builds its deserializer, once per type.
                builder.allowBlockingCallsInside(
                        "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
            });
        }
    }

    /** Gives and forgets the blocking calls since the last call; for a test that provokes them. */
    public static List<BlockingOperationError> take() {
        List<BlockingOperationError> found = new ArrayList<>();
        for (BlockingOperationError error = FOUND.poll(); error != null; error = FOUND.poll()) {
            found.add(error);
        }
        return found;
    }

    private static List<Mark> marks(int javaVersion) {
        String files = "sun.nio.fs.UnixNativeDispatcher";
        String channels = javaVersion < 21 ? "sun.nio.ch.FileDispatcherImpl" : "sun.nio.ch.UnixFileDispatcherImpl";
        String lookup = "java.net.Inet6AddressImpl";
        String descriptor = "Ljava/io/FileDescriptor;";
        return List.of(
                new Mark(files, "open0", "(JII)I"),
                new Mark(files, "rename0", "(JJ)V"),
                new Mark(files, "unlink0", "(J)V"),
                new Mark(files, "mkdir0", "(JI)V"),
                new Mark(files, "stat0", "(JLsun/nio/fs/UnixFileAttributes;)" + (javaVersion < 21 ? "V" : "I")),
                new Mark(channels, "read0", "(" + descriptor + "JI)I"),
                new Mark(channels, "pread0", "(" + descriptor + "JIJ)I"),
                new Mark(channels, "write0", "(" + descriptor + "JI)I"),
                new Mark(channels, "pwrite0", "(" + descriptor + "JIJ)I"),
                new Mark(channels, "force0", "(" + descriptor + "Z)I"),
                new Mark(channels, "size0", "(" + descriptor + ")J"),
                new Mark(
                        lookup,
                        "lookupAllHostAddr",
                        "(Ljava/lang/String;" + (javaVersion < 21 ? "" : "I") + ")[Ljava/net/InetAddress;"));
    }
}
