package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.PricingPlanDto;
import io.qhub.platform.model.ProductUsageDto;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.externalservices.CreateExternalServicePricingPlanRequest;
import io.qhub.platform.model.externalservices.MeteringRequest;
import io.qhub.platform.model.externalservices.MeteringResponse;
import io.qhub.platform.model.externalservices.UpdateExternalServiceRequest;
import java.util.List;
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

    static final Operation CREATE_EXTERNAL_SERVICE = Operation.post(
                    "platform.externalServices.createExternalService", "/v2/external-services")
            .query("name", "url", "description", "securityConfiguration", "username", "password")
            .parts("apiDefinition")
            .returns(ServiceDto.class);
    static final Operation UPDATE_EXTERNAL_SERVICE = Operation.put(
                    "platform.externalServices.updateExternalService",
                    "/external-services/{serviceId}/versions/{versionId}")
            .body(UpdateExternalServiceRequest.class)
            .returns(ServiceDefinitionDto.class)
            .designed();
    static final Operation ADD_PRICING_PLAN_EXTERNAL_SERVICE = Operation.post(
                    "platform.externalServices.addPricingPlanExternalService",
                    "/external-services/{serviceId}/versions/{versionId}/pricing-plans")
            .body(CreateExternalServicePricingPlanRequest.class)
            .returns(PricingPlanDto.class);
    static final Operation DELETE_PRICING_PLAN_EXTERNAL_SERVICE = Operation.delete(
            "platform.externalServices.deletePricingPlanExternalService",
            "/external-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}");
    static final Operation GET_EXTERNAL_SERVICE_METERING_EVENTS = Operation.get(
                    "platform.externalServices.getExternalServiceMeteringEvents",
                    "/external-services/{serviceId}/versions/{versionId}/metering-events")
            .returnsArray(ProductUsageDto.class);
    static final Operation METERING = Operation.post(
                    "platform.externalServices.metering", "/external-services/metering")
            .unscoped()
            .body(MeteringRequest.class)
            .returns(MeteringResponse.class);

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            CREATE_EXTERNAL_SERVICE,
            UPDATE_EXTERNAL_SERVICE,
            ADD_PRICING_PLAN_EXTERNAL_SERVICE,
            DELETE_PRICING_PLAN_EXTERNAL_SERVICE,
            GET_EXTERNAL_SERVICE_METERING_EVENTS,
            METERING);

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
                .on(http.call(CREATE_EXTERNAL_SERVICE))
                .to(ServiceDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /**
     * Changes where an external service is, and how the gateway authenticates there.
     * {@code PUT /external-services/{serviceId}/versions/{versionId}}; retried.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "that it can be changed is documented, the operation is not")
    public Mono<ServiceDefinitionDto> updateExternalService(
            String serviceId, String versionId, UpdateExternalServiceRequest request) {
        return http.call(UPDATE_EXTERNAL_SERVICE, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .to(ServiceDefinitionDto.class);
    }

    /**
     * Adds a pricing plan to an external service.
     * {@code POST /external-services/{serviceId}/versions/{versionId}/pricing-plans}; not retried once the Hub may
     * have seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<PricingPlanDto> addPricingPlanExternalService(
            String serviceId, String versionId, CreateExternalServicePricingPlanRequest request) {
        return http.call(ADD_PRICING_PLAN_EXTERNAL_SERVICE, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .to(PricingPlanDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /**
     * Deletes a pricing plan of an external service.
     * {@code DELETE /external-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deletePricingPlanExternalService(String serviceId, String versionId, String pricingPlanId) {
        return http.call(DELETE_PRICING_PLAN_EXTERNAL_SERVICE, serviceId, versionId, pricingPlanId)
                .toNothing();
    }

    /**
     * The usages that were reported for an external service.
     * {@code GET /external-services/{serviceId}/versions/{versionId}/metering-events}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ProductUsageDto> getExternalServiceMeteringEvents(String serviceId, String versionId) {
        return Listings.all(http, GET_EXTERNAL_SERVICE_METERING_EVENTS, ProductUsageDto.class, serviceId, versionId);
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
        return http.call(METERING)
                .body(Objects.requireNonNull(request, "request"))
                .to(MeteringResponse.class);
    }
}
