package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.ServiceDto;
import io.qhub.platform.model.ServiceExecutionDto;
import io.qhub.platform.model.internal.Values;
import io.qhub.platform.model.workflowservices.CreateWorkflowServiceRequest;
import java.nio.file.Path;
import java.util.List;
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

    static final Operation CREATE_WORKFLOW_SERVICE = Operation.post(
                    "platform.workflowServices.createWorkflowService", "/workflow-services")
            .body(CreateWorkflowServiceRequest.class)
            .returns(ServiceDto.class);
    static final Operation GET_WORKFLOW_MODEL = Operation.get(
                    "platform.workflowServices.getWorkflowModel",
                    "/workflow-services/{serviceId}/versions/{versionId}/workflow-model")
            .returnsText();
    static final Operation UPDATE_WORKFLOW_MODEL = Operation.put(
                    "platform.workflowServices.updateWorkflowModel",
                    "/workflow-services/{serviceId}/versions/{versionId}/workflow-model")
            .body(String.class);
    static final Operation GET_WORKFLOW_SERVICE_EXECUTIONS = Operation.get(
                    "platform.workflowServices.getWorkflowServiceExecutions",
                    "/workflow-services/{serviceId}/versions/{versionId}/executions")
            .returnsArray(ServiceExecutionDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            CREATE_WORKFLOW_SERVICE, GET_WORKFLOW_MODEL, UPDATE_WORKFLOW_MODEL, GET_WORKFLOW_SERVICE_EXECUTIONS);

    private static final Operation GET_WORKFLOW_MODEL_AS_BYTES = GET_WORKFLOW_MODEL.returnsBytes();

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
        return http.call(CREATE_WORKFLOW_SERVICE)
                .body(Objects.requireNonNull(request, "request"))
                .to(ServiceDto.class, answer -> answer.id() == null ? "id" : null);
    }

    /**
     * The workflow of a version, BPMN 2.0 XML.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/workflow-model}; retried.
     *
     * <p>A JSON text in place of plain text is read too.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<String> getWorkflowModel(String serviceId, String versionId) {
        return http.call(GET_WORKFLOW_MODEL, serviceId, versionId).toText().map(Answers::unquoted);
    }

    /**
     * The same as it comes, of any size.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/workflow-model}
     *
     * <p>The subscriber owns and releases each buffer. Retried until the answer's head has arrived, not after.
     */
    public Flux<DataBuffer> getWorkflowModelStream(String serviceId, String versionId) {
        return http.call(GET_WORKFLOW_MODEL_AS_BYTES, serviceId, versionId).toStream();
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
        return http.call(GET_WORKFLOW_MODEL_AS_BYTES, serviceId, versionId).toFile(target, options);
    }

    /**
     * Replaces the workflow of a version.
     * {@code PUT /workflow-services/{serviceId}/versions/{versionId}/workflow-model}; retried.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> updateWorkflowModel(String serviceId, String versionId, String workflowModel) {
        return http.call(UPDATE_WORKFLOW_MODEL, serviceId, versionId)
                .body(Values.notBlank("workflowModel", workflowModel), MediaType.TEXT_PLAIN)
                .toNothing();
    }

    /**
     * The executions of a workflow service, as its provider sees them.
     * {@code GET /workflow-services/{serviceId}/versions/{versionId}/executions}; retried.
     */
    @EndpointEvidence(
            value = Evidence.DESIGNED,
            note = "as for managed services; executions of workflows are documented")
    public Flux<ServiceExecutionDto> getWorkflowServiceExecutions(String serviceId, String versionId) {
        return Listings.all(http, GET_WORKFLOW_SERVICE_EXECUTIONS, ServiceExecutionDto.class, serviceId, versionId);
    }

    /** As {@link #getWorkflowServiceExecutions(String, String)}: the name that every listing has. */
    public Flux<ServiceExecutionDto> listWorkflowServiceExecutions(String serviceId, String versionId) {
        return getWorkflowServiceExecutions(serviceId, versionId);
    }
}
