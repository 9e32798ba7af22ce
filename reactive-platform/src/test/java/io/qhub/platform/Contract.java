package io.qhub.platform;

import io.qhub.core.json.HubJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The contract of the Platform API and the user service, as data. */
public final class Contract {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEPTH = 4;
    private static final JsonNode WHOLE = read();

    private Contract() {}

    /**
     * One operation of the contract.
     *
     * @param api {@code platform} or {@code user}
     * @param namespace in snake_case
     * @param json what the contract says of it
     */
    public record Row(String api, String namespace, JsonNode json) {

        /** As the client names it: {@code platform.dataPools.getDataPools}. */
        public String operation() {
            return api + "." + camel(namespace) + "." + method();
        }

        public String method() {
            return camel(json.get("op").stringValue());
        }

        public String http() {
            return json.get("method").stringValue();
        }

        public String path() {
            return json.get("path").stringValue();
        }

        public List<String> variables() {
            return json.get("pathParams")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
        }

        public List<JsonNode> query() {
            return json.get("query").valueStream().toList();
        }

        public boolean scoped() {
            return !json.get("headers").isEmpty();
        }

        public String evidence() {
            return json.get("confidence").stringValue().replaceFirst("^([A-Z]+).*", "$1");
        }

        /** The schema of a JSON body, {@code text/plain} for text, null for other bodies and none. */
        public @Nullable String body() {
            JsonNode body = json.get("body");
            if (body.isNull()) {
                return null;
            }
            return body.has("schema") && !body.get("schema").stringValue().startsWith("string")
                    ? body.get("schema").stringValue()
                    : body.get("contentType").stringValue().equals("text/plain") ? "text/plain" : null;
        }

        public List<JsonNode> parts() {
            return json.get("body").path("parts").valueStream().toList();
        }

        /** Empty where there is none. */
        public String response() {
            return json.get("response").isNull() ? "" : json.get("response").stringValue();
        }

        public List<Integer> errors() {
            return json.get("errors").valueStream().map(JsonNode::intValue).toList();
        }

        @Override
        public String toString() {
            return operation();
        }
    }

    private static JsonNode read() {
        try (InputStream in = Contract.class.getResourceAsStream("/contract/platform.json")) {
            return HubJson.mapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All operations, in order. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>(rows("platform", WHOLE.get("namespaces")));
        rows.addAll(rows("user", WHOLE.get("userService").get("namespaces")));
        return rows;
    }

    private static List<Row> rows(String api, JsonNode namespaces) {
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, JsonNode> namespace : namespaces.properties()) {
            namespace.getValue().forEach(json -> rows.add(new Row(api, namespace.getKey(), json)));
        }
        return rows;
    }

    /** All schemas by name. */
    public static Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new java.util.LinkedHashMap<>();
        WHOLE.get("schemas").properties().forEach(each -> schemas.put(each.getKey(), each.getValue()));
        return schemas;
    }

    /** A value of a type of the contract, with all members. */
    public static JsonNode full(String type) {
        return Objects.requireNonNull(sample(type, "value", null, 0, true));
    }

    /** A value of a schema, with its required members only. */
    public static JsonNode sparse(String type) {
        return Objects.requireNonNull(sample(type, "value", null, 0, false));
    }

    /** A full value to which the Hub has added members and, to all enumerations, values. */
    public static JsonNode surprising(String type) {
        return surprise(type, full(type));
    }

    private static JsonNode surprise(String type, JsonNode json) {
        if (json instanceof ArrayNode array) {
            array.forEach(each -> surprise(type, each));
            array.addNull();
        } else if (json instanceof ObjectNode object) {
            JsonNode schema = WHOLE.get("schemas").path(type);
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                JsonNode declared = schema.path(member.getKey());
                String memberType = element(declared.path("type").asString(""));
                if (!declared.path("enum").isEmpty() && !type.endsWith("Configuration")) {
                    object.set(
                            member.getKey(),
                            member.getValue().isArray()
                                    ? JSON.arrayNode().add("BRAND_NEW")
                                    : JSON.stringNode("BRAND_NEW"));
                } else if (WHOLE.get("schemas").has(memberType)) {
                    surprise(memberType, member.getValue());
                }
            }
            object.putObject("brandNew").put("depth", 2).putNull("nothing");
        }
        return json;
    }

    private static String element(String type) {
        return type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
    }

    private static @Nullable JsonNode sample(
            String type, String name, @Nullable JsonNode values, int depth, boolean all) {
        if (type.endsWith("[]")) {
            JsonNode one = sample(element(type), name, values, depth, all);
            return one == null ? null : JSON.arrayNode().add(one);
        }
        if (values != null && !values.isEmpty()) {
            return values.get(values.size() - 1);
        }
        return switch (type) {
            case "string", "string(uuid)", "string(jwt)" ->
                JSON.stringNode(name.equals("expiresAt") ? "2027-01-10T00:00:00Z" : "text of " + name);
            case "string(date-time)" -> JSON.stringNode("2026-05-04T08:12:31.402Z");
            case "string(date)" -> JSON.stringNode("2026-05-04");
            case "integer" -> JSON.numberNode(7);
            case "integer(int64)" -> JSON.numberNode(7_000_000_000L);
            case "number" -> JSON.numberNode(0.25);
            case "boolean" -> JSON.booleanNode(true);
            case "map<string,string>" -> JSON.objectNode().put("KEY", "text of a value");
            case "JSON value" -> JSON.objectNode().put("free", 1);
            case "FileSource | RegistrySource" -> sample("RegistrySource", name, null, depth, all);
            case "ServiceSource" -> sample("RegistrySource", name, null, depth, all);
            case "ResourceConfiguration", "UpdateResourceConfigurationRequest" ->
                sample("GpuConfiguration", name, null, depth, all);
            case "AuthorizeResponse" -> sample("PersonalAccessTokenPrincipal", name, null, depth, all);
            default -> object(type, depth, all);
        };
    }

    private static @Nullable JsonNode object(String schema, int depth, boolean all) {
        if (depth > DEPTH) {
            return null;
        }
        ObjectNode object = JSON.objectNode();
        JsonNode members = Objects.requireNonNull(WHOLE.get("schemas").get(schema), schema);
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            JsonNode declared = member.getValue();
            if (all || declared.get("required").booleanValue()) {
                JsonNode value = sample(
                        declared.get("type").stringValue(), member.getKey(), declared.get("enum"), depth + 1, all);
                if (value != null) {
                    object.set(member.getKey(), value);
                }
            }
        }
        return object;
    }

    /** {@code getDataPools} of {@code get_data_pools}. */
    public static String camel(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
