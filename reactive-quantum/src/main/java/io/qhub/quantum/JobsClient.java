package io.qhub.quantum;

import io.qhub.core.error.HubException;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.internal.batch.Batches;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.quantum.model.CalibrationResponse;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.JobStatusResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Circuits submitted for execution, and their results.
 *
 * <p>GETs and DELETE are retried. Submitting costs money: it is sent again only where the Hub cannot have seen it, or
 * says that it did not do it; a lost answer is {@link io.qhub.core.error.SubmissionOutcomeUnknownException}. To submit
 * and be sure, give the submission a key: {@link #submitJobOnce}.
 */
public final class JobsClient {

    static final Operations OPERATIONS = Operations.of("quantum.jobs");

    static final Operation<Page<Job>> SEARCH_JOBS = OPERATIONS
            .get("searchJobs", "/jobs")
            .query("page", "size", "sort")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answersPage(Job.class);
    static final Operation<Job> CREATE_JOB = OPERATIONS
            .post("createJob", "/jobs")
            .body(CreateJobRequest.class)
            .answers(Job.class, job -> job.id() == null ? "id" : null);
    static final Operation<Job> GET_JOB = OPERATIONS
            .get("getJob", "/jobs/{id}")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(Job.class);
    static final Operation<Void> CANCEL_JOB = OPERATIONS
            .delete("cancelJob", "/jobs/{id}")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answersNothing();
    static final Operation<JobStatusResponse> GET_JOB_STATUS = OPERATIONS
            .get("getJobStatus", "/jobs/{id}/status")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(JobStatusResponse.class);
    static final Operation<JsonNode> GET_JOB_RESULT =
            OPERATIONS.get("getJobResult", "/jobs/{id}/result").answers(JsonNode.class);
    static final Operation<DataBuffer> GET_JOB_RESULT_STREAM = OPERATIONS
            .get("getJobResultStream", "/jobs/{id}/result-stream")
            .headers(JobCalls.SERVICE_EXECUTION)
            .streams();
    static final Operation<JsonNode> GET_JOB_INPUT = OPERATIONS
            .get("getJobInput", "/jobs/{id}/input")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(JsonNode.class);
    static final Operation<CalibrationResponse> GET_JOB_CALIBRATION = OPERATIONS
            .get("getJobCalibration", "/jobs/{id}/calibration")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(CalibrationResponse.class);

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.request");
    private static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(10);

    private final HubHttp http;
    private final JobCalls calls;

    JobsClient(HubHttp http) {
        this.http = http;
        this.calls = new JobCalls(http, null);
    }

    // ---- The Hub's own operations ----

    /** One page of jobs. {@code GET /jobs}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Page<Job>> searchJobs(JobQuery query) {
        return calls.search(SEARCH_JOBS, query.page(), query.serviceExecutionId());
    }

    /**
     * Submits a job. {@code POST /jobs}
     *
     * <p>Costs money: never sent twice unless the Hub cannot have seen the first, or says that it did not take it (429,
     * 503 with {@code Retry-After}). A request whose outcome is not known is
     * {@link io.qhub.core.error.SubmissionOutcomeUnknownException}. Of the answer only the id is needed; an odd member
     * loses no job.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Job> createJob(CreateJobRequest request) {
        return create(http, Objects.requireNonNull(request, "request"));
    }

    static Mono<Job> create(HubHttp via, CreateJobRequest request) {
        return via.request(CREATE_JOB).body(request).send();
    }

    /** The full record of a job. {@code GET /jobs/{id}}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Job> getJob(String id) {
        return calls.call(GET_JOB, id).send();
    }

    /**
     * Cancels a job that waits or runs. {@code DELETE /jobs/{id}}; retried, and a 404 after a try whose outcome was not
     * known is a success.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<Void> cancelJob(String id) {
        return calls.call(CANCEL_JOB, id).send();
    }

    /** The state of a job, tersely. {@code GET /jobs/{id}/status}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<JobStatusResponse> getJobStatus(String id) {
        return calls.call(GET_JOB_STATUS, id).send();
    }

    /**
     * The result of a completed job, of any shape, an array among them. {@code GET /jobs/{id}/result}; retried. A result
     * above {@code maxInMemorySize} is {@link io.qhub.core.error.HubDecodingException}: use {@link #getJobResultStream}.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<JsonNode> getJobResult(String id) {
        return http.call(GET_JOB_RESULT, id);
    }

    /**
     * The result file of a completed job as it comes, of any size. {@code GET /jobs/{id}/result-stream}
     *
     * <p>The subscriber owns and releases each buffer. What is dropped before it reaches the subscriber, by error, cancel
     * or discard, is released by the client; operators that the caller adds and that queue or drop buffers need a
     * {@code doOnDiscard} of the caller's own. Backpressure reaches the socket. Retried until the answer's head has
     * arrived, not after.
     */
    @EndpointEvidence(Evidence.VERIFIED)
    public Flux<DataBuffer> getJobResultStream(String id) {
        return calls.call(GET_JOB_RESULT_STREAM, id).stream();
    }

    /**
     * Downloads the result file of a completed job. {@code GET /jobs/{id}/result-stream}
     *
     * @param target the file; it appears whole, at the end, or not at all
     * @see io.qhub.core.http.HubCall#toFile
     */
    public Mono<DownloadedFile> downloadJobResult(String id, Path target) {
        return downloadJobResult(id, target, DownloadOptions.defaults());
    }

    /** Downloads the result file of a completed job, with progress and other options. */
    public Mono<DownloadedFile> downloadJobResult(String id, Path target, DownloadOptions options) {
        return calls.call(GET_JOB_RESULT_STREAM, id).toFile(target, options);
    }

    /** What was submitted as the job's input, as text. {@code GET /jobs/{id}/input}; retried. */
    @EndpointEvidence(value = Evidence.VERIFIED, note = "documented as a JSON string; an object is read as its text")
    public Mono<String> getJobInput(String id) {
        return calls.input(GET_JOB_INPUT, id);
    }

    /** The calibration of the backend when the job ran. {@code GET /jobs/{id}/calibration}; retried. */
    @EndpointEvidence(Evidence.VERIFIED)
    public Mono<CalibrationResponse> getJobCalibration(String id) {
        return calls.call(GET_JOB_CALIBRATION, id).send();
    }

    // ---- Conveniences ----

    /**
     * All jobs from the asked page on, in order, fetched page by page as they are needed: who takes five makes one
     * request. Jobs submitted meanwhile shift rows to later pages, so a job can appear twice.
     */
    public Flux<Job> listJobs(JobQuery query) {
        return Paging.list(query.page(), page -> calls.search(SEARCH_JOBS, page, query.serviceExecutionId()));
    }

    /** The states of a job, by the client's polling policy. */
    public Flux<JobStatus> watchJob(String id) {
        return calls.watch(GET_JOB_STATUS, GET_JOB, id, null);
    }

    /**
     * The states of a job: the first that is seen, each change, and the terminal one, with which it completes. Polls
     * {@code GET /jobs/{id}/status} with growing delays; holds no thread and no connection between polls. Failures of the
     * passing kind are borne for the policy's {@code outageTolerance}. Cancelling stops the polling, not the job.
     */
    public Flux<JobStatus> watchJob(String id, PollingPolicy policy) {
        return calls.watch(GET_JOB_STATUS, GET_JOB, id, Objects.requireNonNull(policy, "policy"));
    }

    /** The states of many jobs, by the client's polling policy. */
    public Flux<JobUpdate> watchAll(Publisher<String> ids) {
        return watchAll(ids, http.polling());
    }

    /**
     * The states of many jobs, followed together: of each the first that is seen, each change, and the terminal one or why it
     * can be watched no further. A job that fails disturbs no other; completes when all have ended.
     *
     * <p>Probes that fall due at about the same time are answered by pages of {@code GET /jobs}, newest first, where that
     * takes fewer requests than {@code GET /jobs/{id}/status} for each; an end that a page tells is confirmed by {@code GET
     * /jobs/{id}}. Where the listing is refused, is not in order, or does not show a job, that job is asked for by itself.
     * Each job has the delays, tolerances and deadline of the policy, as with {@link #watchJob}. All watchers of one client
     * and organization share the pages. {@link #awaitJob} and {@link #runAll} do the same by a policy with {@link
     * PollingPolicy#withSharedListing}.
     *
     * <p>All ids are watched at once. Cancelling stops the polling, not the jobs.
     */
    public Flux<JobUpdate> watchAll(Publisher<String> ids, PollingPolicy policy) {
        PollingPolicy shared = policy.withSharedListing(true);
        return Flux.from(ids)
                .flatMap(
                        id -> watchJob(id, shared)
                                .map(status -> new JobUpdate(id, status, null))
                                .onErrorResume(
                                        HubException.class, failure -> Mono.just(new JobUpdate(id, null, failure))),
                        Integer.MAX_VALUE,
                        1);
    }

    /** Waits for the end of a job, by the client's polling policy. */
    public Mono<Job> awaitJob(String id) {
        return calls.await(GET_JOB_STATUS, GET_JOB, id, null);
    }

    /**
     * Waits for the end of a job and gives its record.
     *
     * <p>Signals {@link JobFailedException} where it ends otherwise than COMPLETED, and
     * {@link io.qhub.core.error.PollingTimeoutException} where the policy's deadline passes first; the job goes on and can
     * be awaited again. Cancelling stops the waiting, not the job.
     *
     * <p>To await thousands, mind that {@code flatMap} subscribes to 256 at a time unless told otherwise.
     */
    public Mono<Job> awaitJob(String id, PollingPolicy policy) {
        return calls.await(GET_JOB_STATUS, GET_JOB, id, Objects.requireNonNull(policy, "policy"));
    }

    /** Submits a job, waits for its end and fetches its result, with the defaults. */
    public Mono<JobResult> runJob(CreateJobRequest request) {
        return runJob(request, RunOptions.defaults());
    }

    /**
     * Submits a job, waits for its end and fetches its result.
     *
     * <p>Every failure after the submission carries the job's id ({@link HubException#resourceId()}), and none of them is
     * {@link HubException#isRetryable() retryable}: subscribing again would submit again. Resume with {@link #awaitJob}.
     *
     * <p>To run thousands use {@link #runAll}: {@code flatMap(this::runJob)} has 256 under way and starves the rest.
     */
    public Mono<JobResult> runJob(CreateJobRequest request, RunOptions options) {
        Objects.requireNonNull(request, "request");
        String key = options.key();
        Mono<Job> submitted = key == null ? createJob(request) : submitJobOnce(request, key);
        return submitted.doOnNext(options.onSubmitted()).flatMap(job -> finish(job, options));
    }

    private Mono<JobResult> finish(Job job, RunOptions options) {
        String id = Objects.requireNonNull(job.id());
        PollingPolicy policy = options.polling() == null ? http.polling() : options.polling();
        Mono<JobResult> end = awaitJob(
                        id, policy.withFirstDelay(policy.initialDelay()).withNotFoundGrace(NOT_FOUND_GRACE))
                .flatMap(ended -> calls.resultAfterEnd(getJobResult(id))
                        .map(result -> new JobResult(ended, result))
                        .onErrorMap(HubException.class, failure -> failure.about(id, ended)))
                .onErrorMap(HubException.class, failure -> failure.afterSubmission(id, job));
        return options.cancelRemoteOnCancel()
                ? Mono.usingWhen(
                        Mono.just(id),
                        same -> end,
                        done -> Mono.empty(),
                        (done, failure) -> Mono.empty(),
                        this::cancelAfterCancel)
                : end;
    }

    private Mono<Void> cancelAfterCancel(String id) {
        return cancelJob(id).onErrorResume(failure -> {
            LOG.warn("job {} could not be cancelled after a cancel: {}", id, failure.getMessage());
            return Mono.empty();
        });
    }

    /** Runs many jobs with the default bounds and options. */
    public Flux<Outcome<JobResult>> runAll(Publisher<CreateJobRequest> requests) {
        return runAll(requests, BatchOptions.defaults());
    }

    /** Runs many jobs with the default options. */
    public Flux<Outcome<JobResult>> runAll(Publisher<CreateJobRequest> requests, BatchOptions batch) {
        return runAll(requests, batch, (index, request) -> RunOptions.defaults());
    }

    /**
     * Runs many jobs: submits each, waits for it and fetches its result. Outcomes come in the order in which jobs end; a
     * job that fails disturbs no other. At most {@code submitting} requests are in flight and {@code outstanding} jobs
     * started and not finished. A consumer that asks for nothing stops the submissions. Cancelling stops them too, and
     * leaves the started jobs running unless the options say otherwise.
     *
     * @param options per element, given its index: a key of its own makes its submission safe to resume
     */
    public Flux<Outcome<JobResult>> runAll(
            Publisher<CreateJobRequest> requests,
            BatchOptions batch,
            BiFunction<Long, CreateJobRequest, RunOptions> options) {
        Objects.requireNonNull(options, "options");
        return Batches.run(
                requests,
                batch,
                (index, request) -> {
                    RunOptions own = options.apply(index, request);
                    String key = own.key();
                    return (key == null ? createJob(request) : submitJobOnce(request, key))
                            .doOnNext(own.onSubmitted())
                            .map(job -> new Submitted(job, own));
                },
                submitted -> submitted.job().id(),
                submitted -> finish(submitted.job(), submitted.options()));
    }

    private record Submitted(Job job, RunOptions options) {}

    /** Submits a job at most once, with the defaults. */
    public Mono<Job> submitJobOnce(CreateJobRequest request, String key) {
        return submitJobOnce(request, key, SubmitOnceOptions.defaults());
    }

    /**
     * Submits a job at most once.
     *
     * <p>The key becomes the job's tag {@code qhub-submit:<key>}. The first subscription submits at once. Where the outcome
     * is then not known, the job is looked for by its tag, newest first, again and again for the settle time: found, it is
     * the answer; not found, the error is {@link io.qhub.core.error.SubmissionOutcomeUnknownException} with the key. Every
     * later subscription (a {@code retry()}, say) looks first, for the settle time, and submits only then.
     *
     * <p>Write the key down before subscribing. A process that has been started again calls {@link #resumeSubmission} for
     * each key that it finds without a job. While the Hub lists an accepted job within the settle time, there is never more
     * than one job of a key.
     *
     * @param key the caller's own, unique for each job that is wanted: 1 to 200 printable ASCII characters
     */
    public Mono<Job> submitJobOnce(CreateJobRequest request, String key, SubmitOnceOptions options) {
        return new SubmitOnce(http, request, key, options).submit();
    }

    /** Resumes a submission, with the defaults. */
    public Mono<Job> resumeSubmission(CreateJobRequest request, String key, Instant since) {
        return resumeSubmission(request, key, since, SubmitOnceOptions.defaults());
    }

    /**
     * Finds the job that was submitted under this key or, after having looked for the settle time, submits it.
     *
     * @param since when the key was written down, by this side's clock: older jobs are not looked at
     * @see #submitJobOnce(CreateJobRequest, String, SubmitOnceOptions)
     */
    public Mono<Job> resumeSubmission(CreateJobRequest request, String key, Instant since, SubmitOnceOptions options) {
        return new SubmitOnce(http, request, key, options).resume(since);
    }
}
