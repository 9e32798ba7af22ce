package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one group (an application, a service) has cost or earned. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param amountMajor the amount of money
 * @param products the products; never null
 */
public record ProductGroupDto(
        @Nullable String name, @Nullable AmountMajorDto amountMajor, List<ProductAmountDto> products) {

    public ProductGroupDto {
        products = Values.list(products);
    }
}
