package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications. Immutable; the {@code with} methods give changed copies.
 *
 * @param page which page, of which size, in which order
 * @param unread true for those that have not been read, false for those that have; null leaves it out
 */
public record UserNotificationQuery(
        PageQuery page, @Nullable Boolean unread) {

    private static final UserNotificationQuery ALL = new UserNotificationQuery(PageQuery.first(), null);

    /** Refuses a missing page. */
    public UserNotificationQuery {
        Objects.requireNonNull(page, "page");
    }

    /** All of them, as the Hub orders them. */
    public static UserNotificationQuery all() {
        return ALL;
    }

    /** The same for another page, counted from 0. */
    public UserNotificationQuery withPage(int number) {
        return new UserNotificationQuery(page.withPage(number), unread);
    }

    /** The same for the page that is asked for here. */
    public UserNotificationQuery withPage(PageQuery page) {
        return new UserNotificationQuery(page, unread);
    }

    /** The same with another page size. */
    public UserNotificationQuery withSize(int size) {
        return new UserNotificationQuery(page.withSize(size), unread);
    }

    /** The same with one more, less important, criterion. */
    public UserNotificationQuery sortedBy(Sort criterion) {
        return new UserNotificationQuery(page.sortedBy(criterion), unread);
    }

    /** The same with this filter: true for those that have not been read, false for those that have. */
    public UserNotificationQuery withUnread(boolean unread) {
        return new UserNotificationQuery(page, unread);
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query(page).query("unread", unread);
    }
}
