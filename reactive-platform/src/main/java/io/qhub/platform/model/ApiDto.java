package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as the marketplace offers it, in full. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param serviceId the service
 * @param name its name
 * @param context the path below the gateway
 * @param version its version
 * @param description a description
 * @param gatewayEndpoint the base URL of the service at the gateway
 * @param pricingPlans the pricing plans; never null
 * @param pricingCategory what its use costs, roughly
 * @param industries the industries that it is for; never null
 * @param provider the name of who provides it
 * @param lifecycle how far it is published
 * @param serviceType what kind of service it is
 * @param rating the rating by its users
 * @param isFeatured whether the marketplace features it
 * @param displayName the name to show
 * @param summary a summary of a line or two
 * @param publisher who publishes it
 */
public record ApiDto(
        @Nullable String id,
        @Nullable String serviceId,
        @Nullable String name,
        @Nullable String context,
        @Nullable String version,
        @Nullable String description,
        @Nullable String gatewayEndpoint,
        List<PricingPlanDto> pricingPlans,
        @Nullable PricingCategory pricingCategory,
        List<TaxonomyElement> industries,
        @Nullable String provider,
        @Nullable ServiceLifecycle lifecycle,
        @Nullable ServiceType serviceType,
        @Nullable Double rating,
        @Nullable Boolean isFeatured,
        @Nullable String displayName,
        @Nullable String summary,
        @Nullable PublisherDto publisher) {

    public ApiDto {
        pricingPlans = Values.list(pricingPlans);
        industries = Values.list(industries);
    }
}
