package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.ExecutionStatus;
import io.qhub.platform.model.ProductUsageDto;
import io.qhub.platform.model.servicejobs.CreateJobRequest;
import io.qhub.platform.model.servicejobs.JobDto;
import io.qhub.platform.model.servicejobs.JobOverviewDto;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Runs of services of one's own, without a subscription.
 *
 * <p>GETs, PUTs and DELETEs are retried. A POST is sent again only where the Hub cannot have seen it, or says that it
 * did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}.
 */
public final class ServiceJobsClient {

    static final Operations OPERATIONS = Operations.of("platform.serviceJobs");

    static final Operation<Page<JobOverviewDto>> GET_SERVICE_JOBS =
            OPERATIONS.get("getServiceJobs", "/service-jobs").inferred().answersListOrPage(JobOverviewDto.class);
    static final Operation<JobDto> CREATE_SERVICE_JOB = OPERATIONS
            .post("createServiceJob", "/service-jobs")
            .body(CreateJobRequest.class)
            .inferred()
            .answers(JobDto.class, answer -> answer.id() == null ? "id" : null);
    static final Operation<JobDto> GET_SERVICE_JOB =
            OPERATIONS.get("getServiceJob", "/service-jobs/{id}").inferred().answers(JobDto.class);
    static final Operation<JobDto> CANCEL_SERVICE_JOB = OPERATIONS
            .put("cancelServiceJob", "/service-jobs/{id}/cancel")
            .inferred()
            .answers(JobDto.class);
    static final Operation<Void> DELETE_SERVICE_JOB = OPERATIONS
            .delete("deleteServiceJob", "/service-jobs/{id}")
            .inferred()
            .answersNothing();
    static final Operation<Page<ProductUsageDto>> GET_SERVICE_JOB_COSTS = OPERATIONS
            .get("getServiceJobCosts", "/service-jobs/{id}/costs")
            .inferred()
            .answersListOrPage(ProductUsageDto.class);
    static final Operation<String> GET_SERVICE_JOB_LOGS = OPERATIONS
            .get("getServiceJobLogs", "/service-jobs/{id}/logs")
            .inferred()
            .answersText();

    private static final Operation<DataBuffer> GET_SERVICE_JOB_LOGS_AS_BYTES = GET_SERVICE_JOB_LOGS.asStream();

    private final HubHttp http;

    ServiceJobsClient(HubHttp http) {
        this.http = http;
    }

    /** The service jobs. {@code GET /service-jobs}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: /jobs is verified for 2024; a page is possible")
    public Flux<JobOverviewDto> getServiceJobs() {
        return Listings.all(http, GET_SERVICE_JOBS);
    }

    /** As {@link #getServiceJobs()}: the name that every listing has. */
    public Flux<JobOverviewDto> listServiceJobs() {
        return getServiceJobs();
    }

    /**
     * Runs a service of one's own. {@code POST /service-jobs}; not retried once the Hub may have seen it. Of the
     * answer only the id is needed.
     *
     * <p>May cost money: never sent twice unless the Hub cannot have seen the first, or says that it did not take it.
     */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Mono<JobDto> createServiceJob(CreateJobRequest request) {
        return http.request(CREATE_SERVICE_JOB)
                .body(Objects.requireNonNull(request, "request"))
                .send();
    }

    /** One service job; its result is text. {@code GET /service-jobs/{id}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Mono<JobDto> getServiceJob(String id) {
        return http.call(GET_SERVICE_JOB, id);
    }

    /** Cancels a service job. {@code PUT /service-jobs/{id}/cancel}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Mono<JobDto> cancelServiceJob(String id) {
        return http.call(CANCEL_SERVICE_JOB, id);
    }

    /** Deletes a service job. {@code DELETE /service-jobs/{id}}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Mono<Void> deleteServiceJob(String id) {
        return http.call(DELETE_SERVICE_JOB, id);
    }

    /** What a service job has used, with prices. {@code GET /service-jobs/{id}/costs}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Flux<ProductUsageDto> getServiceJobCosts(String id) {
        return Listings.all(http, GET_SERVICE_JOB_COSTS, id);
    }

    /** As {@link #getServiceJobCosts(String)}: the name that every listing has. */
    public Flux<ProductUsageDto> listServiceJobCosts(String id) {
        return getServiceJobCosts(id);
    }

    /** The log of a service job, as far as it is written. {@code GET /service-jobs/{id}/logs}; retried. */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: the same is verified below /jobs for 2024")
    public Mono<String> getServiceJobLogs(String id) {
        return http.call(GET_SERVICE_JOB_LOGS, id);
    }

    /**
     * The same as it comes, of any size. {@code GET /service-jobs/{id}/logs}
     *
     * <p>The subscriber owns and releases each buffer. Retried until the answer's head has arrived, not after.
     */
    public Flux<DataBuffer> getServiceJobLogsStream(String id) {
        return http.stream(GET_SERVICE_JOB_LOGS_AS_BYTES, id);
    }

    /**
     * The same into a file.
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadServiceJobLogs(String id, Path target) {
        return downloadServiceJobLogs(id, target, DownloadOptions.defaults());
    }

    /** The same into a file, with progress and other options. */
    public Mono<DownloadedFile> downloadServiceJobLogs(String id, Path target, DownloadOptions options) {
        return http.request(GET_SERVICE_JOB_LOGS_AS_BYTES, id).toFile(target, options);
    }

    // ---- Conveniences ----

    /** The states of a service job, by the client's polling policy. */
    public Flux<ExecutionStatus> watchServiceJob(String id) {
        return states(id, null);
    }

    /**
     * The states of a service job: the first that is seen, each change, and the terminal one, with which it completes.
     * Polls {@code GET /service-jobs/{id}} with growing delays. Cancelling stops the polling, not the work.
     */
    public Flux<ExecutionStatus> watchServiceJob(String id, PollingPolicy policy) {
        return states(id, Objects.requireNonNull(policy, "policy"));
    }

    /** Waits for the end of a service job, by the client's polling policy. */
    public Mono<JobDto> awaitServiceJob(String id) {
        return end(id, null);
    }

    /**
     * Waits for the end of a service job and gives its record.
     *
     * <p>Signals {@link ServiceJobFailedException} where it ends otherwise than SUCCEEDED, and
     * {@link io.qhub.core.error.PollingTimeoutException} where the policy's deadline passes first; the work goes on and
     * can be awaited again. Cancelling stops the waiting, not the work.
     */
    public Mono<JobDto> awaitServiceJob(String id, PollingPolicy policy) {
        return end(id, Objects.requireNonNull(policy, "policy"));
    }

    private Flux<ExecutionStatus> states(String id, @Nullable PollingPolicy policy) {
        return records(id, policy).mapNotNull(JobDto::status).distinctUntilChanged();
    }

    private Mono<JobDto> end(String id, @Nullable PollingPolicy policy) {
        return Watching.end(
                id,
                records(id, policy),
                (same, ended) -> ended.status() != null && ended.status().isSuccessful()
                        ? null
                        : new ServiceJobFailedException(same, ended));
    }

    private Flux<JobDto> records(String id, @Nullable PollingPolicy policy) {
        return Watching.records(
                http,
                "service job " + id,
                via -> via.request(GET_SERVICE_JOB, id),
                record -> record.status() != null && record.status().isTerminal(),
                policy);
    }

    /**
     * Creates a service job and waits for its end.
     *
     * <p>Every failure after the creation carries the job's id ({@link HubException#resourceId()}), and none of them is
     * retryable: subscribing again would create another. Resume with {@link #awaitServiceJob(String)}.
     */
    public Mono<JobDto> runServiceJob(CreateJobRequest request) {
        return createServiceJob(request).flatMap(job -> {
            String id = Objects.requireNonNull(job.id());
            return awaitServiceJob(id).onErrorMap(HubException.class, failure -> failure.afterSubmission(id, job));
        });
    }
}
