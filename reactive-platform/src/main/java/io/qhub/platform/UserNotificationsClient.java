package io.qhub.platform;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Evidence;
import io.qhub.core.http.HubHttp;
import io.qhub.core.http.Operation;
import io.qhub.core.paging.Page;
import io.qhub.core.paging.Paging;
import io.qhub.platform.model.usernotifications.UserNotificationDto;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Notifications to the user.
 *
 * <p>All calls are retried.
 */
public final class UserNotificationsClient {

    static final Operation GET_USER_NOTIFICATIONS = Operation.get(
                    "platform.userNotifications.getUserNotifications", "/user-notifications")
            .unscoped()
            .query("unread", "page", "size", "sort")
            .returnsPage(UserNotificationDto.class)
            .designed();
    static final Operation GET_USER_NOTIFICATION = Operation.get(
                    "platform.userNotifications.getUserNotification", "/user-notifications/{id}")
            .unscoped()
            .returns(UserNotificationDto.class)
            .designed();
    static final Operation MARK_USER_NOTIFICATION_AS_READ = Operation.put(
                    "platform.userNotifications.markUserNotificationAsRead", "/user-notifications/{id}/read")
            .unscoped()
            .returns(UserNotificationDto.class)
            .designed();
    static final Operation MARK_ALL_USER_NOTIFICATIONS_AS_READ = Operation.put(
                    "platform.userNotifications.markAllUserNotificationsAsRead", "/user-notifications/read")
            .unscoped()
            .designed();
    static final Operation DELETE_USER_NOTIFICATION = Operation.delete(
                    "platform.userNotifications.deleteUserNotification", "/user-notifications/{id}")
            .unscoped()
            .designed();

    /** In the order of the contract. */
    static final List<Operation> OPERATIONS = List.of(
            GET_USER_NOTIFICATIONS,
            GET_USER_NOTIFICATION,
            MARK_USER_NOTIFICATION_AS_READ,
            MARK_ALL_USER_NOTIFICATIONS_AS_READ,
            DELETE_USER_NOTIFICATION);

    private final HubHttp http;

    UserNotificationsClient(HubHttp http) {
        this.http = http;
    }

    /** One page of the notifications. {@code GET /user-notifications}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Page<UserNotificationDto>> getUserNotifications(UserNotificationQuery query) {
        return Objects.requireNonNull(query, "query")
                .on(http.call(GET_USER_NOTIFICATIONS))
                .toPage(UserNotificationDto.class);
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
        return http.call(GET_USER_NOTIFICATION, id).to(UserNotificationDto.class);
    }

    /** Marks a notification as read. {@code PUT /user-notifications/{id}/read}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<UserNotificationDto> markUserNotificationAsRead(String id) {
        return http.call(MARK_USER_NOTIFICATION_AS_READ, id).to(UserNotificationDto.class);
    }

    /** Marks all notifications as read. {@code PUT /user-notifications/read}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> markAllUserNotificationsAsRead() {
        return http.call(MARK_ALL_USER_NOTIFICATIONS_AS_READ).toNothing();
    }

    /** Deletes a notification. {@code DELETE /user-notifications/{id}}; retried. */
    @EndpointEvidence(value = Evidence.DESIGNED, note = "the purpose is documented, the operation is not")
    public Mono<Void> deleteUserNotification(String id) {
        return http.call(DELETE_USER_NOTIFICATION, id).toNothing();
    }
}
