package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * A member of a content of the catalogue: a user or an organization with a role. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param userId the user
 * @param organizationId the organization
 * @param displayName the name to show
 * @param permission the role
 */
public record AccessPermissionDto(
        @Nullable String id,
        @Nullable String userId,
        @Nullable String organizationId,
        @Nullable String displayName,
        @Nullable Role permission) {}
