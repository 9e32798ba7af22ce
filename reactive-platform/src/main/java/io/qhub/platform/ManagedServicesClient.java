package io.qhub.platform;

import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.internal.file.LocalDirectory;
import io.qhub.core.paging.Page;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.PricingPlanDto;
import io.qhub.platform.model.ResourceConfiguration;
import io.qhub.platform.model.RuntimeConfiguration;
import io.qhub.platform.model.ServiceDefinitionDto;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.ServiceExecutionDto;
import io.qhub.platform.model.managedservices.BuildJobDto;
import io.qhub.platform.model.managedservices.CreateManagedServicePricingPlanRequest;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Services that the Hub builds from source and runs.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ManagedServicesClient {

    static final Operations OPERATIONS = Operations.of("platform.managedServices");

    static final Operation<ServiceDto> CREATE_MANAGED_SERVICE = OPERATIONS
            .post("createManagedService", "/v2/managed-services")
            .query("name", "description", "milliCpus", "memoryInMegabytes", "runtime", "gpuCount", "gpuAccelerator")
            .parts("userCode", "apiDefinition")
            .answers(ServiceDto.class);
    static final Operation<BuildJobDto> GET_BUILD_STATUS = OPERATIONS
            .get("getBuildStatus", "/services/{serviceId}/versions/{versionId}/build-status")
            .answers(BuildJobDto.class);
    static final Operation<String> GET_BUILD_LOGS = OPERATIONS
            .get("getBuildLogs", "/services/{serviceId}/versions/{versionId}/build-logs")
            .answersText();
    static final Operation<DataBuffer> GET_SOURCE_CODE = OPERATIONS
            .get("getSourceCode", "/services/{serviceId}/versions/{versionId}/source-code")
            .streams();
    static final Operation<ServiceDefinitionDto> UPDATE_SOURCE_CODE = OPERATIONS
            .post("updateSourceCode", "/v3/services/{serviceId}/versions/{versionId}/source-code")
            .parts("file")
            .answers(ServiceDefinitionDto.class);
    static final Operation<Void> UPDATE_RESOURCE_CONFIGURATION = OPERATIONS
            .put("updateResourceConfiguration", "/services/{serviceId}/versions/{versionId}/resource-configuration")
            .body(ResourceConfiguration.class)
            .answersNothing();
    static final Operation<Void> UPDATE_RUNTIME_CONFIGURATION = OPERATIONS
            .put("updateRuntimeConfiguration", "/services/{serviceId}/versions/{versionId}/runtime-configuration")
            .body(RuntimeConfiguration.class)
            .answersNothing();
    static final Operation<PricingPlanDto> ADD_PRICING_PLAN_MANAGED_SERVICE = OPERATIONS
            .post("addPricingPlanManagedService", "/managed-services/{serviceId}/versions/{versionId}/pricing-plans")
            .body(CreateManagedServicePricingPlanRequest.class)
            .answers(PricingPlanDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<Void> DELETE_PRICING_PLAN_MANAGED_SERVICE = OPERATIONS
            .delete(
                    "deletePricingPlanManagedService",
                    "/managed-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}")
            .answersNothing();
    static final Operation<Page<ServiceExecutionDto>> GET_MANAGED_SERVICE_EXECUTIONS = OPERATIONS
            .get("getManagedServiceExecutions", "/managed-services/{serviceId}/versions/{versionId}/executions")
            .answersListOrPage(ServiceExecutionDto.class);

    private static final Operation<DataBuffer> GET_BUILD_LOGS_AS_BYTES = GET_BUILD_LOGS.asStream();

    private final HubHttp http;

    ManagedServicesClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Creates a service from source code and starts its build. Answers at once: the build goes on.
     * {@code POST /v2/managed-services}; not retried once the Hub may have seen it.
     *
     * <p>May cost money: never sent twice unless the Hub cannot have seen the first. Of the answer only the id is
     * needed. The content is streamed with constant memory. A failure of its source cancels the request and is
     * signalled as it is.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDto> createManagedService(CreateManagedServiceRequest request) {
        return Objects.requireNonNull(request, "request")
                .on(http.request(CREATE_MANAGED_SERVICE))
                .send();
    }

    /**
     * Where the build of a version stands. {@code GET /services/{serviceId}/versions/{versionId}/build-status};
     * retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<BuildJobDto> getBuildStatus(String serviceId, String versionId) {
        return http.call(GET_BUILD_STATUS, serviceId, versionId);
    }

    /**
     * The log of the build of a version, as far as it is written.
     * {@code GET /services/{serviceId}/versions/{versionId}/build-logs}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<String> getBuildLogs(String serviceId, String versionId) {
        return http.call(GET_BUILD_LOGS, serviceId, versionId);
    }

    /**
     * The same as it comes, of any size. {@code GET /services/{serviceId}/versions/{versionId}/build-logs}
     *
     * <p>The subscriber owns and releases each buffer. Retried until the answer's head has arrived, not after.
     */
    public Flux<DataBuffer> getBuildLogsStream(String serviceId, String versionId) {
        return http.stream(GET_BUILD_LOGS_AS_BYTES, serviceId, versionId);
    }

    /**
     * The same into a file.
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadBuildLogs(String serviceId, String versionId, Path target) {
        return downloadBuildLogs(serviceId, versionId, target, DownloadOptions.defaults());
    }

    /** The same into a file, with progress and other options. */
    public Mono<DownloadedFile> downloadBuildLogs(
            String serviceId, String versionId, Path target, DownloadOptions options) {
        return http.request(GET_BUILD_LOGS_AS_BYTES, serviceId, versionId).toFile(target, options);
    }

    /**
     * The source code of a version, a zip archive. {@code GET /services/{serviceId}/versions/{versionId}/source-code};
     * retried until the answer's head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataBuffer> getSourceCode(String serviceId, String versionId) {
        return http.stream(GET_SOURCE_CODE, serviceId, versionId);
    }

    /**
     * The source code of a version, a zip archive, into a file.
     * {@code GET /services/{serviceId}/versions/{versionId}/source-code}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadSourceCode(String serviceId, String versionId, Path target) {
        return downloadSourceCode(serviceId, versionId, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadSourceCode(
            String serviceId, String versionId, Path target, DownloadOptions options) {
        return http.request(GET_SOURCE_CODE, serviceId, versionId).toFile(target, options);
    }

    /**
     * Replaces the source code of a version and starts its build.
     * {@code POST /v3/services/{serviceId}/versions/{versionId}/source-code}; not retried once the Hub may have seen
     * it.
     *
     * <p>The content is streamed with constant memory. A failure of its source cancels the request and is signalled as
     * it is.
     *
     * @param file the source code, a zip archive
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDefinitionDto> updateSourceCode(String serviceId, String versionId, Uploads.Source file) {
        return http.request(UPDATE_SOURCE_CODE, serviceId, versionId)
                .part("file", MediaTypes.typed(Objects.requireNonNull(file, "file")))
                .send();
    }

    /** The same with a file, whose name is sent along. */
    public Mono<ServiceDefinitionDto> updateSourceCode(String serviceId, String versionId, Path file) {
        return updateSourceCode(serviceId, versionId, Uploads.fromPath(file));
    }

    /**
     * Sets one resource of a version: processor, memory or graphics processors.
     * {@code PUT /services/{serviceId}/versions/{versionId}/resource-configuration}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> updateResourceConfiguration(
            String serviceId, String versionId, ResourceConfiguration configuration) {
        return http.request(UPDATE_RESOURCE_CONFIGURATION, serviceId, versionId)
                .body(Objects.requireNonNull(configuration, "configuration"))
                .send();
    }

    /**
     * Sets what a version runs in. {@code PUT /services/{serviceId}/versions/{versionId}/runtime-configuration};
     * retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> updateRuntimeConfiguration(
            String serviceId, String versionId, RuntimeConfiguration configuration) {
        return http.request(UPDATE_RUNTIME_CONFIGURATION, serviceId, versionId)
                .body(Objects.requireNonNull(configuration, "configuration"))
                .send();
    }

    /**
     * Adds a pricing plan to a managed service.
     * {@code POST /managed-services/{serviceId}/versions/{versionId}/pricing-plans}; not retried once the Hub may have
     * seen it. Of the answer only the id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<PricingPlanDto> addPricingPlanManagedService(
            String serviceId, String versionId, CreateManagedServicePricingPlanRequest request) {
        return http.request(ADD_PRICING_PLAN_MANAGED_SERVICE, serviceId, versionId)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * Deletes a pricing plan of a managed service.
     * {@code DELETE /managed-services/{serviceId}/versions/{versionId}/pricing-plans/{pricingPlanId}}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> deletePricingPlanManagedService(String serviceId, String versionId, String pricingPlanId) {
        return http.call(DELETE_PRICING_PLAN_MANAGED_SERVICE, serviceId, versionId, pricingPlanId);
    }

    /**
     * The executions of a managed service, as its provider sees them.
     * {@code GET /managed-services/{serviceId}/versions/{versionId}/executions}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ServiceExecutionDto> getManagedServiceExecutions(String serviceId, String versionId) {
        return Listings.all(http, GET_MANAGED_SERVICE_EXECUTIONS, serviceId, versionId);
    }

    /** As {@link #getManagedServiceExecutions(String, String)}: the name that every listing has. */
    public Flux<ServiceExecutionDto> listManagedServiceExecutions(String serviceId, String versionId) {
        return getManagedServiceExecutions(serviceId, versionId);
    }

    // ---- Conveniences ----

    /** The states of a build, by the client's polling policy. */
    public Flux<BuildJobDto> watchBuild(String serviceId, String versionId) {
        return new BuildWatch(http, serviceId, versionId, null).states();
    }

    /**
     * The states of a build: the first that is seen, each change, and the terminal one, with which it completes. Polls
     * {@code GET /services/{serviceId}/versions/{versionId}/build-status} with growing delays. Cancelling stops the
     * polling, not the build.
     */
    public Flux<BuildJobDto> watchBuild(String serviceId, String versionId, PollingPolicy policy) {
        return new BuildWatch(http, serviceId, versionId, Objects.requireNonNull(policy, "policy")).states();
    }

    /** Waits for the end of a build, by the client's polling policy. */
    public Mono<BuildJobDto> awaitBuild(String serviceId, String versionId) {
        return awaitBuild(serviceId, versionId, line -> {});
    }

    /** Waits for the end of a build, by the client's polling policy, and tells the lines of its log. */
    public Mono<BuildJobDto> awaitBuild(String serviceId, String versionId, Consumer<String> onLogLine) {
        return new BuildWatch(http, serviceId, versionId, null).end(Objects.requireNonNull(onLogLine, "onLogLine"));
    }

    /**
     * Waits for the end of a build. With each poll the log is read too, and each of its lines is told once, in order, the
     * last ones before the end.
     *
     * <p>Signals {@link BuildFailedException}, with the end of the log, where the build ends otherwise than SUCCESS, and
     * {@link io.qhub.core.error.PollingTimeoutException} where the policy's deadline passes first; the build goes on.
     *
     * @param onLogLine told each line; must not block
     */
    public Mono<BuildJobDto> awaitBuild(
            String serviceId, String versionId, PollingPolicy policy, Consumer<String> onLogLine) {
        return new BuildWatch(http, serviceId, versionId, Objects.requireNonNull(policy, "policy"))
                .end(Objects.requireNonNull(onLogLine, "onLogLine"));
    }

    /** Deploys a service from a directory, with the defaults. */
    public Mono<ServiceDefinitionDto> deployDirectory(CreateManagedServiceRequest request, Path directory) {
        return deployDirectory(request, directory, DeployOptions.defaults());
    }

    /**
     * Deploys a service from a directory: sends the files as a zip archive that is made as it is sent, waits for the build
     * and publishes the version.
     *
     * <p>Every failure after the creation carries the service's id ({@link HubException#resourceId()}) and none of them is
     * retryable: subscribing again would create another service. Symbolic links are passed over.
     *
     * @param request what to create, without source code
     * @return the version, as far published as the options say
     * @throws IllegalArgumentException if the request has source code of its own
     */
    public Mono<ServiceDefinitionDto> deployDirectory(
            CreateManagedServiceRequest request, Path directory, DeployOptions options) {
        if (request.userCode() != null) {
            throw new IllegalArgumentException("request: has userCode; the directory is the source code");
        }
        LocalDirectory files = LocalDirectory.of(directory);
        ServicesClient services = new ServicesClient(http);
        // Looked at before, so that a directory that cannot be read creates nothing.
        return files.files()
                .filter(found ->
                        found.stream().anyMatch(file -> options.included().test(file.name())))
                .switchIfEmpty(Mono.error(() ->
                        new IllegalArgumentException("directory: " + directory + " has no files to make a service of")))
                .flatMap(found -> createManagedService(request.with(files.zip(options.included()))))
                .doOnNext(options.onCreated())
                .flatMap(service -> {
                    String id = Objects.requireNonNull(service.id());
                    return versionOf(service, services)
                            .flatMap(version -> new BuildWatch(http, id, version, options.polling())
                                    .end(options.onLogLine())
                                    .then(Mono.defer(() -> published(services, id, version, options.publication()))))
                            .onErrorMap(HubException.class, failure -> failure.afterSubmission(id, service));
                });
    }

    private static Mono<String> versionOf(ServiceDto service, ServicesClient services) {
        return Flux.fromIterable(service.serviceDefinitions())
                .switchIfEmpty(Flux.defer(() -> services.getServiceVersions(Objects.requireNonNull(service.id()))))
                .mapNotNull(ServiceDefinitionDto::id)
                .next()
                .switchIfEmpty(Mono.error(() -> new HubDecodingException(
                        "the Hub created the service " + service.id() + " and tells no version of it",
                        null,
                        null,
                        200,
                        "",
                        null)));
    }

    private static Mono<ServiceDefinitionDto> published(
            ServicesClient services, String id, String version, Publication how) {
        return switch (how) {
            case NONE -> services.getServiceVersion(id, version);
            case INTERNAL -> services.ensurePublishedInternal(id, version);
            case PUBLIC -> services.ensurePublished(id, version);
        };
    }
}
