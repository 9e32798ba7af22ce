package io.qhub.core;

import io.qhub.core.http.AuthScheme;
import io.qhub.core.http.HubApi;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.testing.WithoutOptionalTest;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;

class CoreWithoutOptionalTest extends WithoutOptionalTest {

    CoreWithoutOptionalTest() {
        super(HubClientBuilder.class, Call.class, "{\"id\":\"t-1\"}", "t-1");
    }

    /** Made where nothing optional is. */
    public record Call(String url) implements Callable<String> {

        private static final Duration SOON = Duration.ofSeconds(30);

        @Override
        public String call() {
            HubHttp http = new Builder().baseUrl(url).apiKey("t").http();
            try {
                Operation<Thing> get =
                        Operations.of("test.things").get("get", "/things").answers(Thing.class);
                return http.call(get).block(SOON).id();
            } finally {
                http.close();
                HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, SOON)
                        .block(SOON);
                Schedulers.shutdownNow();
            }
        }
    }

    record Thing(@Nullable String id) {}

    private static final class Builder extends HubClientBuilder<Builder> {

        private HubHttp http() {
            return HubHttp.create(
                    new HubApi("Test API", AuthScheme.X_AUTH_TOKEN, true), options(null, "no credential"));
        }
    }
}
