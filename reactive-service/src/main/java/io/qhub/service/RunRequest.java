package io.qhub.service;

import io.qhub.core.json.HubJson;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.DataPoolReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an execution is started with. Immutable: what was passed in is copied and never changed.
 *
 * <pre>{@code
 * RunRequest request = RunRequest.builder(Map.of("shots", 400))
 *         .tag("nightly")
 *         .secret("MAPS_KEY", key)
 *         .grant(DataPoolGrant.of("roads", "dp-7f21", "app-0c55"))
 *         .build();
 * }</pre>
 */
public final class RunRequest {

    static final String TAGS = "$tags";
    private static final String SECRETS = "$secrets";

    private final ObjectNode body;
    private final List<String> tags;
    private final Map<String, String> secrets;
    private final List<DataPoolGrant> grants;

    private RunRequest(Builder builder) {
        this.body = builder.body;
        this.tags = List.copyOf(builder.tags);
        this.secrets = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secrets));
        this.grants = List.copyOf(builder.grants);
    }

    /**
     * The body alone.
     *
     * @throws IllegalArgumentException if the body is not a Map, a record or a JSON object
     */
    public static RunRequest of(Object body) {
        return builder(body).build();
    }

    /**
     * A builder with what is required.
     *
     * @param body what the service is given: a Map with texts as keys, a record, or a {@link JsonNode} that is an
     *     object. Null members of a record are not sent, those of the others are
     * @throws IllegalArgumentException if it is anything else, or cannot be written as JSON
     */
    public static Builder builder(Object body) {
        return new Builder(json(body));
    }

    static ObjectNode json(Object body) {
        Objects.requireNonNull(body, "body");
        if (body instanceof Map<?, ?> map) {
            for (Object key : map.keySet()) {
                if (!(key instanceof String)) {
                    throw new IllegalArgumentException("body: the keys of a Map must be texts, and one is "
                            + (key == null ? "null" : "a " + key.getClass().getName()));
                }
            }
        } else if (!(body instanceof ObjectNode) && !body.getClass().isRecord()) {
            throw new IllegalArgumentException("body: "
                    + (body instanceof JsonNode json
                            ? "JSON of the kind " + json.getNodeType() + " is no JSON object"
                            : "a " + body.getClass().getName() + " cannot be sent")
                    + "; give a Map, a record or a JsonNode that is an object");
        }
        JsonNode written;
        try {
            written = body instanceof ObjectNode json
                    ? json.deepCopy()
                    : HubJson.mapper().valueToTree(body);
        } catch (JacksonException unwritable) {
            throw new IllegalArgumentException(
                    "body: a " + body.getClass().getName() + " cannot be written as JSON: "
                            + unwritable.getOriginalMessage(),
                    unwritable);
        }
        if (written instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("body: a " + body.getClass().getName() + " is written as JSON of the kind "
                + written.getNodeType() + "; the gateway takes an object only");
    }

    /** A copy of the body as it was given, before tags, secrets and grants. */
    public JsonNode body() {
        return body.deepCopy();
    }

    /** The tags to add; unmodifiable. */
    public List<String> tags() {
        return tags;
    }

    /** The secrets to add; unmodifiable. */
    public Map<String, String> secrets() {
        return secrets;
    }

    /** The data pools to get access to; unmodifiable. */
    public List<DataPoolGrant> grants() {
        return grants;
    }

    /** The body as it is sent, without the grants. What the caller put as tags or secrets stays. */
    ObjectNode prepared() {
        ObjectNode sent = body.deepCopy();
        if (!tags.isEmpty() && !sent.has(TAGS)) {
            ArrayNode names = sent.putArray(TAGS);
            tags.forEach(names::add);
        }
        if (!secrets.isEmpty() && !sent.has(SECRETS)) {
            ObjectNode values = sent.putObject(SECRETS);
            secrets.forEach(values::put);
        }
        return sent;
    }

    /** Puts the reference to a pool in the place that the grant names, whatever is there. */
    static void put(ObjectNode sent, DataPoolGrant grant, String token) {
        sent.set(grant.name(), HubJson.mapper().valueToTree(DataPoolReference.of(grant.datapoolId(), token)));
    }

    /** Shows tags, and the names of secrets and grants; neither the body nor any secret. */
    @Override
    public String toString() {
        return "RunRequest[tags=" + tags + ", secrets=" + secrets.keySet() + ", grants="
                + grants.stream().map(DataPoolGrant::name).toList() + "]";
    }

    /** Puts a request together. Not thread-safe. */
    public static final class Builder {

        private final ObjectNode body;
        private final List<String> tags = new ArrayList<>();
        private final Map<String, String> secrets = new LinkedHashMap<>();
        private final List<DataPoolGrant> grants = new ArrayList<>();

        private Builder(ObjectNode body) {
            this.body = body;
        }

        /** Adds a tag to find the execution by. Sent as {@code $tags}, unless the body has such a member. */
        public Builder tag(String tag) {
            if (Objects.requireNonNull(tag, "tag").isBlank()) {
                throw new IllegalArgumentException("tag is blank");
            }
            tags.add(tag);
            return this;
        }

        /** Adds tags; none is fine. */
        public Builder tags(Collection<String> more) {
            more.forEach(this::tag);
            return this;
        }

        /** Adds a secret for the service. Sent as {@code $secrets}, unless the body has such a member. */
        public Builder secret(String name, String value) {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("name of a secret is blank");
            }
            secrets.put(name, Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Adds secrets; none is fine. */
        public Builder secrets(Map<String, String> more) {
            more.forEach(this::secret);
            return this;
        }

        /**
         * Asks for access to a data pool: the member that the grant names becomes a reference to the pool, whatever the
         * body has there. Needs a platform client. Of two grants with one name the last wins.
         */
        public Builder grant(DataPoolGrant grant) {
            grants.add(Objects.requireNonNull(grant, "grant"));
            return this;
        }

        /** Asks for access to data pools; none is fine and needs nothing. */
        public Builder grants(Collection<DataPoolGrant> more) {
            more.forEach(this::grant);
            return this;
        }

        /** The request. */
        public RunRequest build() {
            return new RunRequest(this);
        }
    }
}
