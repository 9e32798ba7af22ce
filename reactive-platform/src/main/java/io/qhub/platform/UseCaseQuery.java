package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which use cases. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param title a text in the title; null leaves it out
 */
public record UseCaseQuery(PageQuery page, @Nullable String title) {

    private static final UseCaseQuery ALL = new UseCaseQuery(PageQuery.first(), null);

    /** Refuses a missing page. */
    public UseCaseQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static UseCaseQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public UseCaseQuery withPage(int number) {
        return new UseCaseQuery(page.withPage(number), title);
    }

    /** The same for the page that is asked for here. */
    public UseCaseQuery withPage(PageQuery page) {
        return new UseCaseQuery(page, title);
    }

    /** The same with another page size. */
    public UseCaseQuery withSize(int size) {
        return new UseCaseQuery(page.withSize(size), title);
    }

    /** The same with one more, less important, criterion. */
    public UseCaseQuery sortedBy(Sort criterion) {
        return new UseCaseQuery(page.sortedBy(criterion), title);
    }

    /** The same with a text in the title. */
    public UseCaseQuery withTitle(String title) {
        return new UseCaseQuery(page, Objects.requireNonNull(title, "title"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page).query("title", title);
    }
}
