package io.qhub.core.http;

import io.qhub.core.HubClientOptions;
import io.qhub.core.HubClientResources;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/** What all calls of one client share: two WebClients with one filter chain, and the rate gate. */
final class Transport {

    private static final String USER_AGENT = userAgent();

    private final HubApi api;
    private final HubClientOptions options;
    private final WebClient calls;
    private final @Nullable ExchangeFunction direct;
    private final WebClient streams;
    private final RateGate gate = new RateGate();
    private final SharedParts shared = new SharedParts();
    private final DoubleSupplier random;
    private boolean foreignFilters;

    Transport(HubApi api, HubClientOptions options) {
        this.api = api;
        this.options = options;
        DoubleSupplier given = options.random();
        this.random = given != null ? given : () -> ThreadLocalRandom.current().nextDouble();
        this.calls = webClient(options.resources().calls());
        this.streams = webClient(options.resources().streams());
        this.direct = options.webClient() == null
                ? through(
                        chain(),
                        new ReactorClientHttpConnector(options.resources().calls()))
                : null;
    }

    private WebClient webClient(HttpClient http) {
        WebClient.Builder host = options.webClient();
        return (host == null ? WebClient.builder() : host.clone().defaultRequest(Transport::dropCredentials))
                .clientConnector(new ReactorClientHttpConnector(http))
                .defaultHeaders(Transport::defaults)
                .defaultCookies(MultiValueMap::clear)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(options.maxInMemorySize()))
                .filters(filters -> {
                    foreignFilters = !filters.isEmpty()
                            || !options.perCall().isEmpty()
                            || !options.perAttempt().isEmpty();
                    filters.addAll(chain());
                })
                .build();
    }

    private ExchangeFunction through(List<ExchangeFilterFunction> chain, ClientHttpConnector connector) {
        ExchangeFunction exchange = ExchangeFunctions.create(
                connector,
                ExchangeStrategies.builder()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(options.maxInMemorySize()))
                        .build());
        for (int i = chain.size() - 1; i >= 0; i--) {
            exchange = chain.get(i).apply(exchange);
        }
        return exchange;
    }

    /** Outermost first. The order is the contract of the client; a test holds it. */
    private List<ExchangeFilterFunction> chain() {
        List<ExchangeFilterFunction> chain = new ArrayList<>();
        chain.add(new RequestContextFilter(api, USER_AGENT));
        chain.addAll(options.perCall());
        chain.add(new RetryFilter(this));
        chain.add(new AuthenticationFilter(options.credential(), api.auth()));
        chain.add(new ErrorFilter());
        chain.addAll(options.perAttempt());
        chain.add(new RedirectFilter());
        chain.add(new TimeoutFilter());
        chain.add(new BufferFilter());
        return chain;
    }

    private static void defaults(HttpHeaders headers) {
        dropCredentials(headers);
        if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
            headers.set(HttpHeaders.USER_AGENT, USER_AGENT);
        }
    }

    private static void dropCredentials(WebClient.RequestHeadersSpec<?> request) {
        request.headers(Transport::dropCredentials).cookies(MultiValueMap::clear);
    }

    // A host's builder may carry credentials of its own, which are none of the Hub's business.
    private static void dropCredentials(HttpHeaders headers) {
        headers.remove(HttpHeaders.AUTHORIZATION);
        headers.remove(HttpHeaders.PROXY_AUTHORIZATION);
        headers.remove(HttpHeaders.COOKIE);
        headers.remove("X-Auth-Token");
        headers.remove(RequestContextFilter.ORGANIZATION);
    }

    /** Whether nobody wants to hear of calls. */
    boolean isUnobserved() {
        return options.observations().isNoop();
    }

    String apiName() {
        return api.name();
    }

    HubClientOptions options() {
        return options;
    }

    WebClient calls() {
        return calls;
    }

    /**
     * The filters and the network without a WebClient around them, whose own part, observation for one, is then nothing
     * but cost; null where a host's builder may have brought something to it.
     */
    @Nullable
    ExchangeFunction direct() {
        return direct;
    }

    WebClient streams() {
        return streams;
    }

    /** Whether filters of the host or the caller look at requests and answers. */
    boolean hasForeignFilters() {
        return foreignFilters;
    }

    SharedParts shared() {
        return shared;
    }

    RateGate gate() {
        return gate;
    }

    DoubleSupplier random() {
        return random;
    }

    Clock clock() {
        return options.clock();
    }

    HubClientResources resources() {
        return options.resources();
    }

    int maxInMemorySize() {
        return options.maxInMemorySize();
    }

    Scheduler scheduler() {
        Scheduler given = options.scheduler();
        return given != null ? given : Schedulers.parallel();
    }

    long millis() {
        return scheduler().now(TimeUnit.MILLISECONDS);
    }

    /** Scheme, host and port. */
    static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int port = url.getPort() >= 0 ? url.getPort() : "https".equals(scheme) ? 443 : 80;
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static String userAgent() {
        String version = Transport.class.getPackage().getImplementationVersion();
        return "qhub-java/" + (version == null ? "dev" : version) + " (reactive; Java "
                + Runtime.version().feature() + ")";
    }
}
