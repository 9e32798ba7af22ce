package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.ServiceExecutionDto;
import io.qhub.platform.model.internal.Values;
import io.qhub.platform.model.workflowservices.CreateWorkflowServiceRequest;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Services that are workflows of other services.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class WorkflowServicesClient {

    static final Operations OPERATIONS = Operations.of("platform.workflowServices");

    static final Operation<ServiceDto> CREATE_WORKFLOW_SERVICE = OPERATIONS
            .post("createWorkflowService", "/workflow-services")
            .body(CreateWorkflowServiceRequest.class)
            .answers(ServiceDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<String> GET_WORKFLOW_MODEL = OPERATIONS
            .get("getWorkflowModel", "/workflow-services/{serviceId}/versions/{versionId}/workflow-model")
            .answersText();
    static final Operation<Void> UPDATE_WORKFLOW_MODEL = OPERATIONS
            .put("updateWorkflowModel", "/workflow-services/{serviceId}/versions/{versionId}/workflow-model")
            .body(String.class)
            .answersNothing();
    static final Operation<Page<ServiceExecutionDto>> GET_WORKFLOW_SERVICE_EXECUTIONS = OPERATIONS
            .get("getWorkflowServiceExecutions", "/workflow-services/{serviceId}/versions/{versionId}/executions")
            .designed()
            .answersListOrPage(ServiceExecutionDto.class);

    private static final Operation<DataBuffer> GET_WORKFLOW_MODEL_AS_BYTES = GET_WORKFLOW_MODEL.asStream();

    private final HubHttp http;

    WorkflowServicesClient(HubHttp http) {
        this.http = http;
    }

    /**
     * Creates a workflow service. {@code POST /workflow-services}; not retried once the Hub may have seen it. Of the
     * answer only the id is needed.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceDto> createWorkflowService(CreateWorkflowServiceRequest request) {
        return http.request(CREATE_WORKFLOW_SERVICE)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /**
     * The workflow of a version, BPMN 2.0 XML.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/workflow-model}; retried.
     *
     * <p>A JSON text in place of plain text is read too.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<String> getWorkflowModel(String serviceId, String versionId) {
        return http.call(GET_WORKFLOW_MODEL, serviceId, versionId).map(Answers::unquoted);
    }

    /**
     * The same as it comes, of any size.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/workflow-model}
     *
     * <p>The subscriber owns and releases each buffer. Retried until the answer's head has arrived, not after.
     */
    public Flux<DataBuffer> getWorkflowModelStream(String serviceId, String versionId) {
        return http.stream(GET_WORKFLOW_MODEL_AS_BYTES, serviceId, versionId);
    }

    /**
     * The same into a file.
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadWorkflowModel(String serviceId, String versionId, Path target) {
        return downloadWorkflowModel(serviceId, versionId, target, DownloadOptions.defaults());
    }

    /** The same into a file, with progress and other options. */
    public Mono<DownloadedFile> downloadWorkflowModel(
            String serviceId, String versionId, Path target, DownloadOptions options) {
        return http.request(GET_WORKFLOW_MODEL_AS_BYTES, serviceId, versionId).toFile(target, options);
    }

    /**
     * Replaces the workflow of a version.
     * {@code PUT /workflow-services/{serviceId}/versions/{versionId}/workflow-model}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> updateWorkflowModel(String serviceId, String versionId, String workflowModel) {
        return http.request(UPDATE_WORKFLOW_MODEL, serviceId, versionId)
                .body(Values.notBlank("workflowModel", workflowModel), MediaType.TEXT_PLAIN)
                .send();
    }

    /**
     * The executions of a workflow service, as its provider sees them.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/executions}; retried.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "as for managed services; executions of workflows are documented")
    public Flux<ServiceExecutionDto> getWorkflowServiceExecutions(String serviceId, String versionId) {
        return Listings.all(http, GET_WORKFLOW_SERVICE_EXECUTIONS, serviceId, versionId);
    }

    /** As {@link #getWorkflowServiceExecutions(String, String)}: the name that every listing has. */
    public Flux<ServiceExecutionDto> listWorkflowServiceExecutions(String serviceId, String versionId) {
        return getWorkflowServiceExecutions(serviceId, versionId);
    }
}
