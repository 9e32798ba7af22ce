package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.platform.model.SubscriptionDto;
import io.qhub.platform.model.subscriptions.CreateSubscriptionRequest;
import io.qhub.platform.model.subscriptions.ServiceExecutionConsumerDto;
import java.util.List;
import java.util.Objects;
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

    static final Operation GET_SUBSCRIPTIONS = Operation.get(
                    "platform.subscriptions.getSubscriptions", "/subscriptions")
            .query("applicationId", "serviceId")
            .returnsArray(SubscriptionDto.class)
            .designed();
    static final Operation CREATE_SUBSCRIPTION = Operation.post(
                    "platform.subscriptions.createSubscription", "/subscriptions")
            .body(CreateSubscriptionRequest.class)
            .returns(SubscriptionDto.class);
    static final Operation GET_SUBSCRIPTION = Operation.get(
                    "platform.subscriptions.getSubscription", "/subscriptions/{id}")
            .returns(SubscriptionDto.class);
    static final Operation DELETE_SUBSCRIPTION =
            Operation.delete("platform.subscriptions.deleteSubscription", "/subscriptions/{id}");
    static final Operation GET_SUBSCRIPTION_SERVICE_EXECUTIONS = Operation.get(
                    "platform.subscriptions.getSubscriptionServiceExecutions", "/subscriptions/{id}/service-executions")
            .returnsArray(ServiceExecutionConsumerDto.class);

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_SUBSCRIPTIONS,
            CREATE_SUBSCRIPTION,
            GET_SUBSCRIPTION,
            DELETE_SUBSCRIPTION,
            GET_SUBSCRIPTION_SERVICE_EXECUTIONS);

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
        return Listings.all(
                http, GET_SUBSCRIPTIONS, SubscriptionDto.class, call -> call.query("applicationId", applicationId)
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
        return http.call(CREATE_SUBSCRIPTION)
                .body(Objects.requireNonNull(request, "request"))
                .to(SubscriptionDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /** One subscription; the service's gateway endpoint is in its API. {@code GET /subscriptions/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<SubscriptionDto> getSubscription(String id) {
        return http.call(GET_SUBSCRIPTION, id).to(SubscriptionDto.class);
    }

    /** Ends a subscription. {@code DELETE /subscriptions/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteSubscription(String id) {
        return http.call(DELETE_SUBSCRIPTION, id).toNothing();
    }

    /**
     * The executions that were started through a subscription. {@code GET /subscriptions/{id}/service-executions};
     * retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ServiceExecutionConsumerDto> getSubscriptionServiceExecutions(String id) {
        return Listings.all(http, GET_SUBSCRIPTION_SERVICE_EXECUTIONS, ServiceExecutionConsumerDto.class, id);
    }

    /** As {@link #getSubscriptionServiceExecutions(String)}: the name that every listing has. */
    public Flux<ServiceExecutionConsumerDto> listSubscriptionServiceExecutions(String id) {
        return getSubscriptionServiceExecutions(id);
    }
}
