package io.qhub.platform.model.datapoolgrants;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant: a signed token with which an application accesses a data pool for a while. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param grant the grant itself, a signed token; a secret
 * @param id its id
 * @param datapoolId the data pool
 * @param applicationId the application
 * @param permission what the application may do with the pool
 * @param expiresAt when it ends
 */
public record DataPoolGrantDto(
        @JsonAlias("token") @Nullable String grant,
        @Nullable String id,
        @JsonAlias("dataPoolId") @Nullable String datapoolId,
        @Nullable String applicationId,
        @Nullable GrantPermission permission,
        @Nullable Instant expiresAt) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "DataPoolGrantDto["
                + "grant=" + Values.masked(grant)
                + ", id=" + id
                + ", datapoolId=" + datapoolId
                + ", applicationId=" + applicationId
                + ", permission=" + permission
                + ", expiresAt=" + expiresAt
                + "]";
    }
}
