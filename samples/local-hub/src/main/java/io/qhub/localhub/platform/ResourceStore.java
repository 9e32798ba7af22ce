package io.qhub.localhub.platform;

import io.qhub.localhub.http.HttpError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All resources by collection and id. For the state thread only. */
final class ResourceStore {

    private final Map<String, Map<String, Resource>> collections = new LinkedHashMap<>();

    void add(Resource resource) {
        collections
                .computeIfAbsent(resource.collection, path -> new LinkedHashMap<>())
                .put(resource.id, resource);
    }

    @Nullable
    Resource find(String collection, String id) {
        return collections.getOrDefault(collection, Map.of()).get(id);
    }

    /** A resource that the caller may see. Whether there is one that it may not see is not told. */
    Resource get(String collection, String id, Caller caller) {
        Resource resource = find(collection, id);
        if (resource == null || !resource.permission(caller).includes(Permission.VIEWER)) {
            throw new HttpError(404, "there is no " + collection + "/" + id);
        }
        return resource;
    }

    List<Resource> all(String collection) {
        return new ArrayList<>(collections.getOrDefault(collection, Map.of()).values());
    }

    /** What the listing of a collection shows to the caller. */
    List<Resource> list(String collection, Caller caller) {
        return all(collection).stream()
                .filter(resource -> resource.isListedFor(caller)
                        && resource.permission(caller).includes(Permission.VIEWER))
                .toList();
    }

    /** Removes a resource and all that is below it; returns what was removed. */
    List<Resource> remove(Resource resource) {
        List<Resource> removed = new ArrayList<>();
        Map<String, Resource> siblings = collections.get(resource.collection);
        if (siblings != null && siblings.remove(resource.id) != null) {
            removed.add(resource);
        }
        String below = resource.collection + "/" + resource.id + "/";
        collections.entrySet().removeIf(entry -> {
            if (!entry.getKey().startsWith(below)) {
                return false;
            }
            removed.addAll(entry.getValue().values());
            return true;
        });
        return removed;
    }

    List<Resource> everything() {
        return collections.values().stream()
                .flatMap(collection -> collection.values().stream())
                .toList();
    }
}
