package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a service. Services have one version in practice. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param version its version
 * @param name its name
 * @param context the path below the gateway
 * @param description a description
 * @param productionEndpoint where an external service is
 * @param gatewayEndpoint the base URL of the service at the gateway
 * @param type what kind it is
 * @param pricingPlans the pricing plans; never null
 * @param lifecycle how far it is published
 * @param industries the industries that it is for; never null
 * @param logoUrl where the logo is
 * @param createdAt when it was created
 * @param modifiedAt when it was last changed
 * @param createdBy who created it
 * @param modifiedBy who last changed it
 * @param configurations the resources that it gets; never null
 * @param runtimeConfiguration what it runs in
 * @param source what it is built from
 * @param processDefinitionId the id of a workflow service's process
 * @param workflowModel the workflow of a workflow service
 */
public record ServiceDefinitionDto(
        @Nullable String id,
        @Nullable String version,
        @Nullable String name,
        @Nullable String context,
        @Nullable String description,
        @Nullable String productionEndpoint,
        @Nullable String gatewayEndpoint,
        @Nullable ServiceType type,
        List<PricingPlanDto> pricingPlans,
        @Nullable ServiceLifecycle lifecycle,
        List<TaxonomyElement> industries,
        @Nullable String logoUrl,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt,
        @Nullable String createdBy,
        @Nullable String modifiedBy,
        List<ResourceConfiguration> configurations,
        @Nullable RuntimeConfiguration runtimeConfiguration,
        @Nullable ServiceSource source,
        @Nullable String processDefinitionId,
        @Nullable String workflowModel) {

    public ServiceDefinitionDto {
        pricingPlans = Values.list(pricingPlans);
        industries = Values.list(industries);
        configurations = Values.list(configurations);
    }
}
