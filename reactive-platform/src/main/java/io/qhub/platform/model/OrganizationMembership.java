package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * A membership of the principal in an organization. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param accountType the kind of the account
 * @param role the role
 */
public record OrganizationMembership(
        @Nullable String id,
        @Nullable AccountType accountType,
        @Nullable Role role) {}
