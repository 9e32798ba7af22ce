package io.qhub.localhub.gateway;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.qhub.localhub.control.AccessKeys;
import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.HubStats;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The token endpoint: OAuth 2.0 client credentials, the access key in HTTP Basic. */
final class TokenApi implements Api {

    private static final String BASIC = "basic ";

    private final AccessKeys keys;
    private final IssuedTokens tokens;
    private final GatewaySettings settings;
    private final HubStats stats;
    private final Scheduler readers;

    TokenApi(AccessKeys keys, IssuedTokens tokens, GatewaySettings settings, HubStats stats, Scheduler readers) {
        this.keys = keys;
        this.tokens = tokens;
        this.settings = settings;
        this.stats = stats;
        this.readers = readers;
    }

    @Override
    public String basePath() {
        return "";
    }

    @Override
    public void register(Routes routes) {
        routes.add("POST", "/token", exchange -> exchange.body()
                .publishOn(readers)
                .flatMap(body -> token(exchange, body)));
    }

    private Mono<Reply> token(Exchange exchange, byte[] body) {
        String application = application(exchange.header("Authorization"));
        if (application == null) {
            return Mono.just(error(401, "invalid_client", "client authentication failed")
                    .with("WWW-Authenticate", "Basic realm=\"gateway\""));
        }
        String type = exchange.header("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return Mono.just(
                    error(400, "invalid_request", "the body must be of type application/x-www-form-urlencoded"));
        }
        Map<String, List<String>> form;
        try {
            form = new QueryStringDecoder(new String(body, StandardCharsets.UTF_8), false).parameters();
        } catch (IllegalArgumentException e) {
            return Mono.just(error(400, "invalid_request", "the body is not a well-formed form"));
        }
        List<String> grantTypes = form.getOrDefault("grant_type", List.of());
        if (grantTypes.size() != 1) {
            return Mono.just(error(400, "invalid_request", "the body must name one grant_type"));
        }
        if (!grantTypes.get(0).equals("client_credentials")) {
            return Mono.just(error(400, "unsupported_grant_type", "grant_type must be client_credentials"));
        }
        Duration lifetime = settings.tokenLifetime();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("access_token", tokens.issue(application, lifetime));
        json.put("scope", "default");
        json.put("token_type", "Bearer");
        if (settings.expiryAnnounced()) {
            json.put("expires_in", Math.max(1, lifetime.toSeconds()));
        }
        stats.tokenIssued();
        return Mono.just(unstored(Reply.json(200, json)));
    }

    /** The application that the header authenticates, or null. */
    private @Nullable String application(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return null;
        }
        String pair;
        try {
            pair = new String(
                    Base64.getDecoder()
                            .decode(authorization.substring(BASIC.length()).trim()),
                    StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return null;
        }
        String id = pair.substring(0, colon);
        String secret = pair.substring(colon + 1);
        String application = keys.application(id, secret);
        if (application != null) {
            return application;
        }
        // The standard has both halves form-encoded, which not every client does.
        try {
            return keys.application(
                    URLDecoder.decode(id, StandardCharsets.UTF_8), URLDecoder.decode(secret, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Reply error(int status, String error, String description) {
        return unstored(Reply.json(
                status,
                JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description)));
    }

    private static Reply unstored(Reply reply) {
        return reply.with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }
}
