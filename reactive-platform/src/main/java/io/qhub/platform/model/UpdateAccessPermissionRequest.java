package io.qhub.platform.model;

import java.util.Objects;

/**
 * The new role of a member.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param permission the role
 */
public record UpdateAccessPermissionRequest(Role permission) {

    public UpdateAccessPermissionRequest {
        Objects.requireNonNull(permission, "permission");
    }

    /**
     * All that is needed.
     *
     * @param permission the role
     */
    public static UpdateAccessPermissionRequest of(Role permission) {
        return new UpdateAccessPermissionRequest(permission);
    }
}
