package io.qhub.platform.model.datapoolshares;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.qhub.platform.model.RecipientType;
import io.qhub.platform.model.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A share: a user or an organization that may use a data pool. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param datapoolId the data pool
 * @param recipientType what kind of recipient it is
 * @param recipientId the user or the organization
 * @param recipientName the name of the recipient
 * @param permission the role
 * @param createdAt when it was created
 * @param createdBy who created it
 */
public record DataPoolShareDto(
        @Nullable String id,
        @JsonAlias("dataPoolId") @Nullable String datapoolId,
        @Nullable RecipientType recipientType,
        @Nullable String recipientId,
        @Nullable String recipientName,
        @Nullable Role permission,
        @Nullable Instant createdAt,
        @Nullable String createdBy) {}
