package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access token: a personal one of a user, or one of an application for the gateway. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param scopes what the token is for; never null
 * @param createdAt when it was created
 * @param usedAt when it was last used
 * @param expiresAt when it ends
 * @param value the token itself; a secret, only in the answer to its creation
 * @param token the token itself, as the gateway takes it; a secret, only where it is issued
 */
public record AccessTokenDto(
        @Nullable String id,
        @Nullable String name,
        List<TokenScope> scopes,
        @Nullable Instant createdAt,
        @Nullable Instant usedAt,
        @Nullable Instant expiresAt,
        @Nullable String value,
        @Nullable String token) {

    public AccessTokenDto {
        scopes = Values.list(scopes);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "AccessTokenDto["
                + "id=" + id
                + ", name=" + name
                + ", scopes=" + scopes
                + ", createdAt=" + createdAt
                + ", usedAt=" + usedAt
                + ", expiresAt=" + expiresAt
                + ", value=" + Values.masked(value)
                + ", token=" + Values.masked(token)
                + "]";
    }
}
