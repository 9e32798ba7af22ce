package io.qhub.platform;

import io.qhub.core.error.ConflictException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.polling.Answer;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.ServiceLifecycle;
import io.qhub.platform.model.SubscriptionDto;
import io.qhub.platform.model.services.ServiceDefinitionCommand;
import io.qhub.platform.model.services.ServiceOverviewDto;
import io.qhub.platform.model.services.UpdateVersionRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Services of every kind, their versions and their publication.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ServicesClient {

    static final Operations OPERATIONS = Operations.of("platform.services");

    static final Operation<Page<ServiceOverviewDto>> GET_SERVICES = OPERATIONS
            .get("getServices", "/services")
            .query("lifecycle", "page", "size", "sort")
            .answersPage(ServiceOverviewDto.class);
    static final Operation<ServiceDto> GET_SERVICE =
            OPERATIONS.get("getService", "/services/{id}").answers(ServiceDto.class);
    static final Operation<Void> DELETE_SERVICE =
            OPERATIONS.delete("deleteService", "/services/{id}").answersNothing();
    static final Operation<Page<ServiceDefinitionDto>> GET_SERVICE_VERSIONS = OPERATIONS
            .get("getServiceVersions", "/services/{id}/versions")
            .answersListOrPage(ServiceDefinitionDto.class);
    static final Operation<ServiceDefinitionDto> GET_SERVICE_VERSION = OPERATIONS
            .get("getServiceVersion", "/services/{serviceId}/versions/{versionId}")
            .answers(ServiceDefinitionDto.class);
    static final Operation<ServiceDefinitionDto> UPDATE_SERVICE_VERSION = OPERATIONS
            .put("updateServiceVersion", "/services/{serviceId}/versions/{versionId}")
            .body(UpdateVersionRequest.class)
            .answers(ServiceDefinitionDto.class);
    static final Operation<ServiceDefinitionDto> PUBLISH_SERVICE = OPERATIONS
            .post("publishService", "/services/{serviceId}/versions/{versionId}/publish")
            .answers(ServiceDefinitionDto.class);
    static final Operation<ServiceDefinitionDto> PUBLISH_SERVICE_INTERNAL = OPERATIONS
            .post("publishServiceInternal", "/services/{serviceId}/versions/{versionId}/publish-internal")
            .answers(ServiceDefinitionDto.class);
    static final Operation<ServiceDefinitionDto> UNPUBLISH_SERVICE = OPERATIONS
            .post("unpublishService", "/services/{serviceId}/versions/{versionId}/unpublish")
            .answers(ServiceDefinitionDto.class);
    static final Operation<Void> COMMANDS = OPERATIONS
            .post("commands", "/services/{serviceId}/versions/{versionId}/commands")
            .body(ServiceDefinitionCommand.class)
            .answersNothing();
    static final Operation<JsonNode> GET_API_DEFINITION = OPERATIONS
            .get("getApiDefinition", "/services/{serviceId}/versions/{versionId}/api-spec")
            .answers(JsonNode.class);
    static final Operation<Void> UPDATE_API_DEFINITION = OPERATIONS
            .put("updateApiDefinition", "/v3/services/{serviceId}/versions/{versionId}/api-spec")
            .parts("file")
            .answersNothing();
    static final Operation<Page<SubscriptionDto>> GET_SERVICE_SUBSCRIPTIONS = OPERATIONS
            .get("getServiceSubscriptions", "/services/{serviceId}/versions/{versionId}/subscriptions")
            .answersListOrPage(SubscriptionDto.class);

    private static final Duration PUBLICATION_LIMIT = Duration.ofMinutes(5);

    private final HubHttp http;

    ServicesClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the services. {@code GET /services}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "a page since 2026, a bare array before")
    public Mono<Page<ServiceOverviewDto>> getServices(ServiceQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_SERVICES))
                .send();
    }

    /**
     * All services from the asked page on, in order, fetched page by page as they are needed: who takes five makes one
     * request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at all.
     */
    public Flux<ServiceOverviewDto> listServices(ServiceQuery query) {
        return Paging.list(query.page(), page -> getServices(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<ServiceOverviewDto> listServices() {
        return listServices(ServiceQuery.all());
    }

    /** One service with its versions. {@code GET /services/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDto> getService(String id) {
        return http.call(GET_SERVICE, id);
    }

    /** Deletes a service. {@code DELETE /services/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deleteService(String id) {
        return http.call(DELETE_SERVICE, id);
    }

    /** The versions of a service. {@code GET /services/{id}/versions}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ServiceDefinitionDto> getServiceVersions(String id) {
        return Listings.all(http, GET_SERVICE_VERSIONS, id);
    }

    /** As {@link #getServiceVersions(String)}: the name that every listing has. */
    public Flux<ServiceDefinitionDto> listServiceVersions(String id) {
        return getServiceVersions(id);
    }

    /** One version of a service. {@code GET /services/{serviceId}/versions/{versionId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> getServiceVersion(String serviceId, String versionId) {
        return http.call(GET_SERVICE_VERSION, serviceId, versionId);
    }

    /** Changes a version of a service. {@code PUT /services/{serviceId}/versions/{versionId}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> updateServiceVersion(
            String serviceId, String versionId, UpdateVersionRequest request) {
        return http.request(UPDATE_SERVICE_VERSION, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Publishes a version in the marketplace: its lifecycle becomes {@code PUBLISHED}.
     * {@code POST /services/{serviceId}/versions/{versionId}/publish}; not retried once the Hub may have seen it.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> publishService(String serviceId, String versionId) {
        return http.call(PUBLISH_SERVICE, serviceId, versionId);
    }

    /**
     * Publishes a version for its owners: its lifecycle becomes {@code ACCESSIBLE}.
     * {@code POST /services/{serviceId}/versions/{versionId}/publish-internal}; not retried once the Hub may have seen
     * it.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> publishServiceInternal(String serviceId, String versionId) {
        return http.call(PUBLISH_SERVICE_INTERNAL, serviceId, versionId);
    }

    /**
     * Takes a version back: its lifecycle becomes {@code CREATED}.
     * {@code POST /services/{serviceId}/versions/{versionId}/unpublish}; not retried once the Hub may have seen it.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> unpublishService(String serviceId, String versionId) {
        return http.call(UNPUBLISH_SERVICE, serviceId, versionId);
    }

    /**
     * Sends a command to a version of a service. {@code POST /services/{serviceId}/versions/{versionId}/commands}; not
     * retried once the Hub may have seen it.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> commands(String serviceId, String versionId, ServiceDefinitionCommand command) {
        return http.request(COMMANDS, serviceId, versionId)
                .body(Objects.requireNonNull(command, "command"))
                .send();
    }

    /**
     * The OpenAPI document of a version. {@code GET /services/{serviceId}/versions/{versionId}/api-spec}; retried.
     *
     * <p>A document that comes as a JSON text is read too.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<JsonNode> getApiDefinition(String serviceId, String versionId) {
        return http.call(GET_API_DEFINITION, serviceId, versionId).map(Answers::parsed);
    }

    /**
     * Replaces the OpenAPI document of a version. {@code PUT /v3/services/{serviceId}/versions/{versionId}/api-spec};
     * retried.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is.
     *
     * @param file the OpenAPI document, YAML or JSON
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> updateApiDefinition(String serviceId, String versionId, Uploads.Source file) {
        return http.request(UPDATE_API_DEFINITION, serviceId, versionId)
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<Void> updateApiDefinition(String serviceId, String versionId, Path file) {
        return updateApiDefinition(serviceId, versionId, Uploads.fromPath(file));
    }

    /**
     * The subscriptions to a version of a service.
     * {@code GET /services/{serviceId}/versions/{versionId}/subscriptions}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<SubscriptionDto> getServiceSubscriptions(String serviceId, String versionId) {
        return Listings.all(http, GET_SERVICE_SUBSCRIPTIONS, serviceId, versionId);
    }

    /** As {@link #getServiceSubscriptions(String, String)}: the name that every listing has. */
    public Flux<SubscriptionDto> listServiceSubscriptions(String serviceId, String versionId) {
        return getServiceSubscriptions(serviceId, versionId);
    }

    // ---- Conveniences ----

    /**
     * Sees to it that a version is published in the marketplace.
     *
     * <p>Reads the version first, and again after each attempt: where another publication, or a build, is under way (409),
     * or the answer is lost, it publishes again only if the version is still not published. Waits by the client's polling
     * policy, 5 minutes at most, then signals {@link io.qhub.core.error.PollingTimeoutException} with the version.
     *
     * @return the version, with lifecycle {@code PUBLISHED}
     */
    public Mono<ServiceDefinitionDto> ensurePublished(String serviceId, String versionId) {
        return ensure(serviceId, versionId, ServiceLifecycle.PUBLISHED, publishService(serviceId, versionId));
    }

    /** The same for its owners: lifecycle {@code ACCESSIBLE}, or {@code PUBLISHED}, which is more. */
    public Mono<ServiceDefinitionDto> ensurePublishedInternal(String serviceId, String versionId) {
        return ensure(serviceId, versionId, ServiceLifecycle.ACCESSIBLE, publishServiceInternal(serviceId, versionId));
    }

    /** The other way: the version is taken back, lifecycle {@code CREATED}. */
    public Mono<ServiceDefinitionDto> ensureUnpublished(String serviceId, String versionId) {
        return ensure(serviceId, versionId, ServiceLifecycle.CREATED, unpublishService(serviceId, versionId));
    }

    private Mono<ServiceDefinitionDto> ensure(
            String serviceId, String versionId, ServiceLifecycle wanted, Mono<ServiceDefinitionDto> action) {
        Mono<Answer<ServiceDefinitionDto>> look = http.forPolling()
                .request(GET_SERVICE_VERSION, serviceId, versionId)
                .answer();
        Mono<Answer<ServiceDefinitionDto>> probe = look.flatMap(before -> isThere(before.body(), wanted)
                ? Mono.just(before)
                : action.onErrorResume(
                                // Someone else is at it, or it may be done: what counts is what the version says then.
                                failure -> failure instanceof ConflictException
                                        || failure instanceof SubmissionOutcomeUnknownException,
                                unclear -> Mono.empty())
                        .then(look));
        return Watching.end(
                versionId,
                Watching.records(
                        http,
                        "version " + versionId + " to become " + wanted,
                        probe,
                        version -> isThere(version, wanted),
                        http.polling().withTimeout(PUBLICATION_LIMIT)),
                (id, version) -> null);
    }

    private static boolean isThere(ServiceDefinitionDto version, ServiceLifecycle wanted) {
        return wanted.equals(version.lifecycle())
                || wanted.equals(ServiceLifecycle.ACCESSIBLE) && ServiceLifecycle.PUBLISHED.equals(version.lifecycle());
    }
}
