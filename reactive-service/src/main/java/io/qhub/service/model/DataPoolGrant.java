package io.qhub.service.model;

import java.util.Objects;

/**
 * Asks for access to a data pool: the client gets a grant and puts a {@link DataPoolReference} with it into the request.
 * Never sent as it is.
 *
 * @param name the member of the request that becomes the reference
 * @param datapoolId the data pool
 * @param applicationId the application that the execution belongs to
 * @param permission what the execution may do with the pool
 */
public record DataPoolGrant(String name, String datapoolId, String applicationId, DataPoolPermission permission) {

    public DataPoolGrant {
        Values.notBlank("name", name);
        Values.notBlank("datapoolId", datapoolId);
        Values.notBlank("applicationId", applicationId);
        Objects.requireNonNull(permission, "permission");
    }

    /**
     * With the permission {@link DataPoolPermission#MODIFY}.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static DataPoolGrant of(String name, String datapoolId, String applicationId) {
        return new DataPoolGrant(name, datapoolId, applicationId, DataPoolPermission.MODIFY);
    }

    /** The same with another permission. */
    public DataPoolGrant withPermission(DataPoolPermission permission) {
        return new DataPoolGrant(name, datapoolId, applicationId, permission);
    }
}
