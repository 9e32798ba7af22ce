package io.qhub.core.http;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.HubClientResources;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/** Builds transports of a made-up API. */
final class TestHttp extends HubClientBuilder<TestHttp> {

    static final String TOKEN = "token-1";
    static final String BASE = "https://hub.test/api";

    private static final HubClientResources CONNECTIONS = HubClientResources.create();

    private AuthScheme auth = AuthScheme.X_AUTH_TOKEN;
    private boolean organizationHeader = true;

    /** With the token and without jitter. */
    static TestHttp at(String baseUrl) {
        return new TestHttp().baseUrl(baseUrl).apiKey(TOKEN).random(() -> 0);
    }

    /** Answers come from a function instead of the network. */
    static TestHttp answering(ExchangeFunction hub) {
        return at(BASE).resources(CONNECTIONS)
                .webClientBuilder(WebClient.builder().exchangeFunction(hub));
    }

    /** Skips all waits. */
    TestHttp jumping(JumpScheduler scheduler) {
        return scheduler(scheduler).responseTimeout(JumpScheduler.LIMIT).stallTimeout(JumpScheduler.LIMIT);
    }

    /** The API is the service gateway: other scheme, no organizations. */
    TestHttp gateway() {
        auth = AuthScheme.BEARER;
        organizationHeader = false;
        return this;
    }

    HubHttp build() {
        return HubHttp.create(new HubApi("Test API", auth, organizationHeader), options(null, "no credential"));
    }
}
