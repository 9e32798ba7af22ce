package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.ExecutionStatus;
import io.qhub.platform.model.serviceexecutions.LogEntryDto;
import io.qhub.platform.model.serviceexecutions.ServiceExecutionMetricsDto;
import io.qhub.platform.model.serviceexecutions.ServiceExecutionRecordDto;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Executions of services: records, inputs, results, logs, metrics.
 *
 * <p>All calls are retried.
 */
public final class ServiceExecutionsClient {

    static final Operations OPERATIONS = Operations.of("platform.serviceExecutions");

    static final Operation<Page<ServiceExecutionRecordDto>> GET_SERVICE_EXECUTIONS = OPERATIONS
            .get("getServiceExecutions", "/service-executions")
            .query(
                    "serviceId",
                    "serviceDefinitionId",
                    "applicationId",
                    "subscriptionId",
                    "status",
                    "page",
                    "size",
                    "sort")
            .inferred()
            .answersPage(ServiceExecutionRecordDto.class);
    static final Operation<ServiceExecutionRecordDto> GET_SERVICE_EXECUTION = OPERATIONS
            .get("getServiceExecution", "/service-executions/{id}")
            .designed()
            .answers(ServiceExecutionRecordDto.class);
    static final Operation<JsonNode> GET_SERVICE_EXECUTION_INPUT = OPERATIONS
            .get("getServiceExecutionInput", "/service-executions/{id}/input")
            .designed()
            .answers(JsonNode.class);
    static final Operation<JsonNode> GET_SERVICE_EXECUTION_RESULT = OPERATIONS
            .get("getServiceExecutionResult", "/service-executions/{id}/result")
            .designed()
            .answers(JsonNode.class);
    static final Operation<DataBuffer> GET_SERVICE_EXECUTION_RESULT_FILE = OPERATIONS
            .get("getServiceExecutionResultFile", "/service-executions/{id}/result/{file}")
            .designed()
            .streams();
    static final Operation<Page<LogEntryDto>> GET_SERVICE_EXECUTION_LOGS = OPERATIONS
            .get("getServiceExecutionLogs", "/service-executions/{id}/logs")
            .designed()
            .answersListOrPage(LogEntryDto.class);
    static final Operation<ServiceExecutionMetricsDto> GET_SERVICE_EXECUTION_METRICS = OPERATIONS
            .get("getServiceExecutionMetrics", "/service-executions/{id}/metrics")
            .designed()
            .answers(ServiceExecutionMetricsDto.class);
    static final Operation<ServiceExecutionRecordDto> CANCEL_SERVICE_EXECUTION = OPERATIONS
            .put("cancelServiceExecution", "/service-executions/{id}/cancel")
            .designed()
            .answers(ServiceExecutionRecordDto.class);

    private final HubHttp http;

    ServiceExecutionsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the executions. {@code GET /service-executions}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "low: the segment is verified below subscriptions only")
    public Mono<Page<ServiceExecutionRecordDto>> getServiceExecutions(ServiceExecutionQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_SERVICE_EXECUTIONS))
                .send();
    }

    /**
     * All executions from the asked page on, in order, fetched page by page as they are needed: who takes five makes
     * one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at all.
     */
    public Flux<ServiceExecutionRecordDto> listServiceExecutions(ServiceExecutionQuery query) {
        return Paging.list(query.page(), page -> getServiceExecutions(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<ServiceExecutionRecordDto> listServiceExecutions() {
        return listServiceExecutions(ServiceExecutionQuery.all());
    }

    /** One execution. {@code GET /service-executions/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<ServiceExecutionRecordDto> getServiceExecution(String id) {
        return http.call(GET_SERVICE_EXECUTION, id);
    }

    /** The input of an execution. {@code GET /service-executions/{id}/input}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<JsonNode> getServiceExecutionInput(String id) {
        return http.call(GET_SERVICE_EXECUTION_INPUT, id);
    }

    /** The result of an execution, with links to its files. {@code GET /service-executions/{id}/result}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<JsonNode> getServiceExecutionResult(String id) {
        return http.call(GET_SERVICE_EXECUTION_RESULT, id);
    }

    /**
     * A file of the result of an execution. {@code GET /service-executions/{id}/result/{file}}; retried until the
     * answer's head has arrived, not after.
     *
     * <p>The subscriber owns and releases each buffer; what is dropped before it reaches the subscriber is released by
     * the client. Backpressure reaches the socket.
     */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Flux<DataBuffer> getServiceExecutionResultFile(String id, String file) {
        return http.stream(GET_SERVICE_EXECUTION_RESULT_FILE, id, file);
    }

    /**
     * A file of the result of an execution, into a file. {@code GET /service-executions/{id}/result/{file}}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadServiceExecutionResultFile(String id, String file, Path target) {
        return downloadServiceExecutionResultFile(id, file, target, DownloadOptions.defaults());
    }

    /** The same, with progress and other options. */
    public Mono<DownloadedFile> downloadServiceExecutionResultFile(
            String id, String file, Path target, DownloadOptions options) {
        return http.request(GET_SERVICE_EXECUTION_RESULT_FILE, id, file).toFile(target, options);
    }

    /** The log of an execution, the oldest line first. {@code GET /service-executions/{id}/logs}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Flux<LogEntryDto> getServiceExecutionLogs(String id) {
        return Listings.all(http, GET_SERVICE_EXECUTION_LOGS, id);
    }

    /** As {@link #getServiceExecutionLogs(String)}: the name that every listing has. */
    public Flux<LogEntryDto> listServiceExecutionLogs(String id) {
        return getServiceExecutionLogs(id);
    }

    /** What an execution has used. {@code GET /service-executions/{id}/metrics}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<ServiceExecutionMetricsDto> getServiceExecutionMetrics(String id) {
        return http.call(GET_SERVICE_EXECUTION_METRICS, id);
    }

    /** Cancels an execution. {@code PUT /service-executions/{id}/cancel}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<ServiceExecutionRecordDto> cancelServiceExecution(String id) {
        return http.call(CANCEL_SERVICE_EXECUTION, id);
    }

    // ---- Conveniences ----

    /** The states of a service execution, by the client's polling policy. */
    public Flux<ExecutionStatus> watchServiceExecution(String id) {
        return states(id, null);
    }

    /**
     * The states of a service execution: the first that is seen, each change, and the terminal one, with which it completes.
     * Polls {@code GET /service-executions/{id}} with growing delays. Cancelling stops the polling, not the work.
     */
    public Flux<ExecutionStatus> watchServiceExecution(String id, PollingPolicy policy) {
        return states(id, Objects.requireNonNull(policy, "policy"));
    }

    /** Waits for the end of a service execution, by the client's polling policy. */
    public Mono<ServiceExecutionRecordDto> awaitServiceExecution(String id) {
        return end(id, null);
    }

    /**
     * Waits for the end of a service execution and gives its record.
     *
     * <p>Signals {@link ServiceExecutionFailedException} where it ends otherwise than SUCCEEDED, and
     * {@link io.qhub.core.error.PollingTimeoutException} where the policy's deadline passes first; the work goes on and
     * can be awaited again. Cancelling stops the waiting, not the work.
     */
    public Mono<ServiceExecutionRecordDto> awaitServiceExecution(String id, PollingPolicy policy) {
        return end(id, Objects.requireNonNull(policy, "policy"));
    }

    private Flux<ExecutionStatus> states(String id, @Nullable PollingPolicy policy) {
        return records(id, policy).mapNotNull(ServiceExecutionRecordDto::status).distinctUntilChanged();
    }

    private Mono<ServiceExecutionRecordDto> end(String id, @Nullable PollingPolicy policy) {
        return Watching.end(
                id,
                records(id, policy),
                (same, ended) -> ended.status() != null && ended.status().isSuccessful()
                        ? null
                        : new ServiceExecutionFailedException(same, ended));
    }

    private Flux<ServiceExecutionRecordDto> records(String id, @Nullable PollingPolicy policy) {
        return Watching.records(
                http,
                "service execution " + id,
                via -> via.request(GET_SERVICE_EXECUTION, id),
                record -> record.status() != null && record.status().isTerminal(),
                policy);
    }
}
