package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.ApiContract.Schema;
import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the operations do that only create, read, update or delete: the path says where, the schemas say what. */
final class GenericActions {

    /** What a collection does beside that. All methods are called on the state thread. */
    interface Hook {

        /** After a resource was made from the body, before it is stored; can refuse. */
        default void creating(Call call, Resource resource) {}

        /** After a resource was stored. */
        default void created(Call call, Resource resource) {}

        /** After a resource was changed by the body. */
        default void updated(Call call, Resource resource) {}

        /** Before a resource is removed; can refuse. */
        default void deleting(Call call, Resource resource) {}

        /** Completes a document on its way out. */
        default void document(Caller caller, Resource resource, ObjectNode json) {}
    }

    static final Hook NONE = new Hook() {};

    /** Members that only the hub sets. */
    private static final Set<String> SET_BY_HUB = Set.of(
            "id",
            "createdAt",
            "creationDate",
            "createdBy",
            "modifiedAt",
            "lastModifiedAt",
            "modifiedBy",
            "currentUserPermission",
            "public",
            "owners",
            "reviews",
            "sketches",
            "status");

    private final ApiContract contract;
    private final Platform platform;

    GenericActions(ApiContract contract, Platform platform) {
        this.contract = contract;
        this.platform = platform;
    }

    static boolean isPlain(Operation operation) {
        boolean one = operation.path().endsWith("}");
        return switch (operation.method()) {
            case "GET" -> one || isListing(operation);
            case "POST" -> !one && operation.status() == 201 && operation.body() != null;
            case "PUT" -> one && operation.body() != null;
            case "DELETE" -> one;
            default -> false;
        };
    }

    private static boolean isListing(Operation operation) {
        String response = String.valueOf(operation.response());
        return response.endsWith("[]") || response.startsWith("PageResponse<");
    }

    Action action(Operation operation) {
        if (!isPlain(operation)) {
            throw new IllegalStateException("no action serves " + operation.key());
        }
        return switch (operation.method()) {
            case "GET" -> isListing(operation) ? now(this::list) : now(this::get);
            case "POST" -> now(this::create);
            case "PUT" -> now(this::update);
            default -> now(this::delete);
        };
    }

    private static Action now(Action.Now action) {
        return action;
    }

    private Reply list(Call call) {
        Place place = place(call);
        Caller caller = call.caller();
        return platform.listings(contract)
                .reply(
                        call,
                        platform.store().list(place.collection(), caller).stream()
                                .map(resource -> document(call, resource))
                                .toList());
    }

    private Reply get(Call call) {
        return Reply.json(200, document(call, place(call).one()));
    }

    private Reply create(Call call) {
        Place place = place(call);
        Caller caller = call.caller();
        Resource parent = place.parent();
        if (parent != null) {
            need(parent, caller, Permission.MAINTAINER);
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Schema schema = schema(call.operation());
        take(call.json(), json, schema.members());
        Resource resource = new Resource(
                Ids.next(),
                place.collection(),
                parent,
                parent == null ? caller.account() : parent.account,
                caller.user().id,
                json);
        stamp(json, schema, caller, "createdAt", "creationDate", "createdBy");
        stamp(json, schema, caller, "", "lastModifiedAt", "");
        Hook hook = hook(call.operation());
        hook.creating(call, resource);
        platform.store().add(resource);
        hook.created(call, resource);
        return Reply.json(call.operation().status(), document(call, resource));
    }

    private Reply update(Call call) {
        Resource resource = place(call).one();
        need(resource, call.caller(), Permission.MAINTAINER);
        Schema schema = schema(call.operation());
        take(call.json(), resource.document, schema.members());
        stamp(resource.document, schema, call.caller(), "modifiedAt", "lastModifiedAt", "modifiedBy");
        hook(call.operation()).updated(call, resource);
        return Reply.json(200, document(call, resource));
    }

    private Reply delete(Call call) {
        Resource resource = place(call).one();
        need(
                resource,
                call.caller(),
                resource.parent == null
                                && !resource.account.equals(call.caller().account())
                        ? Permission.OWNER
                        : Permission.MAINTAINER);
        hook(call.operation()).deleting(call, resource);
        platform.remove(resource);
        return Reply.noContent();
    }

    private static void need(Resource resource, Caller caller, Permission permission) {
        if (!resource.permission(caller).includes(permission)) {
            throw new HttpError(403, "this takes the permission " + permission);
        }
    }

    /** The document as the caller gets to see it. */
    private ObjectNode document(Call call, Resource resource) {
        return document(call, resource, schema(call.operation()), hook(call.operation()));
    }

    static ObjectNode document(Call call, Resource resource, Schema schema, Hook hook) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (schema.members().containsKey("id")) {
            json.put("id", resource.id);
        }
        json.setAll(resource.document);
        if (schema.members().containsKey("currentUserPermission")) {
            json.put("currentUserPermission", resource.permission(call.caller()).name());
        }
        hook.document(call.caller(), resource, json);
        return json;
    }

    private Schema schema(Operation operation) {
        String name = Listings.element(operation);
        Schema schema = contract.schemas().get(name);
        if (schema == null) {
            // Only a DELETE has no answer, and needs no schema.
            throw new IllegalStateException("the contract has no schema " + name);
        }
        return schema;
    }

    /** Takes over what the answer will show; null removes a member, {@code xUuids} becomes the list {@code xs}. */
    static void take(ObjectNode from, ObjectNode to, Map<String, Member> members) {
        from.forEachEntry((name, value) -> {
            String list = listOf(name);
            if (list != null && members.containsKey(list)) {
                ArrayNode array = to.putArray(list);
                value.forEach(uuid -> array.addObject()
                        .put("uuid", uuid.stringValue())
                        .put("label", uuid.stringValue())
                        .putArray("children"));
            } else if (members.containsKey(name) && !SET_BY_HUB.contains(name)) {
                if (value.isNull()) {
                    to.remove(name);
                } else {
                    to.set(name, value.deepCopy());
                }
            }
        });
    }

    /** {@code problemTypeUuids} becomes {@code problemTypes}, {@code industryUuids} becomes {@code industries}. */
    private static @Nullable String listOf(String name) {
        if (!name.endsWith("Uuids")) {
            return null;
        }
        String one = name.substring(0, name.length() - "Uuids".length());
        return one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    }

    private static void stamp(
            ObjectNode json, Schema schema, Caller caller, String time, String otherTime, String user) {
        for (String name : List.of(time, otherTime)) {
            if (schema.members().containsKey(name)) {
                json.put(name, Platform.now());
            }
        }
        if (schema.members().containsKey(user)) {
            json.put(user, caller.user().id);
        }
    }

    private Hook hook(Operation operation) {
        String template = operation.path().replaceAll("/\\{[^}]+}$", "");
        return platform.hook(template);
    }

    /** Where a path leads: the collection, and of it one element if the path ends with a variable. */
    record Place(
            @Nullable Resource parent,
            String collection,
            @Nullable Resource element) {

        Resource one() {
            if (element == null) {
                throw new IllegalStateException(collection + " is a collection");
            }
            return element;
        }
    }

    private Place place(Call call) {
        return place(platform.store(), call);
    }

    /** Walks the contract's path, not the one that was called: that one may have moved. */
    static Place place(ResourceStore store, Call call) {
        Resource parent = null;
        Resource element = null;
        String collection = "";
        StringBuilder path = new StringBuilder();
        for (String segment : call.operation().path().substring(1).split("/")) {
            if (segment.startsWith("{")) {
                parent = element;
                collection = path.toString();
                String id = call.path(segment.substring(1, segment.length() - 1));
                element = store.get(collection, id, call.caller());
                path.append('/').append(element.id);
            } else {
                path.append('/').append(segment);
            }
        }
        return call.operation().path().endsWith("}")
                ? new Place(parent, collection, element)
                : new Place(element, path.toString(), null);
    }
}
