package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.quantumworkloads.QuantumWorkloadCostReportDto;
import io.qhub.platform.model.quantumworkloads.QuantumWorkloadDto;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Quantum jobs and sessions of all organizations of the caller, with what they cost.
 *
 * <p>All calls are retried.
 */
public final class QuantumWorkloadsClient {

    static final Operations OPERATIONS = Operations.of("platform.quantumWorkloads");

    static final Operation<Page<QuantumWorkloadDto>> GET_QUANTUM_WORKLOADS = OPERATIONS
            .get("getQuantumWorkloads", "/quantum-workloads")
            .query("organizationId", "provider", "type", "from", "to", "page", "size", "sort")
            .designed()
            .answersPage(QuantumWorkloadDto.class);
    static final Operation<QuantumWorkloadDto> GET_QUANTUM_WORKLOAD = OPERATIONS
            .get("getQuantumWorkload", "/quantum-workloads/{id}")
            .designed()
            .answers(QuantumWorkloadDto.class);
    static final Operation<QuantumWorkloadCostReportDto> GET_QUANTUM_WORKLOAD_COSTS = OPERATIONS
            .get("getQuantumWorkloadCosts", "/quantum-workloads/costs")
            .query("organizationId", "provider", "type", "from", "to", "groupBy")
            .designed()
            .answers(QuantumWorkloadCostReportDto.class);

    private final HubHttp http;

    QuantumWorkloadsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of quantum jobs and sessions, across organizations. {@code GET /quantum-workloads}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Page<QuantumWorkloadDto>> getQuantumWorkloads(QuantumWorkloadQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_QUANTUM_WORKLOADS))
                .send();
    }

    /**
     * All quantum jobs and sessions, across organizations from the asked page on, in order, fetched page by page as
     * they are needed: who takes five makes one request. What is added or deleted meanwhile can shift entries, so that
     * one appears twice or not at all.
     */
    public Flux<QuantumWorkloadDto> listQuantumWorkloads(QuantumWorkloadQuery query) {
        return Paging.list(query.page(), page -> getQuantumWorkloads(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<QuantumWorkloadDto> listQuantumWorkloads() {
        return listQuantumWorkloads(QuantumWorkloadQuery.all());
    }

    /** One quantum job or session. {@code GET /quantum-workloads/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<QuantumWorkloadDto> getQuantumWorkload(String id) {
        return http.call(GET_QUANTUM_WORKLOAD, id);
    }

    /** What quantum jobs and sessions have cost, by group. {@code GET /quantum-workloads/costs}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<QuantumWorkloadCostReportDto> getQuantumWorkloadCosts(QuantumWorkloadCostQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_QUANTUM_WORKLOAD_COSTS))
                .send();
    }
}
