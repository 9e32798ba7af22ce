package io.qhub.platform.model.organizations;

import io.qhub.platform.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * A member of an organization; pending until the invitation is confirmed. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param userId the user
 * @param displayName the name to show
 * @param email the e-mail address
 * @param role the role
 * @param status where it stands
 */
public record OrganizationMemberDto(
        @Nullable String id,
        @Nullable String userId,
        @Nullable String displayName,
        @Nullable String email,
        @Nullable Role role,
        @Nullable MemberStatus status) {}
