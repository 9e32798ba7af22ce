package io.qhub.benchmarks;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.quantum.HubQuantumClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Downloads a large result in a process whose memory is limited. */
public final class DownloadProcess {

    private DownloadProcess() {}

    /** Takes port, bytes and file; prints the bytes written and the seconds that it took. */
    public static void main(String[] args) {
        try (HubQuantumClient hub = HubQuantumClient.builder()
                .baseUrl("http://127.0.0.1:" + args[0])
                .apiKey("benchmark-token")
                .build()) {
            long start = System.nanoTime();
            DownloadedFile file = hub.jobs()
                    .downloadJobResult(args[1], Path.of(args[2]), DownloadOptions.defaults())
                    .block(Duration.ofMinutes(15));
            System.out.printf(
                    Locale.ROOT, "%d %.3f%n", file == null ? -1 : file.bytes(), (System.nanoTime() - start) / 1e9);
        }
    }
}
