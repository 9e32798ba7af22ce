package io.qhub.localhub.gateway;

import io.qhub.localhub.http.HttpError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checked start request. Not a record: its text must not show the secrets and grants.
 */
final class StartRequest {

    /** A reference to a data pool; its text shows no grant. */
    record PoolReference(String id, @Nullable String grant) {

        @Override
        public String toString() {
            return "PoolReference[id=" + id + "]";
        }
    }

    private static final String TAGS = "$tags";
    private static final String SECRETS = "$secrets";

    final ObjectNode input;
    final List<String> tags;
    final Map<String, String> secrets;
    final Map<String, PoolReference> pools;

    private StartRequest(
            ObjectNode input, List<String> tags, Map<String, String> secrets, Map<String, PoolReference> pools) {
        this.input = input;
        this.tags = tags;
        this.secrets = secrets;
        this.pools = pools;
    }

    /** A body of no bytes counts as an empty object: some clients send nothing for it. */
    static StartRequest parse(byte[] bytes) {
        ObjectNode json = object(bytes);
        List<String> tags = tags(json.remove(TAGS));
        Map<String, String> secrets = secrets(json.remove(SECRETS));
        Map<String, PoolReference> pools = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (member.getValue() instanceof ObjectNode reference
                    && reference.path("ref").asString("").equals("DATAPOOL")) {
                pools.put(member.getKey(), pool(member.getKey(), reference));
            }
        }
        return new StartRequest(json, tags, secrets, pools);
    }

    private static ObjectNode object(byte[] bytes) {
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            // The parser's own message can quote the body, which may hold secrets.
            var at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new HttpError(400, "the request body is not valid JSON" + where);
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new HttpError(400, "the request body must be a JSON object");
    }

    private static List<String> tags(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return List.of();
        }
        if (!json.isArray() || json.valueStream().anyMatch(tag -> !tag.isString())) {
            throw new HttpError(400, TAGS + " must be an array of strings");
        }
        return json.valueStream().map(JsonNode::stringValue).toList();
    }

    private static Map<String, String> secrets(@Nullable JsonNode json) {
        Map<String, String> secrets = new TreeMap<>();
        if (json == null || json.isNull()) {
            return secrets;
        }
        if (!json.isObject()) {
            throw new HttpError(400, SECRETS + " must be an object");
        }
        json.properties()
                .forEach(secret -> secrets.put(
                        secret.getKey(),
                        secret.getValue().isString()
                                ? secret.getValue().stringValue()
                                : secret.getValue().toString()));
        return secrets;
    }

    private static PoolReference pool(String member, ObjectNode reference) {
        JsonNode id = reference.path("id");
        if (!id.isString() || id.stringValue().isBlank()) {
            throw new HttpError(400, member + " refers to a data pool, but its id is not a string");
        }
        JsonNode grant = reference.remove("grant");
        if (grant == null || grant.isNull()) {
            return new PoolReference(id.stringValue(), null);
        }
        if (!grant.isString()) {
            throw new HttpError(400, member + " refers to a data pool, but its grant is not a string");
        }
        return new PoolReference(id.stringValue(), grant.stringValue());
    }

    @Override
    public String toString() {
        return "StartRequest " + input.propertyNames();
    }
}
