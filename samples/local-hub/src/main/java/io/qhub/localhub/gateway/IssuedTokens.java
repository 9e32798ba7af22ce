package io.qhub.localhub.gateway;

import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.control.Jwts;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** The access tokens that were issued and are neither expired nor revoked. Thread-safe. */
final class IssuedTokens {

    private record Holder(String application, Instant expiry) {}

    private static final int MANY = 1000;

    private final Jwts jwts = Jwts.random();
    private final SecureRandom random = new SecureRandom();
    private final GatewaySettings settings;
    private final ConcurrentMap<String, Holder> tokens = new ConcurrentHashMap<>();

    IssuedTokens(GatewaySettings settings) {
        this.settings = settings;
    }

    /** A new token. Reads the system's entropy: not for event loops. */
    String issue(String application, Duration lifetime) {
        Instant now = Instant.now();
        if (tokens.size() >= MANY) {
            tokens.values().removeIf(holder -> !holder.expiry().isAfter(now));
        }
        String token;
        if (settings.opaqueTokens()) {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } else {
            token = jwts.issue(JsonNodeFactory.instance.objectNode().put("sub", application), now, lifetime);
        }
        tokens.put(token, new Holder(application, now.plus(lifetime)));
        return token;
    }

    /** The application of a token; null if the token is unknown, expired or revoked. */
    @Nullable
    String application(String token) {
        Holder holder = tokens.get(token);
        return holder != null && holder.expiry().isAfter(Instant.now()) ? holder.application() : null;
    }

    void revoke(String token) {
        tokens.remove(token);
    }

    void revokeAll() {
        tokens.clear();
    }
}
