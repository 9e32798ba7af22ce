package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.service.HubServiceClient;
import io.qhub.service.ServiceExecutionHandle;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ExecutionFilesTest extends StoreTest {

    @Test
    void storesEachFileOfAnExecution() {
        byte[] large = new byte[PART + 1000];
        new Random(5).nextBytes(large);
        byte[] small = {1, 2, 3};
        try (LocalHub hub = LocalHub.builder()
                        .service("acme", "files", "1.0.0", run -> {
                            run.file("large.bin", "application/octet-stream", large);
                            run.file("small.bin", "application/octet-stream", small);
                            return Mono.empty();
                        })
                        .start();
                HubServiceClient service = HubServiceClient.builder()
                        .endpoint(hub.serviceUrl("acme", "files", "1.0.0"))
                        .accessKey(hub.accessKeyId(), hub.secretAccessKey())
                        .tokenEndpoint(hub.tokenUrl())
                        .build()) {
            ServiceExecutionHandle execution = service.run(Map.of()).block(PATIENCE);

            List<StoredObject> stored = ReadmeSnippets.files(execution, store().build())
                    .collectList()
                    .block(PATIENCE);

            String prefix = "executions/" + execution.id() + "/";
            assertThat(stored).extracting(StoredObject::key).contains(prefix + "large.bin", prefix + "small.bin");
            assertThat(content(prefix + "large.bin")).isEqualTo(large);
            assertThat(content(prefix + "small.bin")).isEqualTo(small);
            assertThat(uploads()).isEmpty();
        }
    }
}
