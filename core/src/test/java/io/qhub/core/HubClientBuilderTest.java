package io.qhub.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.polling.PollingPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What the builders of all clients take, refuse and hand on. */
class HubClientBuilderTest {

    private static final String URL = "https://hub.test/api";

    private static final class Some extends HubClientBuilder<Some> {

        private HubClientOptions options() {
            return options(null, "give a token");
        }

        private HubClientOptions optionsAt(String defaultBaseUrl) {
            return options(defaultBaseUrl, "give a token");
        }
    }

    private static Some some() {
        return new Some().baseUrl(URL).apiKey("token-1");
    }

    @Test
    void whatIsNotSetIsAsDocumented() {
        HubClientOptions options = some().options();
        try {
            RequestOptions requests = options.requests();
            assertThat(requests.organization()).isNull();
            assertThat(requests.responseTimeout()).hasSeconds(60);
            assertThat(requests.stallTimeout()).hasSeconds(60);
            assertThat(requests.callTimeout()).isNull();
            assertThat(requests.maxRetries()).isEqualTo(2);
            assertThat(requests.rateLimitPatience()).hasMinutes(5);
            assertThat(requests.maxRetryAfter()).hasSeconds(60);
            assertThat(requests.headers()).isEmpty();
            assertThat(options.polling()).isSameAs(PollingPolicy.defaults());
            assertThat(options.maxInMemorySize()).isEqualTo(16 * 1024 * 1024);
            assertThat(options.paths()).isEmpty();
            assertThat(options.perCall()).isEmpty();
            assertThat(options.perAttempt()).isEmpty();
            assertThat(options.webClient()).isNull();
            assertThat(options.ownsResources()).isTrue();
            assertThat(options.scheduler()).isNull();
            assertThat(options.random()).isNull();
            assertThat(options.observations().isNoop()).isTrue();
            assertThat(options.convention()).isNull();
        } finally {
            options.resources().close();
        }
    }

    @Test
    void whatIsSetIsHandedOn() {
        HubClientResources shared = HubClientResources.create();
        try {
            AccessTokenProvider credential = new StaticCredential("token-2");
            PollingPolicy polling = PollingPolicy.defaults().withTimeout(Duration.ofHours(1));
            ExchangeFilterFunction outer = (request, next) -> next.exchange(request);
            ExchangeFilterFunction inner = (request, next) -> next.exchange(request);
            WebClient.Builder host = WebClient.builder();
            Scheduler timer = Schedulers.single();
            Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
            ObservationRegistry registry = ObservationRegistry.create();
            HubObservationConvention convention = new HubObservationConvention() {};

            HubClientOptions options = some().credential(credential)
                    .organization("org")
                    .maxRetries(7)
                    .rateLimitPatience(Duration.ofSeconds(1))
                    .responseTimeout(Duration.ofSeconds(2))
                    .stallTimeout(Duration.ofSeconds(3))
                    .callTimeout(Duration.ofSeconds(4))
                    .requestOptions(o -> o.header("X-Extra", "e"))
                    .polling(polling)
                    .maxInMemorySize(1024)
                    .path("test.a", "/a")
                    .paths(Map.of("test.b", "/b/{id}"))
                    .paths(PathOverrides.of(Map.of("test.c", "/c")))
                    .perCall(outer)
                    .perCall(inner)
                    .perAttempt(inner)
                    .perAttempt(outer)
                    .webClientBuilder(host)
                    .observationRegistry(registry)
                    .observationConvention(convention)
                    .resources(shared)
                    .scheduler(timer)
                    .clock(clock)
                    .random(() -> 0.5)
                    .options();

            assertThat(options.baseUrl()).isEqualTo(URI.create(URL));
            assertThat(options.credential()).isSameAs(credential);
            assertThat(options.requests().organization()).isEqualTo(Optional.of("org"));
            assertThat(options.requests().maxRetries()).isEqualTo(7);
            assertThat(options.requests().rateLimitPatience()).hasSeconds(1);
            assertThat(options.requests().responseTimeout()).hasSeconds(2);
            assertThat(options.requests().stallTimeout()).hasSeconds(3);
            assertThat(options.requests().callTimeout()).isEqualTo(Optional.of(Duration.ofSeconds(4)));
            assertThat(options.requests().headers()).isEqualTo(Map.of("X-Extra", "e"));
            assertThat(options.polling()).isSameAs(polling);
            assertThat(options.maxInMemorySize()).isEqualTo(1024);
            assertThat(options.paths()).isEqualTo(Map.of("test.a", "/a", "test.b", "/b/{id}", "test.c", "/c"));
            assertThat(options.perCall()).containsExactly(outer, inner);
            assertThat(options.perAttempt()).containsExactly(inner, outer);
            assertThat(options.webClient()).isSameAs(host);
            assertThat(options.observations()).isSameAs(registry);
            assertThat(options.convention()).isSameAs(convention);
            assertThat(options.resources()).isSameAs(shared);
            assertThat(options.ownsResources()).isFalse();
            assertThat(options.scheduler()).isSameAs(timer);
            assertThat(options.clock()).isSameAs(clock);
            assertThat(options.random().getAsDouble()).isEqualTo(0.5);
        } finally {
            shared.close();
        }
    }

    @Test
    void aClientsBuilderSeesWhatWasSet() {
        AccessTokenProvider credential = new StaticCredential("token-1");
        Some builder = new Some();
        assertThat(builder.credential()).isNull();
        assertThat(builder.baseUrl()).isNull();

        builder.credential(credential).baseUrl(URL);

        assertThat(builder.credential()).isSameAs(credential);
        assertThat(builder.baseUrl()).hasToString(URL);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hub.test/api/, https://hub.test/api",
        "https://hub.test///, https://hub.test",
        "' http://localhost:8080 ', http://localhost:8080",
        "HTTP://hub.test, HTTP://hub.test",
        "Https://hub.test/a, Https://hub.test/a"
    })
    void theBaseUrlIsTakenWithoutWhatSurroundsIt(String given, String taken) {
        HubClientResources shared = HubClientResources.create();
        try {
            assertThat(some().baseUrl(given).resources(shared).options().baseUrl())
                    .hasToString(taken);
        } finally {
            shared.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hub.test, not an http or https URL",
        "ftp://hub.test, not an http or https URL",
        "https:///api, not an http or https URL",
        "https:api, not an http or https URL",
        "http://hub test, not a URL",
        "https://user:s3cret@hub.test, holds user info",
        "https://hub.test/?token=s3cret, a query",
        "https://hub.test/#s3cret, a fragment"
    })
    void aBaseUrlThatIsNoneIsRefusedAtOnce(String url, String why) {
        Some builder = new Some();
        assertThatThrownBy(() -> builder.baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl: ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aBaseUrlAndACredentialMustBeThere() {
        assertThatThrownBy(() -> new Some().apiKey("token-1").options())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'baseUrl'");
        assertThatThrownBy(() -> new Some().baseUrl(URL).options())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("give a token");
    }

    @Test
    void theDefaultBaseUrlCountsWhereNoneWasSet() {
        HubClientResources shared = HubClientResources.create();
        try {
            assertThat(new Some()
                            .apiKey("token-1")
                            .resources(shared)
                            .optionsAt("https://default.test/")
                            .baseUrl())
                    .hasToString("https://default.test");
            assertThat(some().resources(shared)
                            .optionsAt("https://default.test/")
                            .baseUrl())
                    .hasToString(URL);
        } finally {
            shared.close();
        }
    }

    @Test
    void theChangesOfOwnConnectionsAreMadeInOrder() {
        HubClientOptions options = some().connections(c -> c.connectTimeout(Duration.ofSeconds(1)))
                .connections(c -> c.connectTimeout(Duration.ofSeconds(2)).poolTimeout(Duration.ofSeconds(3)))
                .options();
        options.resources().close();

        assertThat(options.ownsResources()).isTrue();
        assertThat(options.resources().connectTimeout()).hasSeconds(2);
        assertThat(options.resources().poolTimeout()).hasSeconds(3);
    }

    @Test
    void sharedConnectionsAreNotChanged() {
        HubClientResources shared = HubClientResources.create();
        try {
            Some builder = some().resources(shared).connections(c -> c.maxConnections(1));
            assertThatThrownBy(builder::options)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("exclude each other");
        } finally {
            shared.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023})
    void anAnswerOfAKibibyteMustFitIntoMemory(int bytes) {
        Some builder = some();
        assertThatThrownBy(() -> builder.maxInMemorySize(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bytes + " is not at least 1024");
    }

    @Test
    void whatWasBuiltDoesNotChangeWithTheBuilderAndShowsNoSecret() {
        HubClientResources shared = HubClientResources.create();
        try {
            Some builder = some().resources(shared).path("test.a", "/a");
            HubClientOptions options =
                    builder.requestOptions(o -> o.header("X-Extra", "s3cret")).options();
            builder.path("test.b", "/b").perCall((request, next) -> next.exchange(request));

            assertThat(options.paths()).containsOnlyKeys("test.a");
            assertThat(options.perCall()).isEmpty();
            assertThat(options).asString().contains(URL, "X-Extra").doesNotContain("s3cret", "token-1");
        } finally {
            shared.close();
        }
    }
}
