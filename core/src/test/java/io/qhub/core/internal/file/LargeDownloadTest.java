package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.testing.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Large and many downloads, in pooled Netty buffers as the network gives them. */
class LargeDownloadTest {

    private static final int CHUNK = 8 * 1024;

    private final NettyDataBufferFactory pooled = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
    private final byte[] pattern = Server.content(CHUNK * 7 + 3, 9);

    @TempDir
    Path directory;

    /** Each chunk starts elsewhere in the pattern, so that a chunk too many or in the wrong place shows. */
    private DataBuffer chunk(long index) {
        DataBuffer buffer = pooled.allocateBuffer(CHUNK);
        buffer.write(pattern, (int) (index * 31 % (pattern.length - CHUNK)), CHUNK);
        return buffer;
    }

    private Flux<DataBuffer> body(long chunks) {
        return Flux.<DataBuffer, Long>generate(() -> 0L, (index, sink) -> {
                    if (index == chunks) {
                        sink.complete();
                    } else {
                        sink.next(chunk(index));
                    }
                    return index + 1;
                })
                .subscribeOn(Schedulers.parallel());
    }

    private DownloadSource source(long chunks) {
        return (resume, onHead) -> Flux.defer(() -> {
            onHead.accept(new DownloadHead(200, chunks * CHUNK, null, null, null));
            return body(chunks);
        });
    }

    @Test
    void writesALargeFileWhole(TestReporter reporter) throws Exception {
        long chunks = Sizes.big(2L << 30) / CHUNK;
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (long i = 0; i < chunks; i++) {
            expected.update(pattern, (int) (i * 31 % (pattern.length - CHUNK)), CHUNK);
        }
        Path target = directory.resolve("large");

        long start = System.nanoTime();
        DownloadedFile file = Downloading.toFile(source(chunks), target, DownloadOptions.defaults())
                .block(Duration.ofMinutes(5));
        long ours = System.nanoTime() - start;

        assertThat(file).isEqualTo(new DownloadedFile(target, chunks * CHUNK, null));
        assertThat(sha256(target)).isEqualTo(HexFormat.of().formatHex(expected.digest()));

        Path theirs = directory.resolve("theirs");
        start = System.nanoTime();
        DataBufferUtils.write(body(chunks), theirs, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .block(Duration.ofMinutes(5));
        long springs = System.nanoTime() - start;
        reporter.publishEntry(
                "MB/s, this and DataBufferUtils.write", rate(chunks, ours) + " and " + rate(chunks, springs));
    }

    private static long rate(long chunks, long nanos) {
        return chunks * CHUNK * 1000 / nanos;
    }

    @Test
    void manyDownloadsShareTheThreadsOfTheirPool() {
        Scheduler io = Schedulers.newBoundedElastic(3, 100_000, "large-download-test");
        Set<String> threads = ConcurrentHashMap.newKeySet();
        try {
            Flux.range(0, 100)
                    .flatMap(
                            i -> Downloading.toFile(
                                    source(200),
                                    directory.resolve("file" + i),
                                    DownloadOptions.defaults()
                                            .ioScheduler(io)
                                            .onProgress(report -> threads.add(
                                                    Thread.currentThread().getName()))),
                            100)
                    .then()
                    .block(Duration.ofMinutes(2));
            assertThat(threads).hasSizeBetween(1, 3).allMatch(name -> name.startsWith("large-download-test"));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("large-download-test-"))
                    .hasSizeLessThanOrEqualTo(4);
            assertThat(files()).hasSize(100).allSatisfy(file -> assertThat(file).hasSize(200L * CHUNK));
        } finally {
            io.dispose();
        }
    }

    private Path[] files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toArray(Path[]::new);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Downloads that wait for the network hold no thread: more can wait than there are threads. */
    @Test
    void aDownloadThatWaitsHoldsNoThread() {
        Scheduler io = Schedulers.newBoundedElastic(1, 100_000, "large-download-one");
        try {
            DownloadOptions options = DownloadOptions.defaults().ioScheduler(io);
            DownloadSource silent = (resume, onHead) -> Flux.defer(() -> {
                onHead.accept(new DownloadHead(200, null, null, null, null));
                return Flux.<DataBuffer>never().startWith(chunk(0));
            });
            Mono<DownloadedFile> waiting = Flux.range(0, 50)
                    .flatMap(i -> Downloading.toFile(silent, directory.resolve("silent" + i), options), 50)
                    .next();
            Mono<DownloadedFile> busy = Downloading.toFile(source(100), directory.resolve("busy"), options);

            DownloadedFile first = Mono.firstWithSignal(waiting, busy).block(Duration.ofMinutes(1));

            assertThat(first).isNotNull();
            assertThat(first.path()).hasFileName("busy");
        } finally {
            // The part files of those that were cancelled are removed before the directory is.
            io.schedule(io::dispose);
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
