package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The principal of a personal access token. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id the id of the user
 * @param accessToken the token that the call was made with
 * @param accountType the kind of the account
 * @param organizationMemberships the organizations that the principal belongs to; never null
 */
public record PersonalAccessTokenPrincipal(
        @Nullable String id,
        @Nullable AccessToken accessToken,
        @Nullable AccountType accountType,
        List<OrganizationMembership> organizationMemberships)
        implements AuthorizeResponse {

    public PersonalAccessTokenPrincipal {
        organizationMemberships = Values.list(organizationMemberships);
    }
}
