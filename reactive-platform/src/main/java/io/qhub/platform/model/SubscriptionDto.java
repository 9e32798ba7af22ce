package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * A subscription of an application to a service, which lets it call the service through the gateway. Every component
 * may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param application the application
 * @param api the service
 * @param pricingPlan the pricing plan
 * @param logsAvailable whether the logs of its executions can be read
 */
public record SubscriptionDto(
        @Nullable String id,
        @Nullable ApplicationDto application,
        @Nullable ApiDto api,
        @Nullable PricingPlanDto pricingPlan,
        @Nullable Boolean logsAvailable) {}
