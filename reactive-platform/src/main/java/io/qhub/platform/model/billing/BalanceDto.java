package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is open on the account. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param amountMajor what is available
 * @param creditAmountMajor what of it is credit
 * @param updatedAt when it was computed
 */
public record BalanceDto(
        @Nullable AmountMajorDto amountMajor,
        @Nullable AmountMajorDto creditAmountMajor,
        @Nullable Instant updatedAt) {}
