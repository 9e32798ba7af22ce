package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * What one product has cost or earned. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param amountMajor the amount of money
 */
public record ProductAmountDto(
        @Nullable String name, @Nullable AmountMajorDto amountMajor) {}
