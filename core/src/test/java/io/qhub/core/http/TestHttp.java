package io.qhub.core.http;

import io.qhub.core.HubClientBuilder;
import io.qhub.core.HubClientResources;
import io.qhub.core.RequestOptions;
import io.qhub.core.error.CallTrace;
import io.qhub.core.internal.call.Call;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

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

    /** A call of a client with nobody at its other end; null times it by the clock. */
    static Call call(TestOperation operation, @Nullable Scheduler timer) {
        HubHttp http = answering(any -> Mono.fromSupplier(
                        () -> ClientResponse.create(HttpStatus.OK).build()))
                .scheduler(timer == null ? Schedulers.parallel() : timer)
                .build()
                .http();
        Operation<Void> made = operation.draft().answersNothing();
        return new Call(
                made.endpoint(),
                http.settings(RequestOptions.INHERIT),
                http.environment(),
                null,
                "",
                made.reader(),
                null,
                new CallTrace(made.name(), made.isIdempotent()));
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

    TestHub build() {
        return new TestHub(
                HubHttp.create(new HubApi("Test API", auth, organizationHeader), options(null, "no credential")));
    }
}
