package io.qhub.core.credentials;

import reactor.core.publisher.Mono;

/** Where tokens come from. Implementations are thread-safe and never block. */
public interface AccessTokenProvider {

    /**
     * The token to send now. Asked at every try of every call, so an implementation that fetches tokens keeps them; see
     * {@link CachingTokenProvider}.
     *
     * @return a cold Mono that signals {@link io.qhub.core.error.CredentialUnavailableException} where there is none
     */
    Mono<AccessToken> token();

    /**
     * Tells that the server refused this very token. A provider that can get another forgets it, and only it: a newer
     * token stays.
     *
     * @param seen the token that was refused
     */
    default void invalidate(AccessToken seen) {}
}
