package io.qhub.quantum;

import io.qhub.core.http.Operation;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.CreateSessionRequest;
import io.qhub.quantum.model.JobInput;
import io.qhub.quantum.model.Provider;
import io.qhub.quantum.model.SessionMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/**
 * A call of a public method, and what it sends.
 *
 * @param operation the endpoint
 * @param target the request's target below {@code /quantum}, for the ids {@code job-1} and {@code exec-1}
 * @param execution whether {@code exec-1} is sent as {@code X-Service-Execution-Id}
 * @param body the request's JSON, or null
 * @param call makes the call
 */
record Exchange(
        Operation<?> operation,
        String target,
        boolean execution,
        @Nullable String body,
        Call call) {

    static final String ID = "job-1";
    static final String EXECUTION = "exec-1";

    static final CreateJobRequest JOB = CreateJobRequest.builder(
                    "aws.ionq.forte", 100, JobInput.openQasm("OPENQASM 3;\nqubit q;"))
            .name("bell \"pair\" \u00e9")
            .tag("one")
            .sessionId("s-1")
            .build();
    private static final String JOB_JSON = "{\"backend_id\":\"aws.ionq.forte\",\"shots\":100,"
            + "\"input\":\"OPENQASM 3;\\nqubit q;\",\"name\":\"bell \\\"pair\\\" \u00e9\",\"tags\":[\"one\"],"
            + "\"session_id\":\"s-1\"}";

    static final CreateSessionRequest SESSION = CreateSessionRequest.builder(
                    "iqm.garnet", Provider.IQM, SessionMode.DEDICATED)
            .ttl(600)
            .build();
    private static final String SESSION_JSON =
            "{\"backend_id\":\"iqm.garnet\",\"mode\":\"dedicated\",\"provider\":\"IQM\",\"ttl\":600}";

    private static final PageQuery THIRD =
            PageQuery.ofSize(50).withPage(2).sortedBy(Sort.desc("created_at")).sortedBy(Sort.asc("name"));
    private static final String THIRD_QUERY = "?page=2&size=50&sort=created_at%2Cdesc&sort=name%2Casc";

    interface Call {
        Publisher<?> on(HubQuantumClient client, String execution, String id);
    }

    @Override
    public String toString() {
        return operation.method() + " " + target + " by " + operation.name();
    }

    private static Exchange plain(Operation<?> operation, String target, Call call) {
        return new Exchange(operation, target, false, null, call);
    }

    private static Exchange scoped(Operation<?> operation, String target, Call call) {
        return new Exchange(operation, target, true, null, call);
    }

    private static Exchange sending(Operation<?> operation, String target, String body, Call call) {
        return new Exchange(operation, target, false, body, call);
    }

    /** Every endpoint method, in all forms that differ on the wire. */
    static List<Exchange> all() {
        return List.of(
                plain(BackendsClient.GET_BACKENDS, "/backends", (c, e, id) -> c.backends()
                        .getBackends()),
                plain(
                        BackendsClient.GET_BACKENDS,
                        "/backends?provider=AWS&onlyPlanqkSdk=true",
                        (c, e, id) -> c.backends().getBackends(Provider.AWS, true)),
                plain(
                        BackendsClient.GET_BACKENDS,
                        "/backends?provider=A%26x%3D1%23%2F..%2F%20%2B%C3%A9",
                        (c, e, id) -> c.backends().getBackends(Provider.of("A&x=1#/../ +\u00e9"), null)),
                plain(BackendsClient.GET_BACKEND, "/backends/job-1", (c, e, id) -> c.backends()
                        .getBackend(id)),
                plain(BackendsClient.GET_BACKEND_STATUS, "/backends/job-1/status", (c, e, id) -> c.backends()
                        .getBackendStatus(id)),
                plain(BackendsClient.GET_BACKEND_CONFIG, "/backends/job-1/config", (c, e, id) -> c.backends()
                        .getBackendConfig(id)),
                plain(BackendsClient.GET_BACKEND_CALIBRATION, "/backends/job-1/calibration", (c, e, id) -> c.backends()
                        .getBackendCalibration(id)),
                plain(
                        BackendsClient.GET_BACKEND_CALIBRATION,
                        "/backends/job-1/calibration?effectiveAt=2026-05-04T08%3A12%3A31Z",
                        (c, e, id) -> c.backends().getBackendCalibration(id, Instant.parse("2026-05-04T08:12:31Z"))),
                plain(JobsClient.SEARCH_JOBS, "/jobs", (c, e, id) -> c.jobs().searchJobs(JobQuery.all())),
                scoped(JobsClient.SEARCH_JOBS, "/jobs" + THIRD_QUERY, (c, e, id) -> c.jobs()
                        .searchJobs(new JobQuery(THIRD, null).forServiceExecution(e))),
                sending(JobsClient.CREATE_JOB, "/jobs", JOB_JSON, (c, e, id) -> c.jobs()
                        .createJob(JOB)),
                plain(JobsClient.GET_JOB, "/jobs/job-1", (c, e, id) -> c.jobs().getJob(id)),
                plain(JobsClient.CANCEL_JOB, "/jobs/job-1", (c, e, id) -> c.jobs()
                        .cancelJob(id)),
                plain(JobsClient.GET_JOB_STATUS, "/jobs/job-1/status", (c, e, id) -> c.jobs()
                        .getJobStatus(id)),
                plain(JobsClient.GET_JOB_RESULT, "/jobs/job-1/result", (c, e, id) -> c.jobs()
                        .getJobResult(id)),
                plain(JobsClient.GET_JOB_RESULT_STREAM, "/jobs/job-1/result-stream", (c, e, id) -> c.jobs()
                        .getJobResultStream(id)),
                plain(JobsClient.GET_JOB_INPUT, "/jobs/job-1/input", (c, e, id) -> c.jobs()
                        .getJobInput(id)),
                plain(JobsClient.GET_JOB_CALIBRATION, "/jobs/job-1/calibration", (c, e, id) -> c.jobs()
                        .getJobCalibration(id)),
                sending(SessionsClient.CREATE_SESSION, "/sessions", SESSION_JSON, (c, e, id) -> c.sessions()
                        .createSession(SESSION)),
                plain(SessionsClient.GET_SESSION, "/sessions/job-1", (c, e, id) -> c.sessions()
                        .getSession(id)),
                plain(SessionsClient.GET_SESSION_STATUS, "/sessions/job-1/status", (c, e, id) -> c.sessions()
                        .getSessionStatus(id)),
                plain(SessionsClient.GET_JOBS_BY_SESSION, "/sessions/job-1/jobs", (c, e, id) -> c.sessions()
                        .getJobsBySession(id)),
                sending(
                        SessionsClient.UPDATE_SESSION_STATE,
                        "/sessions/job-1",
                        "{\"accept_jobs\":false}",
                        (c, e, id) -> c.sessions().updateSessionState(id, false)),
                plain(SessionsClient.CLOSE_SESSION, "/sessions/job-1/cancel", (c, e, id) -> c.sessions()
                        .closeSession(id)),
                plain(SessionsClient.CANCEL_SESSION, "/sessions/job-1/cancel", (c, e, id) -> c.sessions()
                        .cancelSession(id)),
                plain(WorkloadsClient.GET_WORKLOADS, "/workloads", (c, e, id) -> c.workloads()
                        .getWorkloads(PageQuery.first())),
                plain(WorkloadsClient.GET_WORKLOADS, "/workloads" + THIRD_QUERY, (c, e, id) -> c.workloads()
                        .getWorkloads(THIRD)),
                scoped(ServiceExecutionScope.GET_JOBS, "/jobs" + THIRD_QUERY, (c, e, id) -> c.serviceExecution(e)
                        .jobs()
                        .searchJobs(THIRD)),
                scoped(ServiceExecutionScope.GET_JOB, "/jobs/job-1", (c, e, id) -> c.serviceExecution(e)
                        .jobs()
                        .getJob(id)),
                scoped(ServiceExecutionScope.GET_JOB_STATUS, "/jobs/job-1/status", (c, e, id) -> c.serviceExecution(e)
                        .jobs()
                        .getJobStatus(id)),
                plain(
                        ServiceExecutionScope.GET_JOB_RESULT,
                        "/service-executions/exec-1/jobs/job-1/result",
                        (c, e, id) -> c.serviceExecution(e).jobs().getJobResult(id)),
                scoped(
                        ServiceExecutionScope.GET_JOB_RESULT_STREAM,
                        "/jobs/job-1/result-stream",
                        (c, e, id) -> c.serviceExecution(e).jobs().getJobResultStream(id)),
                scoped(ServiceExecutionScope.GET_JOB_INPUT, "/jobs/job-1/input", (c, e, id) -> c.serviceExecution(e)
                        .jobs()
                        .getJobInput(id)),
                scoped(
                        ServiceExecutionScope.GET_JOB_CALIBRATION,
                        "/jobs/job-1/calibration",
                        (c, e, id) -> c.serviceExecution(e).jobs().getJobCalibration(id)),
                scoped(ServiceExecutionScope.CANCEL_JOB, "/jobs/job-1", (c, e, id) -> c.serviceExecution(e)
                        .jobs()
                        .cancelJob(id)),
                plain(
                        ServiceExecutionScope.GET_SESSION,
                        "/service-executions/exec-1/sessions/job-1",
                        (c, e, id) -> c.serviceExecution(e).sessions().getSession(id)),
                plain(
                        ServiceExecutionScope.GET_SESSION_STATUS,
                        "/service-executions/exec-1/sessions/job-1/status",
                        (c, e, id) -> c.serviceExecution(e).sessions().getSessionStatus(id)),
                plain(
                        ServiceExecutionScope.GET_JOBS_BY_SESSION,
                        "/service-executions/exec-1/sessions/job-1/jobs",
                        (c, e, id) -> c.serviceExecution(e).sessions().getJobsBySession(id)),
                sending(
                        ServiceExecutionScope.UPDATE_SESSION_STATE,
                        "/service-executions/exec-1/sessions/job-1",
                        "{\"accept_jobs\":true}",
                        (c, e, id) -> c.serviceExecution(e).sessions().updateSessionState(id, true)),
                plain(
                        ServiceExecutionScope.CLOSE_SESSION,
                        "/service-executions/exec-1/sessions/job-1/cancel",
                        (c, e, id) -> c.serviceExecution(e).sessions().closeSession(id)),
                plain(
                        ServiceExecutionScope.GET_WORKLOADS,
                        "/service-executions/exec-1/workloads" + THIRD_QUERY,
                        (c, e, id) -> c.serviceExecution(e).workloads().getWorkloads(THIRD)));
    }
}
