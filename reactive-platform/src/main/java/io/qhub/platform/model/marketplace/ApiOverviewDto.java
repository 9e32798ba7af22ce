package io.qhub.platform.model.marketplace;

import io.qhub.platform.model.PricingCategory;
import io.qhub.platform.model.ServiceLifecycle;
import io.qhub.platform.model.ServiceType;
import io.qhub.platform.model.TaxonomyElement;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service in the listing of the marketplace. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param serviceId the service
 * @param name its name
 * @param provider the name of who provides it
 * @param type what kind it is
 * @param lifecycle how far it is published
 * @param industries the industries that it is for; never null
 * @param pricingCategory what its use costs, roughly
 * @param rating the rating by its users
 * @param logoUrl where the logo is
 * @param isFeatured whether the marketplace features it
 */
public record ApiOverviewDto(
        @Nullable String id,
        @Nullable String serviceId,
        @Nullable String name,
        @Nullable String provider,
        @Nullable ServiceType type,
        @Nullable ServiceLifecycle lifecycle,
        List<TaxonomyElement> industries,
        @Nullable PricingCategory pricingCategory,
        @Nullable Double rating,
        @Nullable String logoUrl,
        @Nullable Boolean isFeatured) {

    public ApiOverviewDto {
        industries = Values.list(industries);
    }
}
