package io.qhub.benchmarks;

import io.qhub.core.transfer.DownloadedFile;
import io.qhub.quantum.HubQuantumClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** Large bodies: consumed and released, and written to disk. */
final class StreamBenchmark {

    static final String RAW = "raw responseContent()";
    static final String OURS = "getJobResultStream";
    static final String WRITE = "DataBufferUtils.write(flux, path)";
    static final String DOWNLOAD = "downloadJobResult";
    static final String WEB_CLIENT = "WebClient bodyToFlux(DataBuffer)";

    private static final double MIB = 1024 * 1024;

    private StreamBenchmark() {}

    private static String path(long bytes) {
        return "/jobs/" + bytes + "/result-stream";
    }

    private static JdkPeer jdk(int port) {
        JdkPeer peer = new JdkPeer();
        peer.open("http://127.0.0.1:" + port, "benchmark-token", 1);
        return peer;
    }

    static Rounds consume(int port, long bytes, int warmUps, int rounds) {
        HttpClient raw = HttpClient.create();
        WebClient web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create()))
                .build();
        JdkPeer jdk = jdk(port);
        String url = "http://127.0.0.1:" + port + path(bytes);
        try (HubQuantumClient hub = client(port)) {
            return new Rounds()
                    .peer(
                            RAW,
                            () -> perSecond(
                                    bytes,
                                    raw.get()
                                            .uri(url)
                                            .responseContent()
                                            .map(part -> (long) part.readableBytes())
                                            .reduce(0L, Long::sum)))
                    .peer(
                            OURS,
                            () -> perSecond(
                                    bytes,
                                    hub.jobs()
                                            .getJobResultStream(Long.toString(bytes))
                                            .map(StreamBenchmark::release)
                                            .reduce(0L, Long::sum)))
                    .peer(
                            WEB_CLIENT,
                            () -> perSecond(
                                    bytes,
                                    web.get()
                                            .uri(url)
                                            .retrieve()
                                            .bodyToFlux(DataBuffer.class)
                                            .map(StreamBenchmark::release)
                                            .reduce(0L, Long::sum)))
                    .peer(JdkPeer.NAME, () -> perSecond(bytes, jdk.consume(path(bytes))))
                    .run(warmUps, rounds);
        }
    }

    static Rounds toDisk(int port, long bytes, int warmUps, int rounds) throws IOException {
        Path directory = Files.createTempDirectory("qhub-benchmark");
        Path file = directory.resolve("result");
        WebClient web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create()))
                .build();
        JdkPeer jdk = jdk(port);
        String url = "http://127.0.0.1:" + port + path(bytes);
        try (HubQuantumClient hub = client(port)) {
            return new Rounds()
                    .peer(
                            WRITE,
                            () -> perSecond(
                                    bytes,
                                    onDisk(
                                            DataBufferUtils.write(
                                                    web.get()
                                                            .uri(url)
                                                            .retrieve()
                                                            .bodyToFlux(DataBuffer.class),
                                                    file,
                                                    StandardOpenOption.CREATE,
                                                    StandardOpenOption.TRUNCATE_EXISTING,
                                                    StandardOpenOption.WRITE),
                                            file)))
                    .peer(
                            DOWNLOAD,
                            () -> perSecond(
                                    bytes,
                                    hub.jobs()
                                            .downloadJobResult(Long.toString(bytes), file)
                                            .map(DownloadedFile::bytes)))
                    .peer(JdkPeer.NAME, () -> perSecond(bytes, onDisk(jdk.toDisk(path(bytes), file), file)))
                    .run(warmUps, rounds);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }

    /** Ends as a download of ours does: with the content on the disk, not only in the system's memory. */
    private static Mono<Long> onDisk(Mono<Void> written, Path file) {
        return written.then(Mono.fromCallable(() -> {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.force(false);
                        return channel.size();
                    }
                })
                .subscribeOn(Schedulers.boundedElastic()));
    }

    private static HubQuantumClient client(int port) {
        return HubQuantumClient.builder()
                .apiKey("benchmark-token")
                .baseUrl("http://127.0.0.1:" + port)
                .build();
    }

    private static long release(DataBuffer buffer) {
        long bytes = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static double perSecond(long bytes, Mono<Long> transfer) {
        long start = System.nanoTime();
        @Nullable Long moved = transfer.block(Duration.ofMinutes(10));
        if (moved == null || moved != bytes) {
            throw new IllegalStateException(moved + " of " + bytes + " bytes were moved");
        }
        return bytes / MIB * 1e9 / (System.nanoTime() - start);
    }
}
