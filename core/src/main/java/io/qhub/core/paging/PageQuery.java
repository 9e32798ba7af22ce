package io.qhub.core.paging;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a listing.
 *
 * @param page zero-based; null leaves it to the Hub, which answers the first
 * @param size how many items a page holds; null leaves it to the Hub
 * @param sort criteria, the most important first; empty leaves it to the Hub
 */
public record PageQuery(@Nullable Integer page, @Nullable Integer size, List<Sort> sort) {

    private static final PageQuery FIRST = new PageQuery(null, null, List.of());

    /** Refuses a negative page and a size below 1. */
    public PageQuery {
        if (page != null && page < 0) {
            throw new IllegalArgumentException("page: " + page + " is negative; pages count from 0");
        }
        if (size != null && size < 1) {
            throw new IllegalArgumentException("size: " + size + " is not at least 1");
        }
        sort = List.copyOf(sort);
    }

    /** The first page, of the size and order that the Hub chooses. */
    public static PageQuery first() {
        return FIRST;
    }

    /** The first page of this size. */
    public static PageQuery ofSize(int size) {
        return FIRST.withSize(size);
    }

    /** The same query for another page, counted from 0. */
    public PageQuery withPage(int number) {
        return new PageQuery(number, size, sort);
    }

    /** The same query with another page size. */
    public PageQuery withSize(int items) {
        return new PageQuery(page, items, sort);
    }

    /** The same query with one more, less important, criterion. */
    public PageQuery sortedBy(Sort criterion) {
        List<Sort> more = new ArrayList<>(sort);
        more.add(criterion);
        return new PageQuery(page, size, more);
    }
}
