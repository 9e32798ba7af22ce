package io.qhub.quantum.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A price of a backend.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param granularity what the price is for
 * @param currency the currency's ISO 4217 code
 * @param value the price in that currency
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Cost(
        @Nullable CostGranularity granularity,
        @Nullable String currency,
        @Nullable BigDecimal value) {}
