package io.qhub.core.internal.step;

import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.call.CallRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** Outermost: adds the organization, the extra headers and the user agent, each only where the request has none. */
public final class RequestContextFilter implements ExchangeFilterFunction {

    static final String ORGANIZATION = "X-OrganizationId";

    private final boolean organizationHeader;
    private final String userAgent;

    public RequestContextFilter(boolean organizationHeader, String userAgent) {
        this.organizationHeader = organizationHeader;
        this.userAgent = userAgent;
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        if (request instanceof CallRequest own) {
            return next.exchange(withAll(own, call));
        }
        return next.exchange(
                hasAll(request.headers(), call)
                        ? request
                        : ClientRequest.from(request)
                                .headers(headers -> add(headers, call))
                                .build());
    }

    private CallRequest withAll(CallRequest request, Call call) {
        CallRequest all = request;
        String organization = organization(call);
        if (organization != null) {
            all = all.withIfAbsent(ORGANIZATION, organization);
        }
        for (Map.Entry<String, String> extra : call.settings().headers().entrySet()) {
            all = all.withIfAbsent(extra.getKey(), extra.getValue());
        }
        return all.withIfAbsent(HttpHeaders.USER_AGENT, userAgent);
    }

    // The common call adds nothing, and copying a request costs more than looking at it.
    private boolean hasAll(HttpHeaders headers, Call call) {
        return call.settings().headers().isEmpty()
                && headers.containsHeader(HttpHeaders.USER_AGENT)
                && (organization(call) == null || headers.containsHeader(ORGANIZATION));
    }

    private @Nullable String organization(Call call) {
        return organizationHeader && call.endpoint().organizationScoped()
                ? call.settings().organization()
                : null;
    }

    private void add(HttpHeaders headers, Call call) {
        String organization = organization(call);
        if (organization != null) {
            ifAbsent(headers, ORGANIZATION, organization);
        }
        for (Map.Entry<String, String> extra : call.settings().headers().entrySet()) {
            ifAbsent(headers, extra.getKey(), extra.getValue());
        }
        ifAbsent(headers, HttpHeaders.USER_AGENT, userAgent);
    }

    private static void ifAbsent(HttpHeaders headers, String name, String value) {
        if (!headers.containsHeader(name)) {
            headers.set(name, value);
        }
    }
}
