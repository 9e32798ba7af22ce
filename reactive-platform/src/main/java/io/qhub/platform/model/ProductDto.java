package io.qhub.platform.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a pricing plan charges for. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param unitLabel the name of the unit that is counted
 * @param amountMajor the price of one unit, in major units
 * @param currency the currency's ISO 4217 code
 * @param type what kind it is
 */
public record ProductDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String unitLabel,
        @Nullable BigDecimal amountMajor,
        @Nullable String currency,
        @Nullable ProductType type) {}
