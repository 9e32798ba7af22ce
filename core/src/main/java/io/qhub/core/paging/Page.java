package io.qhub.core.paging;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. What the Hub leaves out is null; a bare array is a single, last page.
 *
 * @param content the items, never null
 * @param page zero-based number of this page
 * @param size how many items a full page holds
 * @param totalElements how many items there are in all
 * @param totalPages how many pages there are in all
 * @param last whether this is the last page
 * @param <T> what is listed
 */
public record Page<T>(
        List<T> content,
        @JsonAlias("number") @Nullable Integer page,
        @Nullable Integer size,
        @JsonAlias("total_elements") @Nullable Long totalElements,
        @JsonAlias("total_pages") @Nullable Integer totalPages,
        @Nullable Boolean last) {

    /** Copies the content and leaves nulls in it out. */
    public Page {
        List<T> items = new ArrayList<>(content == null ? List.of() : content);
        items.removeIf(Objects::isNull);
        content = Collections.unmodifiableList(items);
    }

    /**
     * The same page of another type of items, which all of them are.
     *
     * @throws ClassCastException if an item is not of that type
     */
    public <U> Page<U> as(Class<U> type) {
        return new Page<>(content.stream().map(type::cast).toList(), page, size, totalElements, totalPages, last);
    }

    /** A listing that came as a bare array: the only page. */
    public static <T> Page<T> ofAll(List<T> content) {
        return new Page<>(content, 0, content.size(), (long) content.size(), 1, true);
    }
}
