package io.qhub.service;

import io.qhub.core.HubContext;
import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.http.HubHttp;
import io.qhub.core.internal.token.KeyedTokenCache;
import io.qhub.core.json.HubJson;
import io.qhub.platform.HubPlatformClient;
import io.qhub.platform.model.datapoolgrants.CreateDataPoolGrantRequest;
import io.qhub.platform.model.datapoolgrants.GrantPermission;
import io.qhub.service.model.DataPoolGrant;
import java.net.URI;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The signed tokens that let an execution into data pools: got from the Platform API, and kept until 30 s before they
 * end.
 */
final class GrantTokens {

    private static final String MISSING =
            "api_key is required for data pool grant acquisition: give the service client a"
                    + " platform client, or let it find one by platformFromEnvironment()";

    private static final long FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z").getEpochSecond();

    private final @Nullable HubPlatformClient platform;
    private final @Nullable Mono<Optional<String>> defaultOrganization;
    private final KeyedTokenCache<Key, AccessToken> cache;

    /** All that makes one grant different from another. The name in the request does not. */
    private record Key(
            URI platform,
            Object credential,
            String organization,
            String datapool,
            String application,
            String permission) {}

    /**
     * @param platform who issues grants; null where there is nobody
     * @param defaultOrganization on whose behalf, unless the platform client or the Reactor Context says; null for what
     *     the platform client does by itself
     */
    GrantTokens(
            @Nullable HubPlatformClient platform,
            @Nullable Mono<Optional<String>> defaultOrganization,
            Scheduler scheduler) {
        this(platform, defaultOrganization, new KeyedTokenCache<>(AccessToken::expiresAt, scheduler));
    }

    private GrantTokens(
            @Nullable HubPlatformClient platform,
            @Nullable Mono<Optional<String>> defaultOrganization,
            KeyedTokenCache<Key, AccessToken> cache) {
        this.platform = platform;
        this.defaultOrganization = defaultOrganization;
        this.cache = cache;
    }

    /** The same, with the tokens kept so far, on behalf of this organization; empty is the personal account. */
    GrantTokens actingFor(Optional<String> organization) {
        return platform == null
                ? this
                : new GrantTokens(
                        platform.withOptions(
                                o -> organization.map(o::organization).orElseGet(o::withoutOrganization)),
                        defaultOrganization,
                        cache);
    }

    /** @throws IllegalStateException if nobody issues grants */
    void check() {
        if (platform == null) {
            throw new IllegalStateException(MISSING);
        }
    }

    /** The token of a grant: the one at hand, else a new one. */
    Mono<String> token(DataPoolGrant grant) {
        HubPlatformClient issuer = Objects.requireNonNull(platform, MISSING);
        Mono<String> token = Mono.defer(() -> issuer.http()
                .organization()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(organization ->
                        cache.get(key(issuer.http(), organization, grant), () -> issue(issuer, organization, grant)))
                .map(AccessToken::value));
        Mono<Optional<String>> otherwise = defaultOrganization;
        if (otherwise == null) {
            return token;
        }
        return Mono.deferContextual(context -> HubContext.from(context).organization() != null
                ? token
                : otherwise.flatMap(organization -> organization
                        .map(id -> token.contextWrite(HubContext.organization(id)))
                        .orElse(token)));
    }

    private static Key key(HubHttp issuer, Optional<String> organization, DataPoolGrant grant) {
        AccessTokenProvider credential = issuer.options().credential();
        return new Key(
                issuer.options().baseUrl(),
                credential,
                organization.orElse(""),
                grant.datapoolId(),
                grant.applicationId(),
                grant.permission().value());
    }

    // What is fetched is what the key says, whatever the Reactor Context says later.
    private static Mono<AccessToken> issue(
            HubPlatformClient issuer, Optional<String> organization, DataPoolGrant grant) {
        return issuer.withOptions(o -> organization.map(o::organization).orElseGet(o::withoutOrganization))
                .dataPoolGrants()
                .createDataPoolGrant(CreateDataPoolGrantRequest.of(
                        grant.datapoolId(),
                        grant.applicationId(),
                        GrantPermission.of(grant.permission().value())))
                .map(issued -> {
                    String token = Objects.requireNonNull(issued.grant(), "grant");
                    return new AccessToken(token, end(token));
                });
    }

    /** When the token ends, by its own word, which the gateway verifies and this client need not. */
    private static Instant end(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            try {
                JsonNode end = HubJson.mapper()
                        .readTree(Base64.getUrlDecoder().decode(parts[1]))
                        .path("exp");
                if (end.isNumber()) {
                    return Instant.ofEpochSecond((long) Math.min(Math.max(end.doubleValue(), 0), FAR_FUTURE));
                }
            } catch (IllegalArgumentException | JacksonException unreadable) {
                return Instant.EPOCH;
            }
        }
        // Whoever cannot tell when it ends uses it at once, and never again.
        return Instant.EPOCH;
    }

    /** Shows no token. */
    @Override
    public String toString() {
        return "GrantTokens[" + (platform == null ? "no platform client" : cache) + "]";
    }
}
