package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.transfer.Uploads;
import io.qhub.localhub.LocalHub;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.testing.Sizes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Files of data pools: large ones in little memory, too large ones, and ones that are given up on the way. */
class PlatformTransferTest {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final boolean BIG = Boolean.getBoolean("qhub.big");
    private static final int LIMIT = BIG ? 500_000_000 : 50_000_000;
    private static final byte[] CHUNK = new byte[50_000];

    @TempDir
    private Path directory;

    private final LocalHub hub = LocalHub.start();
    private final HubPlatformClient platform = HubPlatformClient.builder()
            .baseUrl(hub.platformUrl())
            .apiKey(hub.token())
            .connections(c -> c.maxConnections(2).maxStreamConnections(2))
            .build();
    private final String pool = Objects.requireNonNull(
            platform.dataPools().findOrCreateDataPool("files").block(PATIENCE).id());

    @AfterEach
    void close() {
        platform.close();
        hub.close();
    }

    /** Content of any length, one buffer at a time. */
    private static Uploads.Source zeros(long bytes) {
        return Uploads.fromSupplier(() -> Flux.<DataBuffer, Long>generate(() -> bytes, (left, sink) -> {
                    if (left == 0) {
                        sink.complete();
                        return left;
                    }
                    int length = (int) Math.min(left, CHUNK.length);
                    sink.next(DefaultDataBufferFactory.sharedInstance.wrap(Arrays.copyOf(CHUNK, length)));
                    return left - length;
                }))
                .withFileName("zeros.bin");
    }

    @Test
    void oneByteMoreThanTheHubTakesIsTooMuch() {
        hub.platform().settings().maxFileBytes(LIMIT);
        assertThatThrownBy(() -> platform.dataPools()
                        .addDataPoolFile(pool, zeros(LIMIT + 1L).withLength(LIMIT + 1L))
                        .block(PATIENCE))
                .isInstanceOf(ContentTooLargeException.class);
        long fits = BIG ? 499_000_000 : 10_000_000;
        assertThat(platform.dataPools().addDataPoolFile(pool, zeros(fits)).block(PATIENCE))
                .extracting(DataPoolFileDto::size)
                .isEqualTo(fits);
    }

    @Test
    void aLargeFileGoesThereAndBackInAProcessWithLittleMemory() throws Exception {
        long bytes = Sizes.big(2L << 30);
        hub.platform().settings().maxFileBytes(bytes);
        Path file = directory.resolve("large");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(11);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
        }

        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:MaxDirectMemorySize=64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransferProcess.class.getName(),
                        hub.platformUrl(),
                        hub.token(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor()).isZero();
        assertThat(said.strip().lines().reduce((one, other) -> other))
                .hasValue(bytes + " " + bytes + " " + HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void anUploadThatIsCancelledAnywhereLeavesNeitherConnectionNorFile() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            long point = random.nextInt(3_000_000);
            Sinks.One<Boolean> cancel = Sinks.one();
            Uploads.Source content = zeros(3_000_000).withProgress(progress -> {
                if (progress.bytes() > point) {
                    cancel.tryEmitValue(true);
                }
            });
            platform.dataPools()
                    .addDataPoolFile(pool, content)
                    .takeUntilOther(cancel.asMono())
                    .onErrorResume(failure -> Mono.empty())
                    .block(PATIENCE);
        }
        // With two connections in the pool, one that is still held would be missed here.
        Flux.range(0, 8)
                .flatMap(
                        i -> platform.dataPools()
                                .addDataPoolFile(pool, zeros(200_000).withFileName("whole-" + i)),
                        8)
                .then()
                .block(PATIENCE);
        assertThat(platform.dataPools().getDataPoolFiles(pool).collectList().block(PATIENCE))
                .filteredOn(file -> file.size() == null || file.size() != 3_000_000)
                .hasSize(8)
                .allSatisfy(file -> assertThat(file.size()).isEqualTo(200_000));
    }
}
