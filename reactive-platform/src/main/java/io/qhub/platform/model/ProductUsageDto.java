package io.qhub.platform.model;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One usage of a product. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param timestamp when it was
 * @param productName the name of the product
 * @param productId the product
 * @param unitPrice the price of one
 * @param currency the currency's ISO 4217 code
 * @param count how many units
 */
public record ProductUsageDto(
        @Nullable Instant timestamp,
        @Nullable String productName,
        @Nullable String productId,
        @Nullable BigDecimal unitPrice,
        @Nullable String currency,
        @Nullable Long count) {}
