package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.PricingPlanDto;
import io.qhub.platform.model.ProductUsageDto;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.externalservices.CreateExternalServicePricingPlanRequest;
import io.qhub.platform.model.externalservices.MeteringRequest;
import io.qhub.platform.model.externalservices.MeteringResponse;
import io.qhub.platform.model.externalservices.UpdateExternalServiceRequest;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Services that run elsewhere and are offered through the gateway.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ExternalServicesClient {

    static final Operations OPERATIONS = Operations.of("platform.externalServices");

    static final Operation<ServiceDto> CREATE_EXTERNAL_SERVICE = OPERATIONS
            .post("createExternalService", "/v2/external-services")
            .query("name", "url", "description", "securityConfiguration", "username", "password")
            .parts("apiDefinition")
            .answers(ServiceDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<ServiceDefinitionDto> UPDATE_EXTERNAL_SERVICE = OPERATIONS
            .put("updateExternalService", "/external-services/{serviceId}/versions/{versionId}")
            .body(UpdateExternalServiceRequest.class)
            .designed()
            .answers(ServiceDefinitionDto.class);
    static final Operation<PricingPlanDto> ADD_PRICING_PLAN_EXTERNAL_SERVICE = OPERATIONS
            .post("addPricingPlanExternalService", "/external-services/{serviceId}/versions/{versionId}/pricing-plans")
            .body(CreateExternalServicePricingPlanRequest.class)
            .answers(PricingPlanDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<Void> DELETE_PRICING_PLAN_EXTERNAL_SERVICE = OPERATIONS
            .delete(
                    "deletePricingPlanExternalService",
                    "/external-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}")
            .answersNothing();
    static final Operation<Page<ProductUsageDto>> GET_EXTERNAL_SERVICE_METERING_EVENTS = OPERATIONS
            .get(
                    "getExternalServiceMeteringEvents",
                    "/external-services/{serviceId}/versions/{versionId}/metering-events")
            .answersListOrPage(ProductUsageDto.class);
    static final Operation<MeteringResponse> METERING = OPERATIONS
            .post("metering", "/external-services/metering")
            .unscoped()
            .body(MeteringRequest.class)
            .answers(MeteringResponse.class);

    private final HubHttp http;

    ExternalServicesClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Offers a service that runs elsewhere. {@code POST /v2/external-services}; not retried once the Hub may have seen
     * it.
     *
     * <p>The user name and the password travel in the query, as the Hub wants them; no log, filter or error sees them.
     * Of the answer only the id is needed. The content is streamed with constant memory. A failure of its source
     * cancels the request and is signalled as it is.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDto> createExternalService(CreateExternalServiceRequest request) {
        return Objects.requireNonNull(request, "request")
                .on(http.request(CREATE_EXTERNAL_SERVICE))
                .send();
    }

    /**
     * Changes where an external service is, and how the gateway authenticates there.
     * {@code PUT /external-services/{serviceId}/versions/{versionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "that it can be changed is documented, the operation is not")
    public Mono<ServiceDefinitionDto> updateExternalService(
            String serviceId, String versionId, UpdateExternalServiceRequest request) {
        return http.request(UPDATE_EXTERNAL_SERVICE, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Adds a pricing plan to an external service.
     * {@code POST /external-services/{serviceId}/versions/{versionId}/pricing-plans}; not retried once the Hub may
     * have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<PricingPlanDto> addPricingPlanExternalService(
            String serviceId, String versionId, CreateExternalServicePricingPlanRequest request) {
        return http.request(ADD_PRICING_PLAN_EXTERNAL_SERVICE, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Deletes a pricing plan of an external service.
     * {@code DELETE /external-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deletePricingPlanExternalService(String serviceId, String versionId, String pricingPlanId) {
        return http.call(DELETE_PRICING_PLAN_EXTERNAL_SERVICE, serviceId, versionId, pricingPlanId);
    }

    /**
     * The usages that were reported for an external service.
     * {@code GET /external-services/{serviceId}/versions/{versionId}/metering-events}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ProductUsageDto> getExternalServiceMeteringEvents(String serviceId, String versionId) {
        return Listings.all(http, GET_EXTERNAL_SERVICE_METERING_EVENTS, serviceId, versionId);
    }

    /** As {@link #getExternalServiceMeteringEvents(String, String)}: the name that every listing has. */
    public Flux<ProductUsageDto> listExternalServiceMeteringEvents(String serviceId, String versionId) {
        return getExternalServiceMeteringEvents(serviceId, versionId);
    }

    /**
     * Reports a usage of an external service, which is charged to its consumer.
     * {@code POST /external-services/metering}; not retried once the Hub may have seen it.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<MeteringResponse> metering(MeteringRequest request) {
        return http.request(METERING)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }
}
