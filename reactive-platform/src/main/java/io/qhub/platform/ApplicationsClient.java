package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.AccessTokenDto;
import io.qhub.platform.model.ApplicationDto;
import io.qhub.platform.model.SubscriptionDto;
import io.qhub.platform.model.applications.CreateApplicationRequest;
import io.qhub.platform.model.applications.UpdateApplicationRequest;
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

    static final Operations OPERATIONS = Operations.of("platform.applications");

    static final Operation<Page<ApplicationDto>> GET_APPLICATIONS =
            OPERATIONS.get("getApplications", "/v2/applications").answersListOrPage(ApplicationDto.class);
    static final Operation<ApplicationDto> CREATE_APPLICATION = OPERATIONS
            .post("createApplication", "/v2/applications")
            .body(CreateApplicationRequest.class)
            .answers(ApplicationDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<ApplicationDto> GET_APPLICATION =
            OPERATIONS.get("getApplication", "/v2/applications/{id}").answers(ApplicationDto.class);
    static final Operation<ApplicationDto> UPDATE_APPLICATION = OPERATIONS
            .put("updateApplication", "/v2/applications/{id}")
            .body(UpdateApplicationRequest.class)
            .designed()
            .answers(ApplicationDto.class);
    static final Operation<Void> DELETE_APPLICATION =
            OPERATIONS.delete("deleteApplication", "/v2/applications/{id}").answersNothing();
    static final Operation<Page<SubscriptionDto>> GET_APPLICATION_SUBSCRIPTIONS = OPERATIONS
            .get("getApplicationSubscriptions", "/v2/applications/{id}/subscriptions")
            .answersListOrPage(SubscriptionDto.class);
    static final Operation<AccessTokenDto> GET_ACCESS_TOKEN = OPERATIONS
            .post("getAccessToken", "/v2/applications/{id}/access-token")
            .idempotent()
            .answers(AccessTokenDto.class, answer -> answer.token() == null && answer.value() == null ? "token" : null);

    private final HubHttp http;

    ApplicationsClient(HubHttp http) {
        this.http = http;
    }

    /** The applications. {@code GET /v2/applications}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a bare array in 2024; a page is possible")
    public Flux<ApplicationDto> getApplications() {
        return Listings.all(http, GET_APPLICATIONS);
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
        return http.request(CREATE_APPLICATION)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One application. {@code GET /v2/applications/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ApplicationDto> getApplication(String id) {
        return http.call(GET_APPLICATION, id);
    }

    /** Renames an application. {@code PUT /v2/applications/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "PUT changes services and data pools")
    public Mono<ApplicationDto> updateApplication(String id, UpdateApplicationRequest request) {
        return http.request(UPDATE_APPLICATION, id)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** Deletes an application. {@code DELETE /v2/applications/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteApplication(String id) {
        return http.call(DELETE_APPLICATION, id);
    }

    /** The subscriptions of an application. {@code GET /v2/applications/{id}/subscriptions}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<SubscriptionDto> getApplicationSubscriptions(String id) {
        return Listings.all(http, GET_APPLICATION_SUBSCRIPTIONS, id);
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
        return http.call(GET_ACCESS_TOKEN, id);
    }
}
