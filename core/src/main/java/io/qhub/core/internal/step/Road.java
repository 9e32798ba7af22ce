package io.qhub.core.internal.step;

import io.qhub.core.HubClientOptions;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallRequest;
import io.qhub.core.internal.call.Environment;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The one road of all calls of a client: the same filters in the same order, whoever built the client and whatever the
 * answer is. At its end stand the connections for calls and those for streams. Where a host's {@code WebClient.Builder}
 * was given, its filters and its observation stand at the beginning, with the same road below them.
 */
public final class Road {

    private static final String USER_AGENT = userAgent();

    private final HubClientOptions options;
    private final String tokenHeader;
    private final ExchangeFunction calls;
    private final ExchangeFunction streams;
    private final boolean foreignAnswers;

    /**
     * @param tokenHeader the header that carries the token
     * @param tokenPrefix what stands before the token in it
     * @param organizationHeader whether calls carry {@code X-OrganizationId}
     */
    public Road(
            HubClientOptions options,
            Environment environment,
            String tokenHeader,
            String tokenPrefix,
            boolean organizationHeader) {
        this.options = options;
        this.tokenHeader = tokenHeader;
        List<ExchangeFilterFunction> steps = new ArrayList<>();
        // Outermost first. The order is the contract of the client; a test holds it.
        steps.add(new RequestContextFilter(organizationHeader, USER_AGENT));
        steps.addAll(options.perCall());
        steps.add(new RetryFilter(environment, new RateGate()));
        steps.add(new AuthenticationFilter(options.credential(), tokenHeader, tokenPrefix));
        steps.add(new ErrorFilter());
        steps.addAll(options.perAttempt());
        steps.add(new RedirectFilter());
        steps.add(new TimeoutFilter());
        steps.add(new BufferFilter());
        this.calls = begin(steps, options.resources().calls());
        this.streams = begin(steps, options.resources().streams());
        this.foreignAnswers = options.webClient() != null || !options.perCall().isEmpty();
    }

    /**
     * Sends the request of a call, with these headers and what the filters add.
     *
     * @param headers names and values in turn
     * @return the answer: read ({@link io.qhub.core.internal.answer.Reply}) unless it is a stream, whose body the
     *     subscriber must take or release
     */
    public Mono<ClientResponse> exchange(Call call, URI url, String... headers) {
        Mono<ClientResponse> answer =
                (call.isStreamed() ? streams : calls).exchange(new CallRequest(call, url, headers));
        // Outside the retries a filter of the host's or the caller's may have put another answer in the place of ours.
        return foreignAnswers
                ? answer.switchIfEmpty(noAnswer(call)).flatMap(response -> settled(response, call))
                : answer;
    }

    private static Mono<ClientResponse> noAnswer(Call call) {
        return Mono.error(
                () -> new IllegalStateException(call.endpoint().name() + ": a filter ended without an answer"));
    }

    private static Mono<ClientResponse> settled(ClientResponse response, Call call) {
        return call.reader().isStream()
                ? Mono.just(response)
                : call.bodies().inMemory(response).map(reply -> Answers.read(reply, call));
    }

    private ExchangeFunction begin(List<ExchangeFilterFunction> steps, HttpClient connections) {
        ReactorClientHttpConnector connector = new ReactorClientHttpConnector(connections);
        WebClient.Builder host = options.webClient();
        if (host != null) {
            return below(host.clone(), steps, connector);
        }
        ExchangeFunction road = ExchangeFunctions.create(connector, strategies());
        for (int i = steps.size() - 1; i >= 0; i--) {
            road = steps.get(i).apply(road);
        }
        return road;
    }

    private ExchangeStrategies strategies() {
        return ExchangeStrategies.builder()
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(options.maxInMemorySize()))
                .build();
    }

    /** The filters and the observation of the host's builder, and the road below them. */
    private ExchangeFunction below(
            WebClient.Builder host, List<ExchangeFilterFunction> steps, ReactorClientHttpConnector connector) {
        WebClient client = host.defaultRequest(
                        request -> request.headers(this::dropCredentials).cookies(MultiValueMap::clear))
                .clientConnector(connector)
                .defaultHeaders(this::dropCredentials)
                .defaultCookies(MultiValueMap::clear)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(options.maxInMemorySize()))
                .filters(filters -> {
                    filters.add(0, HandOver.FILTER);
                    filters.addAll(steps);
                })
                .build();
        // The call's own part of writing a request goes with it: what the road sends is made anew by the WebClient.
        return request -> client.method(request.method())
                .uri(request.url())
                .attributes(all -> all.putAll(request.attributes()))
                .headers(all -> request.headers().forEach(all::put))
                .body(request.body())
                .httpRequest(outgoing -> Call.of(request).writing(outgoing))
                .exchangeToMono(response -> Mono.just(HandOver.takenFrom(response)));
    }

    // A host's builder may carry credentials of its own, which are none of the Hub's business.
    private void dropCredentials(HttpHeaders headers) {
        headers.remove(HttpHeaders.AUTHORIZATION);
        headers.remove(HttpHeaders.PROXY_AUTHORIZATION);
        headers.remove(HttpHeaders.COOKIE);
        headers.remove(tokenHeader);
        headers.remove("X-Auth-Token");
        headers.remove(RequestContextFilter.ORGANIZATION);
    }

    private static String userAgent() {
        String version = Road.class.getPackage().getImplementationVersion();
        return "qhub-java/" + (version == null ? "dev" : version) + " (reactive; Java "
                + Runtime.version().feature() + ")";
    }
}
