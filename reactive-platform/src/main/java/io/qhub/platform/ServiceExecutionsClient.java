package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
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
import java.util.List;
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

    static final Operation GET_SERVICE_EXECUTIONS = Operation.get(
                    "platform.serviceExecutions.getServiceExecutions", "/service-executions")
            .query(
                    "serviceId",
                    "serviceDefinitionId",
                    "applicationId",
                    "subscriptionId",
                    "status",
                    "page",
                    "size",
                    "sort")
            .returnsPage(ServiceExecutionRecordDto.class)
            .inferred();
    static final Operation GET_SERVICE_EXECUTION = Operation.get(
                    "platform.serviceExecutions.getServiceExecution", "/service-executions/{id}")
            .returns(ServiceExecutionRecordDto.class)
            .designed();
    static final Operation GET_SERVICE_EXECUTION_INPUT = Operation.get(
                    "platform.serviceExecutions.getServiceExecutionInput", "/service-executions/{id}/input")
            .returns(JsonNode.class)
            .designed();
    static final Operation GET_SERVICE_EXECUTION_RESULT = Operation.get(
                    "platform.serviceExecutions.getServiceExecutionResult", "/service-executions/{id}/result")
            .returns(JsonNode.class)
            .designed();
    static final Operation GET_SERVICE_EXECUTION_RESULT_FILE = Operation.get(
                    "platform.serviceExecutions.getServiceExecutionResultFile",
                    "/service-executions/{id}/result/{file}")
            .returnsBytes()
            .designed();
    static final Operation GET_SERVICE_EXECUTION_LOGS = Operation.get(
                    "platform.serviceExecutions.getServiceExecutionLogs", "/service-executions/{id}/logs")
            .returnsArray(LogEntryDto.class)
            .designed();
    static final Operation GET_SERVICE_EXECUTION_METRICS = Operation.get(
                    "platform.serviceExecutions.getServiceExecutionMetrics", "/service-executions/{id}/metrics")
            .returns(ServiceExecutionMetricsDto.class)
            .designed();
    static final Operation CANCEL_SERVICE_EXECUTION = Operation.put(
                    "platform.serviceExecutions.cancelServiceExecution", "/service-executions/{id}/cancel")
            .returns(ServiceExecutionRecordDto.class)
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_SERVICE_EXECUTIONS,
            GET_SERVICE_EXECUTION,
            GET_SERVICE_EXECUTION_INPUT,
            GET_SERVICE_EXECUTION_RESULT,
            GET_SERVICE_EXECUTION_RESULT_FILE,
            GET_SERVICE_EXECUTION_LOGS,
            GET_SERVICE_EXECUTION_METRICS,
            CANCEL_SERVICE_EXECUTION);

    private final HubHttp http;

    ServiceExecutionsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the executions. {@code GET /service-executions}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "low: the segment is verified below subscriptions only")
    public Mono<Page<ServiceExecutionRecordDto>> getServiceExecutions(ServiceExecutionQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.call(GET_SERVICE_EXECUTIONS))
                .toPage(ServiceExecutionRecordDto.class);
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
        return http.call(GET_SERVICE_EXECUTION, id).to(ServiceExecutionRecordDto.class);
    }

    /** The input of an execution. {@code GET /service-executions/{id}/input}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<JsonNode> getServiceExecutionInput(String id) {
        return http.call(GET_SERVICE_EXECUTION_INPUT, id).toJson();
    }

    /** The result of an execution, with links to its files. {@code GET /service-executions/{id}/result}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<JsonNode> getServiceExecutionResult(String id) {
        return http.call(GET_SERVICE_EXECUTION_RESULT, id).toJson();
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
        return http.call(GET_SERVICE_EXECUTION_RESULT_FILE, id, file).toStream();
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
        return http.call(GET_SERVICE_EXECUTION_RESULT_FILE, id, file).toFile(target, options);
    }

    /** The log of an execution, the oldest line first. {@code GET /service-executions/{id}/logs}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Flux<LogEntryDto> getServiceExecutionLogs(String id) {
        return Listings.all(http, GET_SERVICE_EXECUTION_LOGS, LogEntryDto.class, id);
    }

    /** As {@link #getServiceExecutionLogs(String)}: the name that every listing has. */
    public Flux<LogEntryDto> listServiceExecutionLogs(String id) {
        return getServiceExecutionLogs(id);
    }

    /** What an execution has used. {@code GET /service-executions/{id}/metrics}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<ServiceExecutionMetricsDto> getServiceExecutionMetrics(String id) {
        return http.call(GET_SERVICE_EXECUTION_METRICS, id).to(ServiceExecutionMetricsDto.class);
    }

    /** Cancels an execution. {@code PUT /service-executions/{id}/cancel}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented; the names are those of the gateway")
    public Mono<ServiceExecutionRecordDto> cancelServiceExecution(String id) {
        return http.call(CANCEL_SERVICE_EXECUTION, id).to(ServiceExecutionRecordDto.class);
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
                via -> via.call(GET_SERVICE_EXECUTION, id),
                ServiceExecutionRecordDto.class,
                record -> record.status() != null && record.status().isTerminal(),
                policy);
    }
}
