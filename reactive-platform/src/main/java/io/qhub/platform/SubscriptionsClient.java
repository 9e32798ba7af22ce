package io.qhub.platform;

import io.qhub.core.HubContext;
import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.CachingTokenProvider;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.platform.model.ApiDto;
import io.qhub.platform.model.SubscriptionDto;
import io.qhub.platform.model.subscriptions.CreateSubscriptionRequest;
import io.qhub.platform.model.subscriptions.ServiceExecutionConsumerDto;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Subscriptions of applications to services.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class SubscriptionsClient {

    static final Operations OPERATIONS = Operations.of("platform.subscriptions");

    static final Operation<Page<SubscriptionDto>> GET_SUBSCRIPTIONS = OPERATIONS
            .get("getSubscriptions", "/subscriptions")
            .query("applicationId", "serviceId")
            .designed()
            .answersListOrPage(SubscriptionDto.class);
    static final Operation<SubscriptionDto> CREATE_SUBSCRIPTION = OPERATIONS
            .post("createSubscription", "/subscriptions")
            .body(CreateSubscriptionRequest.class)
            .answers(SubscriptionDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<SubscriptionDto> GET_SUBSCRIPTION =
            OPERATIONS.get("getSubscription", "/subscriptions/{id}").answers(SubscriptionDto.class);
    static final Operation<Void> DELETE_SUBSCRIPTION =
            OPERATIONS.delete("deleteSubscription", "/subscriptions/{id}").answersNothing();
    static final Operation<Page<ServiceExecutionConsumerDto>> GET_SUBSCRIPTION_SERVICE_EXECUTIONS = OPERATIONS
            .get("getSubscriptionServiceExecutions", "/subscriptions/{id}/service-executions")
            .answersListOrPage(ServiceExecutionConsumerDto.class);

    private final HubHttp http;

    SubscriptionsClient(HubHttp http) {
        this.http = http;
    }

    /**
     * The subscriptions. {@code GET /subscriptions}; retried.
     *
     * @param applicationId only those of this application; null leaves it out
     * @param serviceId only those of this service; null leaves it out
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "subscriptions are readable; until 2024 they were listed by application and by service only")
    public Flux<SubscriptionDto> getSubscriptions(@Nullable String applicationId, @Nullable String serviceId) {
        return Listings.all(http, GET_SUBSCRIPTIONS, call -> call.query("applicationId", applicationId)
                .query("serviceId", serviceId));
    }

    /** All of them. */
    public Flux<SubscriptionDto> getSubscriptions() {
        return getSubscriptions(null, null);
    }

    /** As {@link #getSubscriptions(String, String)}: the name that every listing has. */
    public Flux<SubscriptionDto> listSubscriptions(@Nullable String applicationId, @Nullable String serviceId) {
        return getSubscriptions(applicationId, serviceId);
    }

    /** All of them. */
    public Flux<SubscriptionDto> listSubscriptions() {
        return getSubscriptions(null, null);
    }

    /**
     * Subscribes an application to a service. {@code POST /subscriptions}; not retried once the Hub may have seen it.
     * Of the answer only the id is needed.
     *
     * <p>A second subscription of the same application is {@link io.qhub.core.error.ConflictException}.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<SubscriptionDto> createSubscription(CreateSubscriptionRequest request) {
        return http.request(CREATE_SUBSCRIPTION)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One subscription; the service's gateway endpoint is in its API. {@code GET /subscriptions/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<SubscriptionDto> getSubscription(String id) {
        return http.call(GET_SUBSCRIPTION, id);
    }

    /** Ends a subscription. {@code DELETE /subscriptions/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteSubscription(String id) {
        return http.call(DELETE_SUBSCRIPTION, id);
    }

    /**
     * The executions that were started through a subscription. {@code GET /subscriptions/{id}/service-executions};
     * retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ServiceExecutionConsumerDto> getSubscriptionServiceExecutions(String id) {
        return Listings.all(http, GET_SUBSCRIPTION_SERVICE_EXECUTIONS, id);
    }

    /** As {@link #getSubscriptionServiceExecutions(String)}: the name that every listing has. */
    public Flux<ServiceExecutionConsumerDto> listSubscriptionServiceExecutions(String id) {
        return getSubscriptionServiceExecutions(id);
    }

    // ---- Conveniences ----

    /**
     * What it takes to call the service of a subscription: its endpoint at the gateway, and tokens of the application that
     * has the subscription, each fetched by {@code POST /v2/applications/{id}/access-token} when it is first needed and kept
     * as long as it is good.
     *
     * <pre>{@code
     * platform.subscriptions().getGatewayAccess(id).map(access -> HubServiceClient.builder()
     *         .endpoint(access.endpoint())
     *         .credential(access.credential())
     *         .build());
     * }</pre>
     *
     * @return signals {@link IllegalStateException} if the subscription names no endpoint or no application
     */
    public Mono<GatewayAccess> getGatewayAccess(String id) {
        ApplicationsClient applications = new ApplicationsClient(http);
        return Mono.zip(
                        getSubscription(id),
                        http.organization().map(Optional::of).defaultIfEmpty(Optional.empty()))
                .map(found -> access(id, found.getT1(), found.getT2(), applications));
    }

    private static GatewayAccess access(
            String id, SubscriptionDto subscription, Optional<String> organization, ApplicationsClient applications) {
        ApiDto api = subscription.api();
        String endpoint = api == null ? null : api.gatewayEndpoint();
        String application = subscription.application() == null
                ? null
                : subscription.application().id();
        if (endpoint == null || endpoint.isBlank()) {
            throw new IllegalStateException("the subscription " + id + " names no endpoint at the gateway");
        }
        if (application == null) {
            throw new IllegalStateException("the subscription " + id + " names no application");
        }
        // Whoever calls the gateway later does so in another context; the application stays that of this one.
        Mono<AccessToken> token = applications
                .getAccessToken(application)
                .contextWrite(organization.map(HubContext::organization).orElseGet(HubContext::withoutOrganization))
                .map(issued -> new AccessToken(
                        Objects.requireNonNull(issued.token() != null ? issued.token() : issued.value()),
                        issued.expiresAt()));
        return new GatewayAccess(endpoint, new CachingTokenProvider(token));
    }
}
