package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.serviceshares.CreateServiceShareRequest;
import io.qhub.platform.model.serviceshares.ServiceShareDto;
import io.qhub.platform.model.serviceshares.UpdateServiceShareRequest;
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

    static final Operations OPERATIONS = Operations.of("platform.serviceShares");

    static final Operation<Page<ServiceShareDto>> GET_SERVICE_SHARES = OPERATIONS
            .get("getServiceShares", "/service-shares")
            .query("serviceId")
            .designed()
            .answersListOrPage(ServiceShareDto.class);
    static final Operation<ServiceShareDto> CREATE_SERVICE_SHARE = OPERATIONS
            .post("createServiceShare", "/service-shares")
            .body(CreateServiceShareRequest.class)
            .designed()
            .answers(ServiceShareDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<ServiceShareDto> GET_SERVICE_SHARE =
            OPERATIONS.get("getServiceShare", "/service-shares/{id}").designed().answers(ServiceShareDto.class);
    static final Operation<ServiceShareDto> UPDATE_SERVICE_SHARE = OPERATIONS
            .put("updateServiceShare", "/service-shares/{id}")
            .body(UpdateServiceShareRequest.class)
            .designed()
            .answers(ServiceShareDto.class);
    static final Operation<Void> DELETE_SERVICE_SHARE = OPERATIONS
            .delete("deleteServiceShare", "/service-shares/{id}")
            .designed()
            .answersNothing();

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
        return Listings.all(http, GET_SERVICE_SHARES, call -> call.query("serviceId", serviceId));
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
        return http.request(CREATE_SERVICE_SHARE)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One share of a service. {@code GET /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<ServiceShareDto> getServiceShare(String id) {
        return http.call(GET_SERVICE_SHARE, id);
    }

    /** Changes the limits of a share. {@code PUT /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<ServiceShareDto> updateServiceShare(String id, UpdateServiceShareRequest request) {
        return http.request(UPDATE_SERVICE_SHARE, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Ends a share of a service. {@code DELETE /service-shares/{id}}; retried. */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "a flat path like that of grants; /services/{id}/shares is possible")
    public Mono<Void> deleteServiceShare(String id) {
        return http.call(DELETE_SERVICE_SHARE, id);
    }
}
