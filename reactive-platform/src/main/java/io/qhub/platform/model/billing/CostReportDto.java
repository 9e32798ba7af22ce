package io.qhub.platform.model.billing;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.ProductGroupDto;
import io.qhub.platform.model.internal.Values;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a span of days has cost, by group. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param from the first day
 * @param to the last day
 * @param amountMajor the amount of money
 * @param groups the amounts by group; never null
 */
public record CostReportDto(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable AmountMajorDto amountMajor,
        List<ProductGroupDto> groups) {

    public CostReportDto {
        groups = Values.list(groups);
    }
}
