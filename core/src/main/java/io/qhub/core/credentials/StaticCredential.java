package io.qhub.core.credentials;

import io.qhub.core.error.CredentialUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A token that is at hand, such as a personal access token. */
public final class StaticCredential implements AccessTokenProvider {

    private final @Nullable AccessToken token;

    /**
     * @param token the token; where it is null or empty this credential is unavailable. Surrounding blanks are dropped
     * @throws IllegalArgumentException if the token holds characters that no token has, such as a line break
     */
    public StaticCredential(@Nullable String token) {
        this.token = token == null || token.isBlank() ? null : AccessToken.of(token.strip());
    }

    /** The token, or {@link CredentialUnavailableException} where none was given. */
    @Override
    public Mono<AccessToken> token() {
        return token != null
                ? Mono.just(token)
                : Mono.error(() -> new CredentialUnavailableException("No token was passed in"));
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return token == null ? "StaticCredential[no token]" : "StaticCredential[***]";
    }
}
