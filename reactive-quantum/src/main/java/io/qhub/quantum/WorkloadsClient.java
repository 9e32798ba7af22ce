package io.qhub.quantum;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Paging;
import io.qhub.quantum.model.Workload;
import io.qhub.quantum.model.WorkloadResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Jobs and sessions in one listing. All calls are GETs and are retried. */
public final class WorkloadsClient {

    static final Operations OPERATIONS = Operations.of("quantum.workloads");

    static final Operation<Page<WorkloadResponse>> GET_WORKLOADS = OPERATIONS
            .get("getWorkloads", "/workloads")
            .query("page", "size", "sort")
            .inferred()
            .answersPage(WorkloadResponse.class);

    private final HubHttp http;

    WorkloadsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of workloads. {@code GET /workloads} */
    @EndpointEvidence(value = Evidence.INFERRED, note = "high: every other tag maps to a root of the same name")
    public Mono<Page<WorkloadResponse>> getWorkloads(PageQuery query) {
        return http.request(GET_WORKLOADS).query(query).send();
    }

    /** All workloads from the asked page on, each as a job or a session, fetched page by page as they are needed. */
    @EndpointEvidence(Evidence.INFERRED)
    public Flux<Workload> listWorkloads(PageQuery query) {
        return Paging.list(query, this::getWorkloads).map(WorkloadResponse::asWorkload);
    }
}
