package io.qhub.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The controls: each kind of blocking call is flagged where nothing may block, and only there. */
class BlockingCallsTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Path file;
    private FileChannel channel;

    interface Action {
        void run(BlockingCallsTest test) throws Exception;
    }

    record Case(String name, Action action, String flagged) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> blocking() {
        return Stream.of(
                new Case("sleep", test -> Thread.sleep(1), "java.lang.Thread.sleep"),
                new Case("open a FileInputStream", test -> test.openStream(), "java.io.FileInputStream"),
                new Case("open a channel", test -> test.open().close(), "UnixNativeDispatcher.open0"),
                new Case("read a channel", test -> test.channel.read(buffer()), "FileDispatcherImpl.read0"),
                new Case("read at a position", test -> test.channel.read(buffer(), 0), "FileDispatcherImpl.pread0"),
                new Case("write a channel", test -> test.channel.write(buffer()), "FileDispatcherImpl.write0"),
                new Case("write at a position", test -> test.channel.write(buffer(), 0), "FileDispatcherImpl.pwrite0"),
                new Case("force a channel", test -> test.channel.force(true), "FileDispatcherImpl.force0"),
                new Case("size of a channel", test -> test.channel.size(), "FileDispatcherImpl.size0"),
                new Case("move a file", test -> test.move(), "UnixNativeDispatcher.rename0"),
                new Case("delete a file", test -> Files.delete(test.file), "UnixNativeDispatcher.unlink0"),
                new Case(
                        "create a directory",
                        test -> Files.createDirectory(test.directory.resolve("d")),
                        "UnixNativeDispatcher.mkdir0"),
                new Case("ask for a file's size", test -> Files.size(test.file), "UnixNativeDispatcher.stat0"),
                new Case(
                        "look a name up",
                        test -> InetAddress.getAllByName("n" + System.nanoTime() + ".invalid"),
                        "Inet6AddressImpl#lookupAllHostAddr"));
    }

    @BeforeEach
    void prepare() throws Exception {
        file = Files.write(directory.resolve("file"), new byte[64]);
    }

    @AfterEach
    void forget() {
        BlockingCalls.take();
    }

    @Test
    void writesDownWhatIsSwallowed() {
        Mono.fromRunnable(() -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException | BlockingOperationError swallowed) {
                        // As a retry would.
                    }
                })
                .subscribeOn(Schedulers.parallel())
                .block(WAIT);

        assertThat(BlockingCalls.take()).singleElement().satisfies(error -> assertThat(error)
                .hasMessageContaining("Thread.sleep"));
        assertThat(BlockingCalls.take()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void isFlaggedOnAParallelThread(Case blocking) throws Exception {
        try (FileChannel opened = open()) {
            channel = opened;
            assertThatThrownBy(() -> on(Schedulers.parallel(), blocking))
                    .hasRootCauseInstanceOf(BlockingOperationError.class)
                    .rootCause()
                    .hasMessageContaining(blocking.flagged());
        }
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void isFlaggedOnAnEventLoop(Case blocking) throws Exception {
        LoopResources loops = LoopResources.create("event-loop", 1, true);
        try (FileChannel opened = open()) {
            channel = opened;
            Scheduler eventLoop = Schedulers.fromExecutor(loops.onClient(true).next());
            assertThatThrownBy(() -> on(eventLoop, blocking))
                    .hasRootCauseInstanceOf(BlockingOperationError.class)
                    .rootCause()
                    .hasMessageContaining(blocking.flagged());
        } finally {
            loops.disposeLater(Duration.ZERO, WAIT).block(WAIT);
        }
    }

    @ParameterizedTest
    @MethodSource("blocking")
    void isAllowedOnAnElasticThread(Case blocking) throws Exception {
        if (blocking.name().equals("look a name up")) {
            assertThatThrownBy(() -> on(Schedulers.boundedElastic(), blocking))
                    .hasRootCauseInstanceOf(java.net.UnknownHostException.class);
            return;
        }
        try (FileChannel opened = open()) {
            channel = opened;
            on(Schedulers.boundedElastic(), blocking);
        }
    }

    @Test
    void loggingIsAllowedEverywhere() {
        String logged = Mono.fromCallable(() -> {
                    LoggerFactory.getLogger(BlockingCallsTest.class).error("A line that a test writes on purpose");
                    return "logged";
                })
                .subscribeOn(Schedulers.parallel())
                .block(WAIT);

        assertThat(logged).isEqualTo("logged");
    }

    /** As the NIO transport does on its event loops. */
    @Test
    void socketsAreWrittenEverywhere() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel accepted = server.accept()) {
            client.configureBlocking(false);
            on(Schedulers.parallel(), new Case("write", test -> client.write(buffer()), ""));
            ByteBuffer received = buffer();
            while (received.hasRemaining() && accepted.read(received) >= 0) {
                assertThat(received.position()).isPositive();
            }
            assertThat(received.hasRemaining()).isFalse();
        }
    }

    private void on(Scheduler scheduler, Case blocking) {
        Callable<String> call = () -> {
            blocking.action().run(this);
            return "done";
        };
        Mono.fromCallable(call).subscribeOn(scheduler).block(WAIT);
    }

    private void openStream() throws Exception {
        try (FileInputStream stream = new FileInputStream(file.toFile())) {
            assertThat(stream.read()).isZero();
        }
    }

    private FileChannel open() throws Exception {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void move() throws Exception {
        Files.move(file, directory.resolve("moved"));
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(16);
    }
}
