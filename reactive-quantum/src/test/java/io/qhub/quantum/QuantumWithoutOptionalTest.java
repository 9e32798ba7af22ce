package io.qhub.quantum;

import io.qhub.testing.WithoutOptionalTest;
import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

class QuantumWithoutOptionalTest extends WithoutOptionalTest {

    QuantumWithoutOptionalTest() {
        super(HubQuantumClient.class, Call.class, "{\"status\":\"RUNNING\"}", "RUNNING");
    }

    /** Made where nothing optional is. */
    public record Call(String url) implements Callable<String> {

        private static final Duration SOON = Duration.ofSeconds(30);

        @Override
        public String call() {
            try (HubQuantumClient client =
                    HubQuantumClient.builder().baseUrl(url).apiKey("t").build()) {
                return client.jobs().getJobStatus("j-1").block(SOON).status().value();
            } finally {
                HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, SOON)
                        .block(SOON);
                Schedulers.shutdownNow();
            }
        }
    }
}
