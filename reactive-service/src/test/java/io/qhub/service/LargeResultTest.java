package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.testing.Sizes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A large result file in a process of 64 MiB heap and 64 MiB direct memory; 1 GiB with the full sizes. */
class LargeResultTest {

    private static final int CHUNK = 64 * 1024;

    @TempDir
    Path directory;

    @Test
    void aLargeFileDownloadsWholeInASmallProcess() throws Exception {
        long chunks = Sizes.big(1L << 30) / CHUNK;
        byte[] pattern = new byte[CHUNK * 3];
        new Random(7).nextBytes(pattern);
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (long i = 0; i < chunks; i++) {
            expected.update(pattern, at(i), CHUNK);
        }
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.get("/s/e-1/result/big.bin", (request, response) -> response.header(
                                "Content-Length", String.valueOf(chunks * CHUNK))
                        .send(Flux.<io.netty.buffer.ByteBuf, Long>generate(() -> 0L, (index, sink) -> {
                            if (index == chunks) {
                                sink.complete();
                            } else {
                                sink.next(Unpooled.wrappedBuffer(pattern, at(index), CHUNK));
                            }
                            return index + 1;
                        }))))
                .bindNow();
        try {
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:MaxDirectMemorySize=64m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            "http://127.0.0.1:" + server.port() + "/s",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile())
                    .start();
            try {
                assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
            } finally {
                child.destroyForcibly();
            }
            String output = java.nio.file.Files.readString(directory.resolve("output.txt"), StandardCharsets.UTF_8);
            assertThat(child.exitValue()).as(output).isZero();
            assertThat(output.lines())
                    .contains("sha256=" + HexFormat.of().formatHex(expected.digest()), "bytes=" + chunks * CHUNK);
        } finally {
            server.disposeNow();
        }
    }

    private static int at(long index) {
        return (int) (index * 31 % (CHUNK * 2));
    }

    /** Downloads the file and says what it got. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            try (HubServiceClient service =
                    HubServiceClient.builder().endpoint(args[0]).build()) {
                DownloadedFile file = Objects.requireNonNull(service.handle("e-1")
                        .downloadResultFile(
                                "big.bin",
                                Path.of(args[1]),
                                DownloadOptions.defaults().withSha256())
                        .block(Duration.ofMinutes(4)));
                System.out.println("bytes=" + file.bytes());
                System.out.println("sha256=" + file.sha256());
            }
        }
    }
}
