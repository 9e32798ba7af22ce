package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operations;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.usernotifications.UserNotificationDto;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notifications to the user.
 *
 * <p>All calls are retried.
 */
public final class UserNotificationsClient {

    static final Operations OPERATIONS = Operations.of("platform.userNotifications");

    static final Operation<Page<UserNotificationDto>> GET_USER_NOTIFICATIONS = OPERATIONS
            .get("getUserNotifications", "/user-notifications")
            .unscoped()
            .query("unread", "page", "size", "sort")
            .designed()
            .answersPage(UserNotificationDto.class);
    static final Operation<UserNotificationDto> GET_USER_NOTIFICATION = OPERATIONS
            .get("getUserNotification", "/user-notifications/{id}")
            .unscoped()
            .designed()
            .answers(UserNotificationDto.class);
    static final Operation<UserNotificationDto> MARK_USER_NOTIFICATION_AS_READ = OPERATIONS
            .put("markUserNotificationAsRead", "/user-notifications/{id}/read")
            .unscoped()
            .designed()
            .answers(UserNotificationDto.class);
    static final Operation<Void> MARK_ALL_USER_NOTIFICATIONS_AS_READ = OPERATIONS
            .put("markAllUserNotificationsAsRead", "/user-notifications/read")
            .unscoped()
            .designed()
            .answersNothing();
    static final Operation<Void> DELETE_USER_NOTIFICATION = OPERATIONS
            .delete("deleteUserNotification", "/user-notifications/{id}")
            .unscoped()
            .designed()
            .answersNothing();

    private final HubHttp http;

    UserNotificationsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the notifications. {@code GET /user-notifications}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Page<UserNotificationDto>> getUserNotifications(UserNotificationQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.request(GET_USER_NOTIFICATIONS))
                .send();
    }

    /**
     * All notifications from the asked page on, in order, fetched page by page as they are needed: who takes five
     * makes one request. What is added or deleted meanwhile can shift entries, so that one appears twice or not at
     * all.
     */
    public Flux<UserNotificationDto> listUserNotifications(UserNotificationQuery query) {
        return Paging.list(query.page(), page -> getUserNotifications(query.withPage(page)));
    }

    /** All of them, as the Hub orders them. */
    public Flux<UserNotificationDto> listUserNotifications() {
        return listUserNotifications(UserNotificationQuery.all());
    }

    /** One notification. {@code GET /user-notifications/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<UserNotificationDto> getUserNotification(String id) {
        return http.call(GET_USER_NOTIFICATION, id);
    }

    /** Marks a notification as read. {@code PUT /user-notifications/{id}/read}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<UserNotificationDto> markUserNotificationAsRead(String id) {
        return http.call(MARK_USER_NOTIFICATION_AS_READ, id);
    }

    /** Marks all notifications as read. {@code PUT /user-notifications/read}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> markAllUserNotificationsAsRead() {
        return http.call(MARK_ALL_USER_NOTIFICATIONS_AS_READ);
    }

    /** Deletes a notification. {@code DELETE /user-notifications/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteUserNotification(String id) {
        return http.call(DELETE_USER_NOTIFICATION, id);
    }
}
