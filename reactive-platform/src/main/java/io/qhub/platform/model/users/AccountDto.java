package io.qhub.platform.model.users;

import org.jspecify.annotations.Nullable;

/**
 * An account that the user can act for: the own one, or that of an organization. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param displayName the name to show
 * @param role the role of the user in it
 * @param isOrganization whether it is an organization
 * @param accountType the kind of the account
 */
public record AccountDto(
        @Nullable String id,
        @Nullable String displayName,
        @Nullable String role,
        @Nullable Boolean isOrganization,
        @Nullable AccountTypeDto accountType) {}
