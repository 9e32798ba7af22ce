package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.ApplicationDto;
import io.qhub.platform.model.SubscriptionDto;
import io.qhub.platform.model.applications.CreateApplicationRequest;
import io.qhub.platform.model.applications.UpdateApplicationRequest;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Applications, which subscribe to services and call them through the gateway.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it, unless its method says otherwise; a lost answer is {@link
 * io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ApplicationsClient {

    static final Operation GET_APPLICATIONS = Operation.get("platform.applications.getApplications", "/v2/applications")
            .returnsArray(ApplicationDto.class);
    static final Operation CREATE_APPLICATION = Operation.post(
                    "platform.applications.createApplication", "/v2/applications")
            .body(CreateApplicationRequest.class)
            .returns(ApplicationDto.class);
    static final Operation GET_APPLICATION = Operation.get(
                    "platform.applications.getApplication", "/v2/applications/{id}")
            .returns(ApplicationDto.class);
    static final Operation UPDATE_APPLICATION = Operation.put(
                    "platform.applications.updateApplication", "/v2/applications/{id}")
            .body(UpdateApplicationRequest.class)
            .returns(ApplicationDto.class)
            .designed();
    static final Operation DELETE_APPLICATION =
            Operation.delete("platform.applications.deleteApplication", "/v2/applications/{id}");
    static final Operation GET_APPLICATION_SUBSCRIPTIONS = Operation.get(
                    "platform.applications.getApplicationSubscriptions", "/v2/applications/{id}/subscriptions")
            .returnsArray(SubscriptionDto.class);
    static final Operation GET_ACCESS_TOKEN = Operation.post(
                    "platform.applications.getAccessToken", "/v2/applications/{id}/access-token")
            .asIdempotent()
            .returns(AccessTokenDto.class);

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_APPLICATIONS,
            CREATE_APPLICATION,
            GET_APPLICATION,
            UPDATE_APPLICATION,
            DELETE_APPLICATION,
            GET_APPLICATION_SUBSCRIPTIONS,
            GET_ACCESS_TOKEN);

    private final HubHttp http;

    ApplicationsClient(HubHttp http) {
        this.http = http;
    }

    /** The applications. {@code GET /v2/applications}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a bare array in 2024; a page is possible")
    public Flux<ApplicationDto> getApplications() {
        return Listings.all(http, GET_APPLICATIONS, ApplicationDto.class);
    }

    /** As {@link #getApplications()}: the name that every listing has. */
    public Flux<ApplicationDto> listApplications() {
        return getApplications();
    }

    /**
     * Creates an application. {@code POST /v2/applications}; not retried once the Hub may have seen it. Of the answer
     * only the id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ApplicationDto> createApplication(CreateApplicationRequest request) {
        return http.call(CREATE_APPLICATION)
                .body(Objects.requireNonNull(request, "request"))
                .to(ApplicationDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One application. {@code GET /v2/applications/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ApplicationDto> getApplication(String id) {
        return http.call(GET_APPLICATION, id).to(ApplicationDto.class);
    }

    /** Renames an application. {@code PUT /v2/applications/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "PUT changes services and data pools")
    public Mono<ApplicationDto> updateApplication(String id, UpdateApplicationRequest request) {
        return http.call(UPDATE_APPLICATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .to(ApplicationDto.class);
    }

    /** Deletes an application. {@code DELETE /v2/applications/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteApplication(String id) {
        return http.call(DELETE_APPLICATION, id).toNothing();
    }

    /** The subscriptions of an application. {@code GET /v2/applications/{id}/subscriptions}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<SubscriptionDto> getApplicationSubscriptions(String id) {
        return Listings.all(http, GET_APPLICATION_SUBSCRIPTIONS, SubscriptionDto.class, id);
    }

    /** As {@link #getApplicationSubscriptions(String)}: the name that every listing has. */
    public Flux<SubscriptionDto> listApplicationSubscriptions(String id) {
        return getApplicationSubscriptions(id);
    }

    /**
     * Issues a token with which an application calls the gateway. {@code POST /v2/applications/{id}/access-token};
     * retried.
     *
     * <p>Issuing a token twice harms nothing, so this POST is retried like a GET.
     */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "the same endpoint stands in the namespace authentication")
    public Mono<AccessTokenDto> getAccessToken(String id) {
        return http.call(GET_ACCESS_TOKEN, id)
                .to(AccessTokenDto.class, answer -> answer.token() == null && answer.value() == null ? "token" : null);
    }
}
