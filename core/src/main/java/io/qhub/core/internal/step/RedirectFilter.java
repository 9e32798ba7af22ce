package io.qhub.core.internal.step;

import io.qhub.core.error.HubApiException.Answered;
import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.error.ApiErrors;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Follows redirects of downloads, five at most, to https or within the same origin. Another origin sees neither token nor
 * organization. Every other redirect is an error, and no error shows a location's query: it may be a signature.
 */
public final class RedirectFilter implements ExchangeFilterFunction {

    private static final int MAX_HOPS = 5;
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    // Accept-Encoding is ours, "identity": where it is missing, a server may code the body as it likes.
    private static final List<String> SAFE = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_ENCODING,
            HttpHeaders.RANGE,
            HttpHeaders.IF_RANGE,
            HttpHeaders.USER_AGENT);

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        if (!call.reader().isStream() || request.method() != HttpMethod.GET) {
            return next.exchange(request);
        }
        return follow(request, next, call, 0);
    }

    private Mono<ClientResponse> follow(ClientRequest request, ExchangeFunction next, Call call, int hops) {
        return next.exchange(request)
                .flatMap(response -> STATUSES.contains(response.statusCode().value())
                        ? hop(request, response, next, call, hops)
                        : Mono.just(response));
    }

    private Mono<ClientResponse> hop(
            ClientRequest request, ClientResponse response, ExchangeFunction next, Call call, int hops) {
        HttpHeaders headers = response.headers().asHttpHeaders();
        URI target = target(request.url(), headers.getFirst(HttpHeaders.LOCATION));
        if (target == null) {
            return refuse(response, call, "The redirect names no usable location");
        }
        boolean sameOrigin = Origin.of(target).equals(Origin.of(request.url()));
        if (!sameOrigin && !"https".equals(target.getScheme())) {
            return refuse(response, call, "The redirect to " + Origin.of(target) + " is not followed: it is not https");
        }
        if (hops == MAX_HOPS) {
            return refuse(response, call, "There were more than " + MAX_HOPS + " redirects in a row");
        }
        ClientRequest.Builder hop = ClientRequest.from(request).url(target);
        if (!sameOrigin) {
            call.current().leavesOrigin();
            hop.headers(all -> keepSafe(all)).cookies(cookies -> cookies.clear());
        }
        return response.releaseBody().then(Mono.defer(() -> follow(hop.build(), next, call, hops + 1)));
    }

    private static void keepSafe(HttpHeaders headers) {
        HttpHeaders safe = new HttpHeaders();
        for (String name : SAFE) {
            String value = headers.getFirst(name);
            if (value != null) {
                safe.set(name, value);
            }
        }
        headers.clear();
        headers.putAll(safe);
    }

    private static Mono<ClientResponse> refuse(ClientResponse response, Call call, String why) {
        // The location stays out of the error: it may hold a signature.
        HttpHeaders headers = new HttpHeaders();
        Answered answered = Answered.of(
                response.statusCode().value(),
                headers,
                "",
                call.environment().clock().instant());
        return response.releaseBody().then(Mono.error(() -> ApiErrors.of(call.trace(), answered, why)));
    }

    private static @Nullable URI target(URI from, @Nullable String location) {
        if (location == null || location.isBlank()) {
            return null;
        }
        try {
            URI target = from.resolve(location);
            boolean usable = ("https".equals(target.getScheme()) || "http".equals(target.getScheme()))
                    && target.getHost() != null
                    && target.getRawUserInfo() == null;
            return usable ? target : null;
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }
}
