package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the billing history. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param from the first day; null leaves it out
 * @param to the last day; null leaves it out
 */
public record BillingHistoryQuery(
        PageQuery page, @Nullable LocalDate from, @Nullable LocalDate to) {

    private static final BillingHistoryQuery ALL = new BillingHistoryQuery(PageQuery.first(), null, null);

    /** Refuses a missing page. */
    public BillingHistoryQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static BillingHistoryQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public BillingHistoryQuery withPage(int number) {
        return new BillingHistoryQuery(page.withPage(number), from, to);
    }

    /** The same for the page that is asked for here. */
    public BillingHistoryQuery withPage(PageQuery page) {
        return new BillingHistoryQuery(page, from, to);
    }

    /** The same with another page size. */
    public BillingHistoryQuery withSize(int size) {
        return new BillingHistoryQuery(page.withSize(size), from, to);
    }

    /** The same with one more, less important, criterion. */
    public BillingHistoryQuery sortedBy(Sort criterion) {
        return new BillingHistoryQuery(page.sortedBy(criterion), from, to);
    }

    /** The same with the first day. */
    public BillingHistoryQuery withFrom(LocalDate from) {
        return new BillingHistoryQuery(page, Objects.requireNonNull(from, "from"), to);
    }

    /** The same with the last day. */
    public BillingHistoryQuery withTo(LocalDate to) {
        return new BillingHistoryQuery(page, from, Objects.requireNonNull(to, "to"));
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page).query("from", from).query("to", to);
    }
}
