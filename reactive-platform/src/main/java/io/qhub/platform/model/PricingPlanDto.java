package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pricing plan of a service. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param type what kind it is
 * @param products the products; never null
 */
public record PricingPlanDto(@Nullable String id, @Nullable PricingPlanType type, List<ProductDto> products) {

    public PricingPlanDto {
        products = Values.list(products);
    }
}
