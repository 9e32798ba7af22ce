package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.ProductGroupDto;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a month has cost or earned, by application or service and product. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param year the year
 * @param month the month, 1 to 12
 * @param amountMajor the amount of money
 * @param groups the amounts by group; never null
 */
public record MonthAmountDto(
        @Nullable Integer year,
        @Nullable Integer month,
        @Nullable AmountMajorDto amountMajor,
        List<ProductGroupDto> groups) {

    public MonthAmountDto {
        groups = Values.list(groups);
    }
}
