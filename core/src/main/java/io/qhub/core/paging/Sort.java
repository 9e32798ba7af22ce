package io.qhub.core.paging;

import java.util.Objects;

/**
 * One sort criterion, {@code created_at,desc} on the wire.
 *
 * @param property the member to sort by, as the Hub writes it
 * @param descending newest or largest first
 */
public record Sort(String property, boolean descending) {

    /** Refuses an empty property, or one with a comma. */
    public Sort {
        Objects.requireNonNull(property, "property");
        if (property.isBlank() || property.indexOf(',') >= 0) {
            throw new IllegalArgumentException("property: '" + property + "' must not be blank nor hold a comma");
        }
    }

    /** Smallest or oldest first. */
    public static Sort asc(String property) {
        return new Sort(property, false);
    }

    /** Largest or newest first. */
    public static Sort desc(String property) {
        return new Sort(property, true);
    }

    /** As it stands in the query: {@code created_at,desc}. */
    @Override
    public String toString() {
        return property + (descending ? ",desc" : ",asc");
    }
}
