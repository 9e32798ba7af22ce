package io.qhub.platform;

import io.qhub.testing.WithoutOptionalTest;
import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

class PlatformWithoutOptionalTest extends WithoutOptionalTest {

    PlatformWithoutOptionalTest() {
        super(HubPlatformClient.class, Call.class, "[{\"id\":\"o-1\"}]", "o-1");
    }

    /** Made where nothing optional is. */
    public record Call(String url) implements Callable<String> {

        private static final Duration SOON = Duration.ofSeconds(30);

        @Override
        public String call() {
            try (HubPlatformClient client =
                    HubPlatformClient.builder().baseUrl(url).apiKey("t").build()) {
                return client.organizations()
                        .getOrganizations()
                        .blockFirst(SOON)
                        .id();
            } finally {
                HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, SOON)
                        .block(SOON);
                Schedulers.shutdownNow();
            }
        }
    }
}
