package io.qhub.platform.model.externalservices;

import io.qhub.platform.model.internal.Values;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a product of a pricing plan is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param unitLabel the name of the unit that is counted
 * @param amountMajor the price of one unit, in major units
 */
public record CreateProductRequest(String name, @Nullable String unitLabel, BigDecimal amountMajor) {

    public CreateProductRequest {
        Values.notBlank("name", name);
        Objects.requireNonNull(amountMajor, "amountMajor");
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name, BigDecimal amountMajor) {
        return new Builder(name, amountMajor);
    }

    /** Puts a {@link CreateProductRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String unitLabel;
        private final BigDecimal amountMajor;

        private Builder(String name, BigDecimal amountMajor) {
            this.name = Values.notBlank("name", name);
            this.amountMajor = Objects.requireNonNull(amountMajor, "amountMajor");
        }

        /** The name of the unit that is counted. */
        public Builder unitLabel(String unitLabel) {
            this.unitLabel = Objects.requireNonNull(unitLabel, "unitLabel");
            return this;
        }

        /** What has been put together. */
        public CreateProductRequest build() {
            return new CreateProductRequest(name, unitLabel, amountMajor);
        }
    }
}
