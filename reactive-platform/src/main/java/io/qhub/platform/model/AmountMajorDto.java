package io.qhub.platform.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money, in major units of its currency: 1.5 is one euro and fifty cents.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param value the amount, in major units
 * @param currency the currency's ISO 4217 code
 */
public record AmountMajorDto(
        @Nullable BigDecimal value, @Nullable String currency) {

    /**
     * All that is needed.
     *
     * @param value the amount, in major units
     * @param currency the currency's ISO 4217 code
     * @throws IllegalArgumentException if a text is blank
     */
    public static AmountMajorDto of(BigDecimal value, String currency) {
        return new AmountMajorDto(value, currency);
    }
}
