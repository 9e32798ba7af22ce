package io.qhub.platform.model.externalservices;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.PricingPlanType;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;

/**
 * What a pricing plan of an external service is created from.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type what kind it is
 * @param products the products; never null
 */
public record CreateExternalServicePricingPlanRequest(
        PricingPlanType type,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CreateProductRequest> products) {

    public CreateExternalServicePricingPlanRequest {
        Objects.requireNonNull(type, "type");
        products = Values.list(products);
    }

    /** A builder with what is required. */
    public static Builder builder(PricingPlanType type) {
        return new Builder(type);
    }

    /** Puts a {@link CreateExternalServicePricingPlanRequest} together. */
    public static final class Builder {

        private final PricingPlanType type;
        private List<CreateProductRequest> products = List.of();

        private Builder(PricingPlanType type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** The products, in place of those set before. */
        public Builder products(List<CreateProductRequest> products) {
            this.products = List.copyOf(products);
            return this;
        }

        /** What has been put together. */
        public CreateExternalServicePricingPlanRequest build() {
            return new CreateExternalServicePricingPlanRequest(type, products);
        }
    }
}
