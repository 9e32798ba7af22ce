package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget, and what of it is spent. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param amountMajor the budget
 * @param spentAmountMajor what of it is spent
 * @param period for how long the amount is meant
 * @param alertThresholds at how many percent an alert is sent; never null
 * @param hardLimit whether what would exceed the budget is refused
 * @param createdAt when it was created
 */
public record BudgetDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable AmountMajorDto amountMajor,
        @Nullable AmountMajorDto spentAmountMajor,
        @Nullable BudgetPeriod period,
        List<Integer> alertThresholds,
        @Nullable Boolean hardLimit,
        @Nullable Instant createdAt) {

    public BudgetDto {
        alertThresholds = Values.list(alertThresholds);
    }
}
