package io.qhub.localhub.platform;

import io.qhub.localhub.control.Ids;
import io.qhub.localhub.gateway.DataPoolAccess;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Data pools, their files, and the grants that open them to services. */
final class DataPools {

    static final String COLLECTION = "/datapools";
    private static final String GRANTS = "/data-pool-grants";

    private final Platform platform;

    DataPools(Platform platform) {
        this.platform = platform;
    }

    void register(Actions actions) {
        actions.upload(
                "data_pools.add_data_pool_file",
                call -> Platform.need(
                        platform.store().get(COLLECTION, call.path("id"), call.caller()),
                        call.caller(),
                        Permission.MAINTAINER),
                this::addFile);
        actions.on("data_pools.get_data_pool_file", call -> {
            Resource pool = platform.store().get(COLLECTION, call.path("id"), call.caller());
            Resource file = platform.store().get(pool.below("files"), call.path("fileId"), call.caller());
            StoredFile stored = stored(file);
            return Ranges.reply(call.exchange(), "application/octet-stream", stored, stored.etag());
        });
        actions.on("data_pool_grants.create_data_pool_grant", this::createGrant);
        actions.on("data_pool_grants.get_data_pool_grants", call -> {
            platform.store().list(GRANTS, call.caller()).stream()
                    .filter(DataPools::isExpired)
                    .forEach(platform::remove);
            return platform.platformListings()
                    .reply(
                            call,
                            platform.store().list(GRANTS, call.caller()).stream()
                                    .map(DataPools::document)
                                    .toList());
        });
    }

    static StoredFile stored(Resource resource) {
        if (resource.attachment instanceof StoredFile file) {
            return file;
        }
        throw new HttpError(404, "there is no content of " + resource.collection + "/" + resource.id);
    }

    private static ObjectNode document(Resource resource) {
        ObjectNode json = Platform.JSON.objectNode().put("id", resource.id);
        json.setAll(resource.document);
        return json;
    }

    private Reply addFile(Call call) {
        Resource pool = platform.store().get(COLLECTION, call.path("id"), call.caller());
        Upload.Part part = call.parts().get("file");
        if (part == null) {
            throw new HttpError(400, "the part file is missing");
        }
        String name = call.query("filename");
        if (name == null || name.isBlank()) {
            name = part.filename();
        }
        if (name == null || name.isBlank()) {
            throw new HttpError(400, "the file has no name: neither the query nor the part names it");
        }
        StoredFile stored = part.file();
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("name", name)
                .put("mimeType", stored.mediaType())
                .put("size", stored.length())
                .put("createdBy", call.caller().user().id)
                .put("createdAt", Platform.now());
        Resource file = new Resource(
                Ids.next(),
                pool.below("files"),
                pool,
                pool.account,
                call.caller().user().id,
                json);
        file.attachment = stored;
        platform.store().add(file);
        return Reply.json(201, document(file));
    }

    // ---------------------------------------------------------------------------------------------- grants

    private Reply createGrant(Call call) {
        String poolId = call.required("datapoolId");
        String applicationId = call.required("applicationId");
        String permission = call.required("permission");
        Caller caller = call.caller();
        Resource pool = platform.store().get(COLLECTION, poolId, caller);
        if (permission.equals("MODIFY")) {
            Platform.need(pool, caller, Permission.MAINTAINER);
        }
        Applications.visible(platform, applicationId, caller);
        String id = Ids.next();
        Instant now = Instant.now();
        ObjectNode claims = Platform.JSON
                .objectNode()
                .put("sub", poolId)
                .put("grantId", id)
                .put("applicationId", applicationId)
                .put("permission", permission);
        String grant = platform.jwts().issue(claims, now, platform.settings().grantLife());
        ObjectNode json = Platform.JSON
                .objectNode()
                .put("grant", grant)
                .put("datapoolId", poolId)
                .put("applicationId", applicationId)
                .put("permission", permission)
                .put("expiresAt", Platform.time(now.plus(platform.settings().grantLife())));
        Resource resource = new Resource(id, GRANTS, null, caller.account(), caller.user().id, json);
        platform.store().add(resource);
        return Reply.json(201, document(resource));
    }

    private static boolean isExpired(Resource grant) {
        return !Instant.parse(grant.text("expiresAt")).isAfter(Instant.now());
    }

    /** How the gateway gets at the pools. */
    DataPoolAccess access() {
        return (poolId, grant, applicationId) ->
                Mono.fromCallable(() -> open(poolId, grant, applicationId)).subscribeOn(platform.state());
    }

    private DataPoolAccess.DataPool open(String poolId, @Nullable String grant, String applicationId) {
        if (grant == null) {
            Resource pool = existing(poolId);
            Resource application = platform.store().find(Applications.COLLECTION, applicationId);
            if (application != null && !application.account.equals(pool.account)) {
                throw new HttpError(403, "the data pool " + poolId + " takes a grant");
            }
            return new Opened(pool, false);
        }
        ObjectNode claims;
        try {
            claims = platform.jwts().verify(grant, Instant.now());
        } catch (IllegalArgumentException e) {
            throw new HttpError(403, "the grant for the data pool " + poolId + " is not good: " + e.getMessage());
        }
        if (!claims.path("sub").stringValue("").equals(poolId)) {
            throw new HttpError(403, "the grant is for another data pool than " + poolId);
        }
        if (!claims.path("applicationId").stringValue("").equals(applicationId)) {
            throw new HttpError(403, "the grant for the data pool " + poolId + " is for another application");
        }
        if (platform.store().find(GRANTS, claims.path("grantId").stringValue("")) == null) {
            throw new HttpError(403, "the grant for the data pool " + poolId + " has been revoked");
        }
        return new Opened(
                existing(poolId), claims.path("permission").stringValue("").equals("MODIFY"));
    }

    private Resource existing(String poolId) {
        Resource pool = platform.store().find(COLLECTION, poolId);
        if (pool == null) {
            throw new HttpError(404, "no data pool has the id " + poolId);
        }
        return pool;
    }

    private final class Opened implements DataPoolAccess.DataPool {

        private final Resource pool;
        private final boolean modifiable;

        private Opened(Resource pool, boolean modifiable) {
            this.pool = pool;
            this.modifiable = modifiable;
        }

        @Override
        public String id() {
            return pool.id;
        }

        @Override
        public boolean isModifiable() {
            return modifiable;
        }

        @Override
        public Flux<DataPoolAccess.PoolFile> files() {
            return Flux.defer(() -> Flux.fromIterable(platform.store().all(pool.below("files"))))
                    .map(file -> new DataPoolAccess.PoolFile(file.text("name"), stored(file)))
                    .subscribeOn(platform.state());
        }
    }
}
