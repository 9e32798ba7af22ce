package io.qhub.localhub.platform;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Something that was created: its document, whose it is, and who else may see it. */
final class Resource {

    final String id;
    /** The concrete path of its collection, for example {@code /algorithms/42/sketches}. */
    final String collection;

    final @Nullable Resource parent;
    final String account;
    final String createdBy;
    final String createdAt = Platform.now();
    final ObjectNode document;
    /** Permissions by account or user id, beside those of the account that it belongs to. */
    final Map<String, Permission> shares = new HashMap<>();
    /** What everybody may do. */
    Permission everybody = Permission.NONE;
    /** What belongs to it and is no JSON, for example a {@link StoredFile}. */
    @Nullable
    Object attachment;

    Resource(
            String id,
            String collection,
            @Nullable Resource parent,
            String account,
            String createdBy,
            ObjectNode document) {
        this.id = id;
        this.collection = collection;
        this.parent = parent;
        this.account = account;
        this.createdBy = createdBy;
        this.document = document;
    }

    /** The path of a collection below this resource. */
    String below(String name) {
        return collection + "/" + id + "/" + name;
    }

    String text(String member) {
        return document.path(member).stringValue("");
    }

    Permission permission(Caller caller) {
        Resource root = parent;
        if (root != null) {
            return root.permission(caller);
        }
        Permission permission = everybody;
        if (account.equals(caller.account())) {
            permission = Permission.max(permission, caller.permission());
        }
        permission = Permission.max(permission, shares.getOrDefault(caller.account(), Permission.NONE));
        return Permission.max(permission, shares.getOrDefault(caller.user().id, Permission.NONE));
    }

    /** Whether listings of this account show it: what it owns and what is shared with it, not what everybody may see. */
    boolean isListedFor(Caller caller) {
        if (parent != null) {
            return true;
        }
        return account.equals(caller.account())
                || shares.containsKey(caller.account())
                || caller.organization() == null && shares.containsKey(caller.user().id);
    }
}
