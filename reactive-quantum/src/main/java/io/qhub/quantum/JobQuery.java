package io.qhub.quantum;

import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list.
 *
 * @param page which page, of which size, in which order
 * @param serviceExecutionId only those of this execution of a managed service; null for all
 */
public record JobQuery(PageQuery page, @Nullable String serviceExecutionId) {

    private static final JobQuery ALL = new JobQuery(PageQuery.first(), null);

    /** Refuses a missing page. */
    public JobQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All jobs, as the Hub orders them. */
    public static JobQuery all() {
        return ALL;
    }

    /** All jobs, the newest first. */
    public static JobQuery newestFirst() {
        return ALL.sortedBy(Sort.desc("created_at"));
    }

    /** The same for another page, counted from 0. */
    public JobQuery withPage(int number) {
        return new JobQuery(page.withPage(number), serviceExecutionId);
    }

    /** The same with another page size. */
    public JobQuery withSize(int size) {
        return new JobQuery(page.withSize(size), serviceExecutionId);
    }

    /** The same with one more, less important, criterion. */
    public JobQuery sortedBy(Sort criterion) {
        return new JobQuery(page.sortedBy(criterion), serviceExecutionId);
    }

    /** Only those of this execution of a managed service. */
    public JobQuery forServiceExecution(String id) {
        return new JobQuery(page, Objects.requireNonNull(id, "id"));
    }
}
