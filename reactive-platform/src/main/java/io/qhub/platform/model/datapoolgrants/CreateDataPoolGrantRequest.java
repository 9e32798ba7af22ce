package io.qhub.platform.model.datapoolgrants;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;

/**
 * Which application may do what with a data pool.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param datapoolId the data pool
 * @param applicationId the application
 * @param permission what the application may do with the pool
 */
public record CreateDataPoolGrantRequest(String datapoolId, String applicationId, GrantPermission permission) {

    public CreateDataPoolGrantRequest {
        Values.notBlank("datapoolId", datapoolId);
        Values.notBlank("applicationId", applicationId);
        Objects.requireNonNull(permission, "permission");
    }

    /**
     * All that is needed.
     *
     * @param datapoolId the data pool
     * @param applicationId the application
     * @param permission what the application may do with the pool
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateDataPoolGrantRequest of(String datapoolId, String applicationId, GrantPermission permission) {
        return new CreateDataPoolGrantRequest(datapoolId, applicationId, permission);
    }
}
