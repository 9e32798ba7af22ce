package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.serviceshares.CreateServiceShareRequest;
import io.qhub.platform.model.serviceshares.ServiceShareDto;
import io.qhub.platform.model.serviceshares.UpdateServiceShareRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * With whom services are shared.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ServiceSharesClient {

    static final Operation GET_SERVICE_SHARES = Operation.get(
                    "platform.serviceShares.getServiceShares", "/service-shares")
            .query("serviceId")
            .returnsArray(ServiceShareDto.class)
            .designed();
    static final Operation CREATE_SERVICE_SHARE = Operation.post(
                    "platform.serviceShares.createServiceShare", "/service-shares")
            .body(CreateServiceShareRequest.class)
            .returns(ServiceShareDto.class)
            .designed();
    static final Operation GET_SERVICE_SHARE = Operation.get(
                    "platform.serviceShares.getServiceShare", "/service-shares/{id}")
            .returns(ServiceShareDto.class)
            .designed();
    static final Operation UPDATE_SERVICE_SHARE = Operation.put(
                    "platform.serviceShares.updateServiceShare", "/service-shares/{id}")
            .body(UpdateServiceShareRequest.class)
            .returns(ServiceShareDto.class)
            .designed();
    static final Operation DELETE_SERVICE_SHARE = Operation.delete(
                    "platform.serviceShares.deleteServiceShare", "/service-shares/{id}")
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_SERVICE_SHARES, CREATE_SERVICE_SHARE, GET_SERVICE_SHARE, UPDATE_SERVICE_SHARE, DELETE_SERVICE_SHARE);

    private final HubHttp http;

    ServiceSharesClient(HubHttp http) {
        this.http = http;
    }

    /**
     * The shares of services. {@code GET /service-shares}; retried.
     *
     * @param serviceId only those of this service; null leaves it out
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Flux<ServiceShareDto> getServiceShares(@Nullable String serviceId) {
        return Listings.all(
                http, GET_SERVICE_SHARES, ServiceShareDto.class, call -> call.query("serviceId", serviceId));
    }

    /** All of them. */
    public Flux<ServiceShareDto> getServiceShares() {
        return getServiceShares(null);
    }

    /** As {@link #getServiceShares(String)}: the name that every listing has. */
    public Flux<ServiceShareDto> listServiceShares(@Nullable String serviceId) {
        return getServiceShares(serviceId);
    }

    /** All of them. */
    public Flux<ServiceShareDto> listServiceShares() {
        return getServiceShares(null);
    }

    /**
     * Shares a service. {@code POST /service-shares}; not retried once the Hub may have seen it. Of the answer only
     * the id is needed.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<ServiceShareDto> createServiceShare(CreateServiceShareRequest request) {
        return http.call(CREATE_SERVICE_SHARE)
                .body(Objects.requireNonNull(request, "request"))
                .to(ServiceShareDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One share of a service. {@code GET /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<ServiceShareDto> getServiceShare(String id) {
        return http.call(GET_SERVICE_SHARE, id).to(ServiceShareDto.class);
    }

    /** Changes the limits of a share. {@code PUT /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<ServiceShareDto> updateServiceShare(String id, UpdateServiceShareRequest request) {
        return http.call(UPDATE_SERVICE_SHARE, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(ServiceShareDto.class);
    }

    /** Ends a share of a service. {@code DELETE /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<Void> deleteServiceShare(String id) {
        return http.call(DELETE_SERVICE_SHARE, id).toNothing();
    }
}
