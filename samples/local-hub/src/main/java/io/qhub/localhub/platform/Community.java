package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Algorithms, implementations and use cases: what is more than to create, read, update and delete. */
final class Community {

    private static final String ALGORITHMS = "/algorithms";
    private static final String IMPLEMENTATIONS = "/implementations";
    private static final String USE_CASES = "/use-cases";
    private static final String IMPLEMENTED = "implementedAlgorithmId";

    private final Platform platform;

    Community(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        platform.hooks().put(ALGORITHMS, new WithSketches());
        platform.hooks().put(USE_CASES, new WithSketches() {
            @Override
            public void updated(Call call, Resource useCase) {
                if (useCase.text("summary").length() > 200) {
                    useCase.document.put("summary", useCase.text("summary").substring(0, 200));
                }
            }
        });
        platform.hooks().put(IMPLEMENTATIONS, new ImplementationHook());
        platform.hooks().put("/algorithms/{algorithmId}/algorithm-relations", new GenericActions.Hook() {
            @Override
            public void creating(Call call, Resource relation) {
                if (!relation.text("sourceAlgorithmId").equals(call.path("algorithmId"))) {
                    throw new HttpError(422, "sourceAlgorithmId must be the algorithm of the path");
                }
                platform.store().get(ALGORITHMS, relation.text("targetAlgorithmId"), call.caller());
            }
        });
        sketches(actions, ALGORITHMS, "algorithmId", "algorithms.upload_sketch", "algorithms.get_sketch_image");
        sketches(actions, USE_CASES, "id", "use_cases.upload_use_case_sketch", "use_cases.get_use_case_sketch_image");
        actions.on("algorithms.publish_algorithm", call -> publish(call, ALGORITHMS, "algorithmId"));
        actions.on("use_cases.publish_use_case", call -> publish(call, USE_CASES, "id"));
        ofAlgorithm(actions);
    }

    private class WithSketches implements GenericActions.Hook {
        @Override
        public void document(Caller caller, Resource resource, ObjectNode json) {
            ArrayNode sketches = json.putArray("sketches");
            platform.store().all(resource.below("sketches")).forEach(sketch -> sketches.add(sketch(sketch)));
            json.put("public", resource.everybody.includes(Permission.VIEWER));
        }
    }

    private Reply publish(Call call, String collection, String variable) {
        Resource resource = platform.store().get(collection, call.path(variable), call.caller());
        Platform.need(resource, call.caller(), Permission.OWNER);
        String permission = call.member("permission");
        Permission wanted = permission == null ? Permission.VIEWER : Permission.valueOf(permission);
        if (resource.everybody == wanted) {
            throw new HttpError(409, resource.id + " is already published so");
        }
        resource.everybody = wanted;
        return Reply.json(
                200,
                GenericActions.document(call, resource, platform.schema(call.operation()), platform.hook(collection)));
    }

    // ---------------------------------------------------------------------------------------------- sketches

    private void sketches(Actions actions, String collection, String variable, String upload, String image) {
        actions.upload(
                upload,
                call -> Platform.need(
                        platform.store().get(collection, call.path(variable), call.caller()),
                        call.caller(),
                        Permission.MAINTAINER),
                call -> {
                    Resource parent = platform.store().get(collection, call.path(variable), call.caller());
                    Upload.Part part = call.parts().get("file");
                    if (part == null || !part.file().mediaType().startsWith("image/")) {
                        throw new HttpError(415, "a sketch must be an image, with a type like image/png");
                    }
                    String id = Ids.next();
                    String base = call.query("baseURL");
                    ObjectNode json = Platform.JSON.objectNode();
                    String description = call.query("description");
                    if (description != null) {
                        json.put("description", description);
                    }
                    json.put(
                            "imageURL",
                            (base == null ? Platform.url(call) + "/qc-catalog" : base.replaceAll("/+$", ""))
                                    + parent.below("sketches") + "/" + id + "/image");
                    Resource sketch = new Resource(
                            id,
                            parent.below("sketches"),
                            parent,
                            parent.account,
                            call.caller().user().id,
                            json);
                    sketch.attachment = part.file();
                    platform.store().add(sketch);
                    return Reply.json(200, sketch(sketch));
                });
        actions.on(image, call -> {
            Resource parent = platform.store().get(collection, call.path(variable), call.caller());
            Resource sketch = platform.store().get(parent.below("sketches"), call.path("sketchId"), call.caller());
            StoredFile file = DataPools.stored(sketch);
            return Ranges.reply(call.exchange(), file.mediaType(), file, file.etag());
        });
    }

    private static ObjectNode sketch(Resource sketch) {
        ObjectNode json = Platform.JSON.objectNode().put("id", sketch.id);
        json.setAll(sketch.document);
        return json;
    }

    // --------------------------------------------------------------------------------------- implementations

    private final class ImplementationHook implements GenericActions.Hook {

        @Override
        public void creating(Call call, Resource implementation) {
            String algorithm = implementation.document.path(IMPLEMENTED).stringValue(null);
            if (algorithm != null) {
                platform.store().get(ALGORITHMS, algorithm, call.caller());
            }
            implementation.document.put(
                    "gitUrl",
                    Platform.url(call) + "/git/" + Services.slug(implementation.text("name")) + "-" + implementation.id
                            + ".git");
            see(implementation);
        }

        @Override
        public void updated(Call call, Resource implementation) {
            see(implementation);
        }

        private void see(Resource implementation) {
            String visibility = implementation.document.path("visibility").stringValue("PRIVATE");
            implementation.document.put("visibility", visibility);
            implementation.everybody = visibility.equals("PUBLIC") ? Permission.VIEWER : Permission.NONE;
        }
    }

    /** The same implementations once more, below the algorithm that they implement. */
    private void ofAlgorithm(Actions actions) {
        String ns = "implementations.";
        actions.on(ns + "get_implementations_of_algorithm", call -> {
            Resource algorithm = algorithm(call);
            List<ObjectNode> found = platform.store().all(IMPLEMENTATIONS).stream()
                    .filter(one -> one.text(IMPLEMENTED).equals(algorithm.id)
                            && one.permission(call.caller()).includes(Permission.VIEWER))
                    .map(one -> document(call, one))
                    .toList();
            return platform.platformListings().reply(call, found);
        });
        actions.on(ns + "create_implementation_of_algorithm", call -> {
            Resource algorithm = algorithm(call);
            ObjectNode json = Platform.JSON.objectNode();
            Resource created = new Resource(
                    Ids.next(),
                    IMPLEMENTATIONS,
                    null,
                    call.caller().account(),
                    call.caller().user().id,
                    json);
            GenericActions.take(
                    call.json(), json, platform.schema(call.operation()).members());
            json.put(IMPLEMENTED, algorithm.id);
            GenericActions.Hook hook = platform.hook(IMPLEMENTATIONS);
            hook.creating(call, created);
            platform.store().add(created);
            return Reply.json(201, document(call, created));
        });
        actions.on(
                ns + "get_implementation_of_algorithm", call -> Reply.json(200, document(call, implementation(call))));
        actions.on(ns + "update_implementation_of_algorithm", call -> {
            Resource changed = implementation(call);
            Platform.need(changed, call.caller(), Permission.MAINTAINER);
            GenericActions.take(
                    call.json(),
                    changed.document,
                    platform.schema(call.operation()).members());
            changed.document.put(IMPLEMENTED, call.path("algorithmId"));
            platform.hook(IMPLEMENTATIONS).updated(call, changed);
            return Reply.json(200, document(call, changed));
        });
        actions.on(ns + "delete_implementation_of_algorithm", call -> {
            Resource gone = implementation(call);
            Platform.need(gone, call.caller(), Permission.MAINTAINER);
            platform.remove(gone);
            return Reply.noContent();
        });
        actions.on(ns + "get_implementation_files", call -> {
            Resource implementation = implementation(call);
            // Files come by git, which this hub does not speak: there is the one that a new repository has.
            return platform.platformListings()
                    .reply(
                            call,
                            List.of(Platform.JSON
                                    .objectNode()
                                    .put("id", implementation.id + "-readme")
                                    .put("name", "README.md")
                                    .put("mimeType", "text/markdown")
                                    .put("creationDate", implementation.createdAt)
                                    .put("lastModifiedAt", implementation.createdAt)));
        });
    }

    private Resource algorithm(Call call) {
        return platform.store().get(ALGORITHMS, call.path("algorithmId"), call.caller());
    }

    private Resource implementation(Call call) {
        Resource algorithm = algorithm(call);
        Resource found = platform.store().get(IMPLEMENTATIONS, call.path("implementationId"), call.caller());
        if (!found.text(IMPLEMENTED).equals(algorithm.id)) {
            throw new HttpError(404, "the algorithm " + algorithm.id + " has no implementation " + found.id);
        }
        return found;
    }

    private ObjectNode document(Call call, Resource implementation) {
        return GenericActions.document(
                call, implementation, platform.schema(call.operation()), platform.hook(IMPLEMENTATIONS));
    }
}
