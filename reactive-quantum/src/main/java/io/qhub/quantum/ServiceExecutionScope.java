package io.qhub.quantum;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.quantum.model.CalibrationResponse;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatus;
import io.qhub.quantum.model.JobStatusResponse;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.SessionStatusResponse;
import io.qhub.quantum.model.UpdateSessionStateRequest;
import io.qhub.quantum.model.Workload;
import io.qhub.quantum.model.WorkloadResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The jobs, sessions and workloads of one execution of a managed service: the Hub's {@code service_exec_} operations.
 *
 * <p>Where a job operation is known to take the header {@code X-Service-Execution-Id}, that verified form is sent; the
 * other operations use paths below {@code /service-executions/{serviceExecutionId}}, which are inferred.
 */
public final class ServiceExecutionScope {

    private static final String ROOT = "/service-executions/{serviceExecutionId}";

    static final Operations OPERATIONS = Operations.of("quantum.serviceExecution");

    static final Operation<Page<Job>> GET_JOBS = OPERATIONS
            .get("getServiceExecJobs", "/jobs")
            .query("page", "size", "sort")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answersPage(Job.class);
    static final Operation<Job> GET_JOB = OPERATIONS
            .get("getServiceExecJob", "/jobs/{id}")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(Job.class);
    static final Operation<JobStatusResponse> GET_JOB_STATUS = OPERATIONS
            .get("getServiceExecJobStatus", "/jobs/{id}/status")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(JobStatusResponse.class);
    static final Operation<JsonNode> GET_JOB_RESULT = OPERATIONS
            .get("getServiceExecJobResult", ROOT + "/jobs/{jobId}/result")
            .inferred()
            .answers(JsonNode.class);
    static final Operation<DataBuffer> GET_JOB_RESULT_STREAM = OPERATIONS
            .get("getServiceExecJobResultStream", "/jobs/{id}/result-stream")
            .headers(JobCalls.SERVICE_EXECUTION)
            .streams();
    static final Operation<JsonNode> GET_JOB_INPUT = OPERATIONS
            .get("getServiceExecJobInput", "/jobs/{id}/input")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(JsonNode.class);
    static final Operation<CalibrationResponse> GET_JOB_CALIBRATION = OPERATIONS
            .get("getServiceExecJobCalibration", "/jobs/{id}/calibration")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answers(CalibrationResponse.class);
    static final Operation<Void> CANCEL_JOB = OPERATIONS
            .delete("cancelServiceExecJob", "/jobs/{id}")
            .headers(JobCalls.SERVICE_EXECUTION)
            .answersNothing();
    static final Operation<Session> GET_SESSION = OPERATIONS
            .get("getServiceExecSession", ROOT + "/sessions/{sessionId}")
            .inferred()
            .answers(Session.class);
    static final Operation<SessionStatusResponse> GET_SESSION_STATUS = OPERATIONS
            .get("getServiceExecSessionStatus", ROOT + "/sessions/{sessionId}/status")
            .inferred()
            .answers(SessionStatusResponse.class);
    static final Operation<Page<Job>> GET_JOBS_BY_SESSION = OPERATIONS
            .get("getJobsByServiceExecSession", ROOT + "/sessions/{sessionId}/jobs")
            .inferred()
            .answersListOrPage(Job.class);
    static final Operation<Session> UPDATE_SESSION_STATE = OPERATIONS
            .patch("updateServiceExecSessionState", ROOT + "/sessions/{sessionId}")
            .body(UpdateSessionStateRequest.class)
            .inferred()
            .answersMaybe(Session.class);
    static final Operation<Void> CLOSE_SESSION = OPERATIONS
            .post("closeServiceExecSession", ROOT + "/sessions/{sessionId}/cancel")
            .inferred()
            .answersNothing();
    static final Operation<Page<WorkloadResponse>> GET_WORKLOADS = OPERATIONS
            .get("getServiceExecWorkloads", ROOT + "/workloads")
            .query("page", "size", "sort")
            .inferred()
            .answersPage(WorkloadResponse.class);

    private final Jobs jobs;
    private final Sessions sessions;
    private final Workloads workloads;

    ServiceExecutionScope(HubHttp http, String id) {
        Objects.requireNonNull(id, "serviceExecutionId");
        if (id.isBlank()) {
            throw new IllegalArgumentException("serviceExecutionId: must not be empty");
        }
        this.jobs = new Jobs(http, id);
        this.sessions = new Sessions(http, id);
        this.workloads = new Workloads(http, id);
    }

    /** The jobs of the execution. */
    public Jobs jobs() {
        return jobs;
    }

    /** The sessions of the execution. */
    public Sessions sessions() {
        return sessions;
    }

    /** Jobs and sessions of the execution in one listing. */
    public Workloads workloads() {
        return workloads;
    }

    /** Jobs of one service execution; see {@link JobsClient} for what each operation does. */
    public static final class Jobs {

        private final HubHttp http;
        private final String execution;
        private final JobCalls calls;

        private Jobs(HubHttp http, String execution) {
            this.http = http;
            this.execution = execution;
            this.calls = new JobCalls(http, execution);
        }

        /** One page of jobs ({@code get_service_exec_jobs}). {@code GET /jobs}; retried. */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "as a header on GET /jobs; the name is inferred")
        public Mono<Page<Job>> searchJobs(PageQuery query) {
            return calls.search(GET_JOBS, query, null);
        }

        /** All jobs from the asked page on, fetched page by page as they are needed. */
        public Flux<Job> listJobs(PageQuery query) {
            return Paging.list(query, this::searchJobs);
        }

        /** The full record of a job ({@code get_service_exec_job}). {@code GET /jobs/{id}}; retried. */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Mono<Job> getJob(String id) {
            return calls.call(GET_JOB, id).send();
        }

        /** The state of a job ({@code get_service_exec_job_status}). {@code GET /jobs/{id}/status}; retried. */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Mono<JobStatusResponse> getJobStatus(String id) {
            return calls.call(GET_JOB_STATUS, id).send();
        }

        /**
         * The result of a completed job ({@code get_service_exec_job_result}).
         * {@code GET /service-executions/{serviceExecutionId}/jobs/{jobId}/result}; retried.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium: no header form is known")
        public Mono<JsonNode> getJobResult(String id) {
            return http.call(GET_JOB_RESULT, execution, id);
        }

        /**
         * The result file as it comes ({@code get_service_exec_job_result_stream}).
         * {@code GET /jobs/{id}/result-stream}; the subscriber owns and releases each buffer; retried until the answer's
         * head has arrived.
         */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Flux<DataBuffer> getJobResultStream(String id) {
            return calls.call(GET_JOB_RESULT_STREAM, id).stream();
        }

        /** Downloads the result file; it appears whole, at the end, or not at all. */
        public Mono<DownloadedFile> downloadJobResult(String id, Path target, DownloadOptions options) {
            return calls.call(GET_JOB_RESULT_STREAM, id).toFile(target, options);
        }

        /** The job's input as text ({@code get_service_exec_job_input}). {@code GET /jobs/{id}/input}; retried. */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Mono<String> getJobInput(String id) {
            return calls.input(GET_JOB_INPUT, id);
        }

        /**
         * The calibration when the job ran ({@code get_service_exec_job_calibration}).
         * {@code GET /jobs/{id}/calibration}; retried.
         */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Mono<CalibrationResponse> getJobCalibration(String id) {
            return calls.call(GET_JOB_CALIBRATION, id).send();
        }

        /** Cancels a job ({@code cancel_service_exec_job}). {@code DELETE /jobs/{id}}; retried. */
        @EndpointEvidence(value = Evidence.VERIFIED, note = "in its header form")
        public Mono<Void> cancelJob(String id) {
            return calls.call(CANCEL_JOB, id).send();
        }

        /** The states of a job, by the client's polling policy; see {@link JobsClient#watchJob(String, PollingPolicy)}. */
        public Flux<JobStatus> watchJob(String id) {
            return calls.watch(GET_JOB_STATUS, GET_JOB, id, null);
        }

        /** Waits for the end of a job; see {@link JobsClient#awaitJob(String, PollingPolicy)}. */
        public Mono<Job> awaitJob(String id) {
            return calls.await(GET_JOB_STATUS, GET_JOB, id, null);
        }

        /** Waits for the end of a job; see {@link JobsClient#awaitJob(String, PollingPolicy)}. */
        public Mono<Job> awaitJob(String id, PollingPolicy policy) {
            return calls.await(GET_JOB_STATUS, GET_JOB, id, Objects.requireNonNull(policy, "policy"));
        }
    }

    /** Sessions of one service execution; see {@link SessionsClient} for what each operation does. */
    public static final class Sessions {

        private final HubHttp http;
        private final String execution;

        private Sessions(HubHttp http, String execution) {
            this.http = http;
            this.execution = execution;
        }

        /**
         * One session ({@code get_service_exec_session}).
         * {@code GET /service-executions/{serviceExecutionId}/sessions/{sessionId}}; retried.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium")
        public Mono<Session> getSession(String id) {
            return http.call(GET_SESSION, execution, id);
        }

        /**
         * The state of a session ({@code get_service_exec_session_status}).
         * {@code GET /service-executions/{serviceExecutionId}/sessions/{sessionId}/status}; retried.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium; the name low")
        public Mono<SessionStatusResponse> getSessionStatus(String id) {
            return http.call(GET_SESSION_STATUS, execution, id);
        }

        /**
         * The jobs of a session ({@code get_jobs_by_service_exec_session}).
         * {@code GET /service-executions/{serviceExecutionId}/sessions/{sessionId}/jobs}; retried.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium; the name low")
        public Flux<Job> getJobsBySession(String id) {
            return http.call(GET_JOBS_BY_SESSION, execution, id).flatMapIterable(page -> page.content());
        }

        /**
         * Lets a session take jobs or not ({@code update_service_exec_session_state}).
         * {@code PATCH /service-executions/{serviceExecutionId}/sessions/{sessionId}}; not retried once the Hub may have
         * seen it.
         *
         * @return the session, or nothing where the Hub answers without a body
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium; the name low")
        public Mono<Session> updateSessionState(String id, boolean acceptJobs) {
            return http.request(UPDATE_SESSION_STATE, execution, id)
                    .body(new UpdateSessionStateRequest(acceptJobs))
                    .send();
        }

        /**
         * Closes a session ({@code close_service_exec_session}).
         * {@code POST /service-executions/{serviceExecutionId}/sessions/{sessionId}/cancel}; not retried once the Hub may
         * have seen it.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "low: as closeSession")
        public Mono<Void> closeSession(String id) {
            return http.call(CLOSE_SESSION, execution, id);
        }
    }

    /** Workloads of one service execution. */
    public static final class Workloads {

        private final HubHttp http;
        private final String execution;

        private Workloads(HubHttp http, String execution) {
            this.http = http;
            this.execution = execution;
        }

        /**
         * One page of workloads ({@code get_service_exec_workloads}).
         * {@code GET /service-executions/{serviceExecutionId}/workloads}; retried.
         */
        @EndpointEvidence(value = Evidence.INFERRED, note = "medium; the name low")
        public Mono<Page<WorkloadResponse>> getWorkloads(PageQuery query) {
            return http.request(GET_WORKLOADS, execution).query(query).send();
        }

        /** All workloads from the asked page on, each as a job or a session. */
        public Flux<Workload> listWorkloads(PageQuery query) {
            return Paging.list(query, this::getWorkloads).map(WorkloadResponse::asWorkload);
        }
    }
}
