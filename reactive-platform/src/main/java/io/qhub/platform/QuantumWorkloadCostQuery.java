package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.platform.model.QuantumProvider;
import io.qhub.platform.model.quantumworkloads.WorkloadCostGrouping;
import io.qhub.platform.model.quantumworkloads.WorkloadType;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Of which quantum jobs and sessions the costs are reported, and how. Immutable; the {@code with} methods give changed
 * copies.
 *
 * @param organizationId only those of this organization; null leaves it out
 * @param provider only those of this quantum provider; null leaves it out
 * @param type only jobs, or only sessions; null leaves it out
 * @param from not before this moment; null leaves it out
 * @param to not after this moment; null leaves it out
 * @param groupBy what the amounts are grouped by; null leaves it out
 */
public record QuantumWorkloadCostQuery(
        @Nullable String organizationId,
        @Nullable QuantumProvider provider,
        @Nullable WorkloadType type,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable WorkloadCostGrouping groupBy) {

    private static final QuantumWorkloadCostQuery ALL =
            new QuantumWorkloadCostQuery(null, null, null, null, null, null);

    /** Of all of them, as the Hub groups them. */
    public static QuantumWorkloadCostQuery all() {
        return ALL;
    }

    /** The same with this filter: only those of this organization. */
    public QuantumWorkloadCostQuery withOrganizationId(String organizationId) {
        return new QuantumWorkloadCostQuery(
                Objects.requireNonNull(organizationId, "organizationId"), provider, type, from, to, groupBy);
    }

    /** The same with this filter: only those of this quantum provider. */
    public QuantumWorkloadCostQuery withProvider(QuantumProvider provider) {
        return new QuantumWorkloadCostQuery(
                organizationId, Objects.requireNonNull(provider, "provider"), type, from, to, groupBy);
    }

    /** The same with this filter: only jobs, or only sessions. */
    public QuantumWorkloadCostQuery withType(WorkloadType type) {
        return new QuantumWorkloadCostQuery(
                organizationId, provider, Objects.requireNonNull(type, "type"), from, to, groupBy);
    }

    /** The same with this filter: not before this moment. */
    public QuantumWorkloadCostQuery withFrom(Instant from) {
        return new QuantumWorkloadCostQuery(
                organizationId, provider, type, Objects.requireNonNull(from, "from"), to, groupBy);
    }

    /** The same with this filter: not after this moment. */
    public QuantumWorkloadCostQuery withTo(Instant to) {
        return new QuantumWorkloadCostQuery(
                organizationId, provider, type, from, Objects.requireNonNull(to, "to"), groupBy);
    }

    /** The same with what the amounts are grouped by. */
    public QuantumWorkloadCostQuery withGroupBy(WorkloadCostGrouping groupBy) {
        return new QuantumWorkloadCostQuery(
                organizationId, provider, type, from, to, Objects.requireNonNull(groupBy, "groupBy"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query("organizationId", organizationId)
                .query("provider", provider)
                .query("type", type)
                .query("from", from)
                .query("to", to)
                .query("groupBy", groupBy);
    }
}
