package io.qhub.platform.model.datapoolshares;

import io.qhub.platform.model.RecipientType;
import io.qhub.platform.model.Role;
import io.qhub.platform.model.internal.Values;
import java.util.Objects;

/**
 * With whom a data pool is shared, and how.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param datapoolId the data pool
 * @param recipientType what kind of recipient it is
 * @param recipientId the user or the organization
 * @param permission the role
 */
public record CreateDataPoolShareRequest(
        String datapoolId, RecipientType recipientType, String recipientId, Role permission) {

    public CreateDataPoolShareRequest {
        Values.notBlank("datapoolId", datapoolId);
        Objects.requireNonNull(recipientType, "recipientType");
        Values.notBlank("recipientId", recipientId);
        Objects.requireNonNull(permission, "permission");
    }

    /**
     * All that is needed.
     *
     * @param datapoolId the data pool
     * @param recipientType what kind of recipient it is
     * @param recipientId the user or the organization
     * @param permission the role
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateDataPoolShareRequest of(
            String datapoolId, RecipientType recipientType, String recipientId, Role permission) {
        return new CreateDataPoolShareRequest(datapoolId, recipientType, recipientId, permission);
    }
}
