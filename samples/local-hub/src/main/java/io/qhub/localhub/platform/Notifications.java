package io.qhub.localhub.platform;

import io.qhub.localhub.http.Reply;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What users are told. */
final class Notifications {

    static final String COLLECTION = "/user-notifications";

    private final Platform platform;

    Notifications(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        String ns = "user_notifications.";
        actions.on(ns + "get_user_notifications", call -> {
            boolean unread = "true".equalsIgnoreCase(call.query("unread"));
            List<ObjectNode> shown = platform.store().list(COLLECTION, call.caller()).stream()
                    .filter(one -> !unread || !isRead(one))
                    .map(Notifications::document)
                    .toList();
            return platform.platformListings().reply(call, shown);
        });
        actions.on(ns + "mark_user_notification_as_read", call -> {
            Resource one = platform.store().get(COLLECTION, call.path("id"), call.caller());
            read(one);
            return Reply.json(200, document(one));
        });
        actions.on(ns + "mark_all_user_notifications_as_read", call -> {
            platform.store().list(COLLECTION, call.caller()).forEach(Notifications::read);
            return Reply.noContent();
        });
    }

    private static boolean isRead(Resource one) {
        return one.document.path("read").asBoolean(false);
    }

    private static void read(Resource one) {
        if (!isRead(one)) {
            one.document.put("read", true).put("readAt", Platform.now());
        }
    }

    private static ObjectNode document(Resource one) {
        ObjectNode json = Platform.JSON.objectNode().put("id", one.id);
        json.setAll(one.document);
        return json;
    }
}
