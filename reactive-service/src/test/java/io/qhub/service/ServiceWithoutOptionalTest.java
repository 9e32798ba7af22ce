package io.qhub.service;

import io.qhub.testing.WithoutOptionalTest;
import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

class ServiceWithoutOptionalTest extends WithoutOptionalTest {

    ServiceWithoutOptionalTest() {
        super(HubServiceClient.class, Call.class, "[{\"id\":\"e-1\",\"status\":\"RUNNING\"}]", "e-1");
    }

    /** Made where nothing optional is. */
    public record Call(String url) implements Callable<String> {

        private static final Duration SOON = Duration.ofSeconds(30);

        @Override
        public String call() {
            try (HubServiceClient client =
                    HubServiceClient.builder().endpoint(url).token("t").build()) {
                return client.getServiceExecutions().blockFirst(SOON).id();
            } finally {
                HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, SOON)
                        .block(SOON);
                Schedulers.shutdownNow();
            }
        }
    }
}
