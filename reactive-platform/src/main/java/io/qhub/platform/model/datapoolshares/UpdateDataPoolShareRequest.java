package io.qhub.platform.model.datapoolshares;

import io.qhub.platform.model.Role;
import java.util.Objects;

/**
 * What of a share of a data pool is changed.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param permission the role
 */
public record UpdateDataPoolShareRequest(Role permission) {

    public UpdateDataPoolShareRequest {
        Objects.requireNonNull(permission, "permission");
    }

    /**
     * All that is needed.
     *
     * @param permission the role
     */
    public static UpdateDataPoolShareRequest of(Role permission) {
        return new UpdateDataPoolShareRequest(permission);
    }
}
