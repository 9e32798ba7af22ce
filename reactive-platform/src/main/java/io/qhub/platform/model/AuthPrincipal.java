package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The principal as the Hub answered until 2024. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param user the user
 * @param accessToken the token that the call was made with; a secret
 * @param roles the names of the roles; never null
 */
public record AuthPrincipal(
        @Nullable AuthPrincipalUser user, @Nullable String accessToken, List<String> roles)
        implements AuthorizeResponse {

    public AuthPrincipal {
        roles = Values.list(roles);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "AuthPrincipal["
                + "user=" + user
                + ", accessToken=" + Values.masked(accessToken)
                + ", roles=" + roles
                + "]";
    }
}
