package io.qhub.platform.model.quantumworkloads;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.ProductGroupDto;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What quantum jobs and sessions have cost, by group. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param from the beginning of the span
 * @param to the end of the span
 * @param amountMajor the amount of money
 * @param groups the amounts by group; never null
 */
public record QuantumWorkloadCostReportDto(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable AmountMajorDto amountMajor,
        List<ProductGroupDto> groups) {

    public QuantumWorkloadCostReportDto {
        groups = Values.list(groups);
    }
}
