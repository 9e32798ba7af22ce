package io.qhub.service;

import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of the gateway on the executions of one service, as they are. {@link HubServiceClient#run} and
 * {@link ServiceExecutionHandle} stand on them.
 *
 * <p>GETs and PUT are retried. Starting costs money: it is sent again only where the gateway cannot have seen it, or says
 * that it did not do it.
 */
public final class ServiceExecutionsClient {

    static final Operations OPERATIONS = Operations.of("service.executions");

    static final Operation<List<ServiceExecution>> GET_SERVICE_EXECUTIONS =
            OPERATIONS.get("getServiceExecutions", "/").unscoped().answersList(ServiceExecution.class);
    static final Operation<ServiceExecution> START_EXECUTION = OPERATIONS
            .post("startExecution", "/")
            .unscoped()
            .body(JsonNode.class)
            .answers(ServiceExecution.class, ServiceExecutionsClient::missing);
    static final Operation<ServiceExecution> GET_STATUS =
            OPERATIONS.get("getStatus", "/{id}").unscoped().answers(ServiceExecution.class);
    static final Operation<ResultResponse> GET_RESULT =
            OPERATIONS.get("getResult", "/{id}/result").unscoped().answersAny(ResultResponse.class, ResultResponse::of);
    static final Operation<DataBuffer> GET_RESULT_FILE =
            OPERATIONS.get("getResultFile", "/{id}/result/{file}").unscoped().streams();
    static final Operation<List<LogEntry>> GET_LOGS =
            OPERATIONS.get("getLogs", "/{id}/log").unscoped().answersList(LogEntry.class);
    static final Operation<Void> CANCEL_EXECUTION =
            OPERATIONS.put("cancelExecution", "/{id}/cancel").unscoped().answersNothing();

    private final HubHttp http;

    ServiceExecutionsClient(HubHttp http) {
        this.http = http;
    }

    /** All executions that the credential may see. {@code GET /}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<ServiceExecution> getServiceExecutions() {
        return http.list(GET_SERVICE_EXECUTIONS);
    }

    /**
     * Starts an execution. {@code POST /}
     *
     * <p>Costs money: never sent twice unless the gateway cannot have seen the first, or says that it did not take it
     * (429, 503 with {@code Retry-After}). A request whose outcome is not known is
     * {@link SubmissionOutcomeUnknownException}: the execution may exist, and the message says how to find it. Of the
     * answer only the id is needed.
     *
     * @param body a Map with texts as keys, a record, or a {@link JsonNode} that is an object; copied at once
     * @throws IllegalArgumentException if it is anything else
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceExecution> startExecution(Object body) {
        return start(RunRequest.json(body));
    }

    Mono<ServiceExecution> start(ObjectNode body) {
        return Mono.defer(() -> {
            Instant from = Instant.ofEpochMilli(http.scheduler().now(TimeUnit.MILLISECONDS));
            return http.request(START_EXECUTION)
                    .body(body)
                    .send()
                    .onErrorMap(SubmissionOutcomeUnknownException.class, unknown -> mayExist(unknown, body, from));
        });
    }

    private static @Nullable String missing(ServiceExecution started) {
        return started.id() == null || started.id().isBlank() ? "id" : null;
    }

    private static SubmissionOutcomeUnknownException mayExist(
            SubmissionOutcomeUnknownException unknown, ObjectNode body, Instant from) {
        JsonNode tags = body.path(RunRequest.TAGS);
        String how = unknown.location() != null
                ? "The answer's Location names it: " + unknown.location()
                : "Look for it in getServiceExecutions(): created since about " + from.truncatedTo(ChronoUnit.SECONDS)
                        + (tags.isArray() && !tags.isEmpty()
                                ? ", with the tags " + tags
                                : " (a tag of its own in each request would make it certain)");
        return new SubmissionOutcomeUnknownException(
                START_EXECUTION.name()
                        + ": the request was sent and its outcome is not known, so it is not sent again: the execution"
                        + " may exist. " + how + ". What went wrong: "
                        + (unknown.getCause() == null
                                ? unknown.getMessage()
                                : unknown.getCause().getMessage()),
                unknown,
                unknown.trace(),
                unknown.status(),
                unknown.location(),
                null);
    }

    /** The record of an execution. {@code GET /{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ServiceExecution> getStatus(String id) {
        return http.call(GET_STATUS, id);
    }

    /**
     * The result of an execution that has ended, whatever it ended as. {@code GET /{id}/result}; retried. As long as
     * there is no result the gateway answers 404, {@link io.qhub.core.error.NotFoundException}. A result above
     * {@code maxInMemorySize} is {@link io.qhub.core.error.HubDecodingException}.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<ResultResponse> getResult(String id) {
        return http.call(GET_RESULT, id);
    }

    /**
     * A result file as it comes, of any size. {@code GET /{id}/result/{file}}
     *
     * <p>The subscriber owns and releases each buffer. What is dropped before it reaches the subscriber, by error, cancel
     * or discard, is released by the client; operators that the caller adds and that queue or drop buffers need a
     * {@code doOnDiscard} of the caller's own. Backpressure reaches the socket. Retried until the answer's head has
     * arrived, not after.
     *
     * @param file the file's name; it is sent as one segment of the path, whatever it holds
     * @throws IllegalArgumentException if the name is empty, {@code .} or {@code ..}
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataBuffer> getResultFile(String id, String file) {
        return http.stream(GET_RESULT_FILE, id, file);
    }

    /**
     * Downloads a result file to a path of the caller's choice. {@code GET /{id}/result/{file}}
     *
     * @param file the file's name at the gateway
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadResultFile(String id, String file, Path target, DownloadOptions options) {
        return http.request(GET_RESULT_FILE, id, file).toFile(target, options);
    }

    /**
     * What the service has said so far, oldest first; nothing where it has said nothing. {@code GET /{id}/log}; retried.
     * Gateways that send bare texts give entries with a message only.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<LogEntry> getLogs(String id) {
        return http.list(GET_LOGS, id);
    }

    /** Cancels an execution that waits or runs. {@code PUT /{id}/cancel}; retried. What the answer holds is dropped. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> cancelExecution(String id) {
        return http.call(CANCEL_EXECUTION, id);
    }
}
