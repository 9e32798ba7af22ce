package io.qhub.platform.model.managedservices;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.PricingPlanType;
import io.qhub.platform.model.ProductType;
import io.qhub.platform.model.internal.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pricing plan of a managed service is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type what kind it is
 * @param profitPercentage what is added to the Hub's own prices, in percent
 * @param chargedProducts what is charged for; never null
 */
public record CreateManagedServicePricingPlanRequest(
        PricingPlanType type,
        @Nullable BigDecimal profitPercentage,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ProductType> chargedProducts) {

    public CreateManagedServicePricingPlanRequest {
        Objects.requireNonNull(type, "type");
        chargedProducts = Values.list(chargedProducts);
    }

    /** A builder with what is required. */
    public static Builder builder(PricingPlanType type) {
        return new Builder(type);
    }

    /** Puts a {@link CreateManagedServicePricingPlanRequest} together. */
    public static final class Builder {

        private final PricingPlanType type;
        private @Nullable BigDecimal profitPercentage;
        private List<ProductType> chargedProducts = List.of();

        private Builder(PricingPlanType type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** What is added to the Hub's own prices, in percent. */
        public Builder profitPercentage(BigDecimal profitPercentage) {
            this.profitPercentage = Objects.requireNonNull(profitPercentage, "profitPercentage");
            return this;
        }

        /** What is charged for, in place of those set before. */
        public Builder chargedProducts(List<ProductType> chargedProducts) {
            this.chargedProducts = List.copyOf(chargedProducts);
            return this;
        }

        /** What has been put together. */
        public CreateManagedServicePricingPlanRequest build() {
            return new CreateManagedServicePricingPlanRequest(type, profitPercentage, chargedProducts);
        }
    }
}
