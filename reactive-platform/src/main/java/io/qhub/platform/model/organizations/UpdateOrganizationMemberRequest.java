package io.qhub.platform.model.organizations;

import io.qhub.platform.model.Role;
import java.util.Objects;

/**
 * The new role of a member of an organization.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param role the role
 */
public record UpdateOrganizationMemberRequest(Role role) {

    public UpdateOrganizationMemberRequest {
        Objects.requireNonNull(role, "role");
    }

    /**
     * All that is needed.
     *
     * @param role the role
     */
    public static UpdateOrganizationMemberRequest of(Role role) {
        return new UpdateOrganizationMemberRequest(role);
    }
}
