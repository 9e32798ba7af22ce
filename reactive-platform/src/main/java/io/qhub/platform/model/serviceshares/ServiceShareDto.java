package io.qhub.platform.model.serviceshares;

import io.qhub.platform.model.RecipientType;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share: a user or an organization that may use a service. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param serviceId the service
 * @param recipientType what kind of recipient it is
 * @param recipientId the user or the organization
 * @param recipientName the name of the recipient
 * @param active whether it is in force
 * @param constraints the limits of the share; never null
 * @param createdAt when it was created
 * @param createdBy who created it
 */
public record ServiceShareDto(
        @Nullable String id,
        @Nullable String serviceId,
        @Nullable RecipientType recipientType,
        @Nullable String recipientId,
        @Nullable String recipientName,
        @Nullable Boolean active,
        List<ShareConstraintDto> constraints,
        @Nullable Instant createdAt,
        @Nullable String createdBy) {

    public ServiceShareDto {
        constraints = Values.list(constraints);
    }
}
