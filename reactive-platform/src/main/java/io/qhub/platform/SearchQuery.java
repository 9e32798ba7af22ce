package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of a listing. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param search a text to search for; null leaves it out
 */
public record SearchQuery(PageQuery page, @Nullable String search) {

    private static final SearchQuery ALL = new SearchQuery(PageQuery.first(), null);

    /** Refuses a missing page. */
    public SearchQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static SearchQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public SearchQuery withPage(int number) {
        return new SearchQuery(page.withPage(number), search);
    }

    /** The same for the page that is asked for here. */
    public SearchQuery withPage(PageQuery page) {
        return new SearchQuery(page, search);
    }

    /** The same with another page size. */
    public SearchQuery withSize(int size) {
        return new SearchQuery(page.withSize(size), search);
    }

    /** The same with one more, less important, criterion. */
    public SearchQuery sortedBy(Sort criterion) {
        return new SearchQuery(page.sortedBy(criterion), search);
    }

    /** The same with a text to search for. */
    public SearchQuery withSearch(String search) {
        return new SearchQuery(page, Objects.requireNonNull(search, "search"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page).query("search", search);
    }
}
