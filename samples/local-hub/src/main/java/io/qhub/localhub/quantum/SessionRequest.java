package io.qhub.localhub.quantum;

import io.qhub.localhub.http.HttpError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A checked {@code CreateSessionRequest}. */
record SessionRequest(
        Backend backend,
        String mode,
        long ttl,
        List<String> tags,
        @Nullable ObjectNode metadata,
        String sdkProvider) {

    private static final long DEFAULT_TTL = 8 * 3600;
    private static final long MAX_TTL = 30 * 24 * 3600;

    static SessionRequest parse(byte[] bytes, BackendCatalog catalog) {
        RequestBody body = RequestBody.parse(bytes);
        body.require("backend_id", "mode", "provider");
        String id = body.text("backend_id");
        String provider = body.text("provider");
        String mode = body.text("mode");
        long ttl = body.has("ttl") ? body.integer("ttl") : DEFAULT_TTL;
        List<String> tags = body.texts("tags");
        ObjectNode metadata = body.object("metadata");
        String sdk = body.textOrNull("sdk_provider");
        if (!mode.equals("batch") && !mode.equals("dedicated")) {
            throw new HttpError(400, "mode must be batch or dedicated, not " + mode);
        }
        if (ttl < 1 || ttl > MAX_TTL) {
            throw new HttpError(400, "ttl must be from 1 to " + MAX_TTL + " seconds, not " + ttl);
        }
        Backend backend = catalog.find(id);
        if (backend == null) {
            throw new HttpError(422, "no backend has the id " + id);
        }
        if (!backend.provider.equals(provider)) {
            throw new HttpError(422, "the provider of " + id + " is " + backend.provider + ", not " + provider);
        }
        if (!backend.sessions) {
            throw new HttpError(422, "the backend " + id + " has no session support");
        }
        return new SessionRequest(backend, mode, ttl, tags, metadata, sdk == null ? "CLIENT" : sdk);
    }
}
