package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.platform.model.ExecutionStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which executions. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param serviceId only those of this service; null leaves it out
 * @param serviceDefinitionId only those of this version of a service; null leaves it out
 * @param applicationId only those of this application; null leaves it out
 * @param subscriptionId only those of this subscription; null leaves it out
 * @param status only those in this state; null leaves it out
 */
public record ServiceExecutionQuery(
        PageQuery page,
        @Nullable String serviceId,
        @Nullable String serviceDefinitionId,
        @Nullable String applicationId,
        @Nullable String subscriptionId,
        @Nullable ExecutionStatus status) {

    private static final ServiceExecutionQuery ALL =
            new ServiceExecutionQuery(PageQuery.first(), null, null, null, null, null);

    /** Refuses a missing page. */
    public ServiceExecutionQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static ServiceExecutionQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public ServiceExecutionQuery withPage(int number) {
        return new ServiceExecutionQuery(
                page.withPage(number), serviceId, serviceDefinitionId, applicationId, subscriptionId, status);
    }

    /** The same for the page that is asked for here. */
    public ServiceExecutionQuery withPage(PageQuery page) {
        return new ServiceExecutionQuery(page, serviceId, serviceDefinitionId, applicationId, subscriptionId, status);
    }

    /** The same with another page size. */
    public ServiceExecutionQuery withSize(int size) {
        return new ServiceExecutionQuery(
                page.withSize(size), serviceId, serviceDefinitionId, applicationId, subscriptionId, status);
    }

    /** The same with one more, less important, criterion. */
    public ServiceExecutionQuery sortedBy(Sort criterion) {
        return new ServiceExecutionQuery(
                page.sortedBy(criterion), serviceId, serviceDefinitionId, applicationId, subscriptionId, status);
    }

    /** The same with this filter: only those of this service. */
    public ServiceExecutionQuery withServiceId(String serviceId) {
        return new ServiceExecutionQuery(
                page,
                Objects.requireNonNull(serviceId, "serviceId"),
                serviceDefinitionId,
                applicationId,
                subscriptionId,
                status);
    }

    /** The same with this filter: only those of this version of a service. */
    public ServiceExecutionQuery withServiceDefinitionId(String serviceDefinitionId) {
        return new ServiceExecutionQuery(
                page,
                serviceId,
                Objects.requireNonNull(serviceDefinitionId, "serviceDefinitionId"),
                applicationId,
                subscriptionId,
                status);
    }

    /** The same with this filter: only those of this application. */
    public ServiceExecutionQuery withApplicationId(String applicationId) {
        return new ServiceExecutionQuery(
                page,
                serviceId,
                serviceDefinitionId,
                Objects.requireNonNull(applicationId, "applicationId"),
                subscriptionId,
                status);
    }

    /** The same with this filter: only those of this subscription. */
    public ServiceExecutionQuery withSubscriptionId(String subscriptionId) {
        return new ServiceExecutionQuery(
                page,
                serviceId,
                serviceDefinitionId,
                applicationId,
                Objects.requireNonNull(subscriptionId, "subscriptionId"),
                status);
    }

    /** The same with this filter: only those in this state. */
    public ServiceExecutionQuery withStatus(ExecutionStatus status) {
        return new ServiceExecutionQuery(
                page,
                serviceId,
                serviceDefinitionId,
                applicationId,
                subscriptionId,
                Objects.requireNonNull(status, "status"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page)
                .query("serviceId", serviceId)
                .query("serviceDefinitionId", serviceDefinitionId)
                .query("applicationId", applicationId)
                .query("subscriptionId", subscriptionId)
                .query("status", status);
    }
}
