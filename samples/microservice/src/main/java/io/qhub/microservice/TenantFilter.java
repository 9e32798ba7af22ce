package io.qhub.microservice;

import io.qhub.core.HubContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * Reads the tenant from {@code X-Tenant}, which whoever authenticates callers sets, and scopes every Hub call of the request
 * by it. Without the header the personal account is meant. Also says what a browser may do with the answers.
 */
@Component
class TenantFilter implements WebFilter {

    static final String HEADER = "X-Tenant";
    static final String ATTRIBUTE = "io.qhub.microservice.tenant";

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final String BAD = """
            {"title":"Bad Request","status":400,"detail":"X-Tenant must be given once, as 1 to 100 letters, digits and . _ -"}""";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse response = exchange.getResponse();
        response.getHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.getHeaders().set("X-Content-Type-Options", "nosniff");
        response.getHeaders().set("Referrer-Policy", "no-referrer");
        List<String> given = exchange.getRequest().getHeaders().getValuesAsList(HEADER);
        if (given.size() > 1
                || given.size() == 1 && !TENANT.matcher(given.get(0)).matches()) {
            response.setStatusCode(HttpStatus.BAD_REQUEST);
            response.getHeaders().set("Content-Type", "application/problem+json");
            return response.writeWith(
                    Mono.fromSupplier(() -> response.bufferFactory().wrap(BAD.getBytes(StandardCharsets.UTF_8))));
        }
        String tenant = given.isEmpty() ? "" : given.get(0);
        exchange.getAttributes().put(ATTRIBUTE, tenant);
        return chain.filter(exchange).contextWrite(scope(tenant));
    }

    /** Scopes all Hub calls above it to this tenant. */
    static Function<Context, Context> scope(String tenant) {
        return tenant.isEmpty() ? HubContext.withoutOrganization() : HubContext.organization(tenant);
    }
}
