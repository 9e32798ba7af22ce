package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit that was granted to the account. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param amountMajor what was granted
 * @param remainingAmountMajor what is left of it
 * @param description a description
 * @param grantedAt when it was granted
 * @param expiresAt when it ends
 */
public record CreditDto(
        @Nullable String id,
        @Nullable AmountMajorDto amountMajor,
        @Nullable AmountMajorDto remainingAmountMajor,
        @Nullable String description,
        @Nullable Instant grantedAt,
        @Nullable Instant expiresAt) {}
