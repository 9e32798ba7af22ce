package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.platform.model.QuantumProvider;
import io.qhub.platform.model.quantumworkloads.WorkloadType;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which quantum jobs and sessions. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param organizationId only those of this organization; null leaves it out
 * @param provider only those of this quantum provider; null leaves it out
 * @param type only jobs, or only sessions; null leaves it out
 * @param from not before this moment; null leaves it out
 * @param to not after this moment; null leaves it out
 */
public record QuantumWorkloadQuery(
        PageQuery page,
        @Nullable String organizationId,
        @Nullable QuantumProvider provider,
        @Nullable WorkloadType type,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final QuantumWorkloadQuery ALL =
            new QuantumWorkloadQuery(PageQuery.first(), null, null, null, null, null);

    /** Refuses a missing page. */
    public QuantumWorkloadQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static QuantumWorkloadQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public QuantumWorkloadQuery withPage(int number) {
        return new QuantumWorkloadQuery(page.withPage(number), organizationId, provider, type, from, to);
    }

    /** The same for the page that is asked for here. */
    public QuantumWorkloadQuery withPage(PageQuery page) {
        return new QuantumWorkloadQuery(page, organizationId, provider, type, from, to);
    }

    /** The same with another page size. */
    public QuantumWorkloadQuery withSize(int size) {
        return new QuantumWorkloadQuery(page.withSize(size), organizationId, provider, type, from, to);
    }

    /** The same with one more, less important, criterion. */
    public QuantumWorkloadQuery sortedBy(Sort criterion) {
        return new QuantumWorkloadQuery(page.sortedBy(criterion), organizationId, provider, type, from, to);
    }

    /** The same with this filter: only those of this organization. */
    public QuantumWorkloadQuery withOrganizationId(String organizationId) {
        return new QuantumWorkloadQuery(
                page, Objects.requireNonNull(organizationId, "organizationId"), provider, type, from, to);
    }

    /** The same with this filter: only those of this quantum provider. */
    public QuantumWorkloadQuery withProvider(QuantumProvider provider) {
        return new QuantumWorkloadQuery(
                page, organizationId, Objects.requireNonNull(provider, "provider"), type, from, to);
    }

    /** The same with this filter: only jobs, or only sessions. */
    public QuantumWorkloadQuery withType(WorkloadType type) {
        return new QuantumWorkloadQuery(page, organizationId, provider, Objects.requireNonNull(type, "type"), from, to);
    }

    /** The same with this filter: not before this moment. */
    public QuantumWorkloadQuery withFrom(Instant from) {
        return new QuantumWorkloadQuery(page, organizationId, provider, type, Objects.requireNonNull(from, "from"), to);
    }

    /** The same with this filter: not after this moment. */
    public QuantumWorkloadQuery withTo(Instant to) {
        return new QuantumWorkloadQuery(page, organizationId, provider, type, from, Objects.requireNonNull(to, "to"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page)
                .query("organizationId", organizationId)
                .query("provider", provider)
                .query("type", type)
                .query("from", from)
                .query("to", to);
    }
}
