package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.platform.model.ServiceLifecycle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which services. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param lifecycle how far they are published; null leaves it out
 */
public record ServiceQuery(PageQuery page, @Nullable ServiceLifecycle lifecycle) {

    private static final ServiceQuery ALL = new ServiceQuery(PageQuery.first(), null);

    /** Refuses a missing page. */
    public ServiceQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static ServiceQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public ServiceQuery withPage(int number) {
        return new ServiceQuery(page.withPage(number), lifecycle);
    }

    /** The same for the page that is asked for here. */
    public ServiceQuery withPage(PageQuery page) {
        return new ServiceQuery(page, lifecycle);
    }

    /** The same with another page size. */
    public ServiceQuery withSize(int size) {
        return new ServiceQuery(page.withSize(size), lifecycle);
    }

    /** The same with one more, less important, criterion. */
    public ServiceQuery sortedBy(Sort criterion) {
        return new ServiceQuery(page.sortedBy(criterion), lifecycle);
    }

    /** The same with this filter: how far they are published. */
    public ServiceQuery withLifecycle(ServiceLifecycle lifecycle) {
        return new ServiceQuery(page, Objects.requireNonNull(lifecycle, "lifecycle"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page).query("lifecycle", lifecycle);
    }
}
