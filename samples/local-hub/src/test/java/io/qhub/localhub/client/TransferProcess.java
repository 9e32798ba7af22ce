package io.qhub.localhub.client;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** Sends a file to a data pool and fetches it back, in a process of its own with little memory. */
final class TransferProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private TransferProcess() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[2]);
        try (HubPlatformClient platform = HubPlatformClient.builder()
                .baseUrl(arguments[0])
                .apiKey(arguments[1])
                .build()) {
            DataPoolDto pool = Objects.requireNonNull(
                    platform.dataPools().findOrCreateDataPool("large").block(PATIENCE));
            String id = Objects.requireNonNull(pool.id());
            DataPoolFileDto sent = Objects.requireNonNull(platform.dataPools()
                    .addDataPoolFile(id, Uploads.fromPath(file))
                    .block(PATIENCE));
            DownloadedFile back = Objects.requireNonNull(platform.dataPools()
                    .downloadDataPoolFile(
                            id,
                            Objects.requireNonNull(sent.id()),
                            file.resolveSibling("back"),
                            DownloadOptions.defaults().withSha256())
                    .block(PATIENCE));
            System.out.println(sent.size() + " " + back.bytes() + " " + back.sha256());
        }
    }
}
