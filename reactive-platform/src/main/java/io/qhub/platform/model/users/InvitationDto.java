package io.qhub.platform.model.users;

import io.qhub.platform.model.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An invitation to join an organization. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param organizationId the organization that one is invited to
 * @param organizationName the name of the organization
 * @param role the role
 * @param status where it stands
 * @param invitedBy who invited
 * @param createdAt when it was created
 * @param expiresAt when it ends
 */
public record InvitationDto(
        @Nullable String id,
        @Nullable String organizationId,
        @Nullable String organizationName,
        @Nullable Role role,
        @Nullable InvitationStatus status,
        @Nullable String invitedBy,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt) {}
