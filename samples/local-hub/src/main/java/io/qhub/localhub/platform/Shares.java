package io.qhub.localhub.platform;

import io.qhub.localhub.http.HttpError;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Shares of data pools and services with users and organizations, and access permissions of what the community makes. */
final class Shares {

    static final String OF_SERVICES = "/service-shares";
    private static final String OF_POOLS = "/data-pool-shares";

    private final Platform platform;

    Shares(Platform platform) {
        this.platform = platform;
    }

    void register() {
        platform.hooks().put(OF_POOLS, new ShareHook(DataPools.COLLECTION, "datapoolId", "Data pool shared"));
        platform.hooks().put(OF_SERVICES, new ShareHook(Services.COLLECTION, "serviceId", "Service shared"));
        for (String shared :
                new String[] {"/algorithms/{algorithmId}", "/implementations/{implementationId}", "/use-cases/{id}"}) {
            platform.hooks().put(shared + "/access-permissions", new PermissionHook());
        }
    }

    /** Whether a share counts now. */
    static boolean isActive(ObjectNode share) {
        Instant now = Instant.now();
        for (JsonNode constraint : share.path("constraints")) {
            String from = constraint.path("validFrom").stringValue(null);
            String until = constraint.path("validUntil").stringValue(null);
            if (from != null && now.isBefore(OffsetDateTime.parse(from).toInstant())
                    || until != null && now.isAfter(OffsetDateTime.parse(until).toInstant())) {
                return false;
            }
        }
        return true;
    }

    private void checkRecipient(String kind, String id) {
        if (kind.equals("USER") && platform.accounts().user(id) == null) {
            throw new HttpError(404, "there is no user " + id);
        }
    }

    private final class ShareHook implements GenericActions.Hook {

        private final String shared;
        private final String member;
        private final String title;

        private ShareHook(String shared, String member, String title) {
            this.shared = shared;
            this.member = member;
            this.title = title;
        }

        @Override
        public void creating(Call call, Resource share) {
            Resource resource = platform.store().get(shared, call.required(member), call.caller());
            Platform.need(resource, call.caller(), Permission.OWNER);
            String recipient = call.required("recipientId");
            checkRecipient(call.required("recipientType"), recipient);
            if (resource.shares.containsKey(recipient) || resource.account.equals(recipient)) {
                throw new HttpError(409, recipient + " already has access to " + resource.id);
            }
        }

        @Override
        public void created(Call call, Resource share) {
            Resource resource = platform.store().get(shared, share.text(member), call.caller());
            apply(share, resource);
            platform.tell(
                    share.text("recipientId"),
                    shared.equals(DataPools.COLLECTION) ? "DATA_POOL_SHARED" : "SERVICE_SHARED",
                    title,
                    resource.text("name") + " was shared with you");
        }

        @Override
        public void updated(Call call, Resource share) {
            Resource resource = shared(share);
            if (resource != null) {
                apply(share, resource);
            }
        }

        private void apply(Resource share, Resource resource) {
            String permission = share.document.path("permission").stringValue("VIEWER");
            resource.shares.put(share.text("recipientId"), Permission.valueOf(permission));
        }

        @Override
        public void deleting(Call call, Resource share) {
            Resource resource = shared(share);
            if (resource != null) {
                resource.shares.remove(share.text("recipientId"));
            }
        }

        private @Nullable Resource shared(Resource share) {
            return platform.store().find(shared, share.text(member));
        }

        @Override
        public void document(Caller caller, Resource share, ObjectNode json) {
            json.put("recipientName", platform.accounts().displayName(share.text("recipientId")));
            if (member.equals("serviceId")) {
                json.put("active", isActive(share.document));
            }
        }
    }

    private final class PermissionHook implements GenericActions.Hook {

        @Override
        public void creating(Call call, Resource permission) {
            Resource root = root(permission);
            Platform.need(root, call.caller(), Permission.OWNER);
            String user = call.member("userId");
            String organization = call.member("organizationId");
            if ((user == null) == (organization == null)) {
                throw new HttpError(422, "exactly one of userId and organizationId is required");
            }
            if (user != null) {
                checkRecipient("USER", user);
            }
            String recipient = recipient(permission);
            if (root.shares.containsKey(recipient) || root.account.equals(recipient)) {
                throw new HttpError(409, recipient + " already has access to " + root.id);
            }
        }

        @Override
        public void created(Call call, Resource permission) {
            root(permission).shares.put(recipient(permission), Permission.valueOf(permission.text("permission")));
        }

        @Override
        public void updated(Call call, Resource permission) {
            Platform.need(root(permission), call.caller(), Permission.OWNER);
            created(call, permission);
        }

        @Override
        public void deleting(Call call, Resource permission) {
            Platform.need(root(permission), call.caller(), Permission.OWNER);
            root(permission).shares.remove(recipient(permission));
        }

        @Override
        public void document(Caller caller, Resource permission, ObjectNode json) {
            json.put("displayName", platform.accounts().displayName(recipient(permission)));
        }

        private static Resource root(Resource permission) {
            if (permission.parent == null) {
                throw new IllegalStateException("a permission is always below something");
            }
            return permission.parent;
        }

        private static String recipient(Resource permission) {
            String user = permission.text("userId");
            return user.isEmpty() ? permission.text("organizationId") : user;
        }
    }
}
