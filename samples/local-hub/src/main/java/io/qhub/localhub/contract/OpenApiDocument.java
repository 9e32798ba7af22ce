package io.qhub.localhub.contract;

import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.ApiContract.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI document of an API, made from its contract. {@code operationId} is the SDK's method name in camelCase, the
 * tag its namespace. Of two operations that are one request (same method, same path) only the first has an entry, which
 * names the other in {@code x-also} and carries both tags.
 */
public final class OpenApiDocument {

    /** The version of OpenAPI. */
    public enum Version {
        /** OpenAPI 3.0. */
        V3_0("3.0.3"),
        /** OpenAPI 3.1. */
        V3_1("3.1.0");

        private final String text;

        Version(String text) {
            this.text = text;
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ApiContract contract;
    private final MovedPaths moved;
    private final Version version;
    private final Set<String> pages = new TreeSet<>();

    private OpenApiDocument(ApiContract contract, MovedPaths moved, Version version) {
        this.contract = contract;
        this.moved = moved;
        this.version = version;
    }

    /**
     * The document.
     *
     * @param serverUrl the base URL of the API
     */
    public static ObjectNode of(ApiContract contract, MovedPaths moved, Version version, String serverUrl) {
        return new OpenApiDocument(contract, moved, version).document(serverUrl);
    }

    private ObjectNode document(String serverUrl) {
        ObjectNode json = JSON.objectNode();
        json.put("openapi", version.text);
        json.putObject("info").put("title", contract.title()).put("version", "1.0.0");
        json.putArray("servers").addObject().put("url", serverUrl);
        json.putArray("security").addObject().putArray("apiKey");
        ObjectNode paths = json.putObject("paths");
        for (Operation operation : contract.operations()) {
            ObjectNode item = paths.withObjectProperty(moved.path(operation));
            String method = operation.method().toLowerCase(Locale.ROOT);
            if (item.get(method) instanceof ObjectNode taken) {
                taken.withArrayProperty("tags").add(operation.namespace());
                taken.withArrayProperty("x-also").add(operation.operationId());
            } else {
                item.set(method, operation(operation));
            }
        }
        ObjectNode components = json.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("apiKey")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-Auth-Token");
        ObjectNode schemas = components.putObject("schemas");
        contract.schemas().forEach((name, schema) -> schemas.set(name, schema(schema)));
        for (String element : pages) {
            schemas.set("PageResponse" + element, page(element));
        }
        ObjectNode error = schemas.putObject("ErrorBody").put("type", "object").putObject("properties");
        error.set("errorMessage", type("string", List.of(), true));
        return json;
    }

    private ObjectNode operation(Operation operation) {
        ObjectNode json = JSON.objectNode();
        json.put("operationId", operation.operationId());
        json.putArray("tags").add(operation.namespace());
        ArrayNode parameters = json.putArray("parameters");
        for (String variable : operation.variables()) {
            parameter(parameters, variable, "path", new Member("string", true, List.of(), false));
        }
        operation.query().forEach((name, member) -> parameter(parameters, name, "query", member));
        if (operation.organizationScoped()) {
            parameter(parameters, "X-OrganizationId", "header", new Member("string", false, List.of(), false));
        }
        if (operation.body() != null) {
            body(json, "application/json").set("schema", type(operation.body(), List.of(), false));
        } else if (operation.text()) {
            body(json, "text/plain").set("schema", type("string", List.of(), false));
        } else if (!operation.parts().isEmpty()) {
            ObjectNode schema = body(json, "multipart/form-data").putObject("schema");
            properties(schema, operation.parts());
        }
        ObjectNode responses = json.putObject("responses");
        ObjectNode success =
                responses.putObject(Integer.toString(operation.status())).put("description", "success");
        String response = operation.response();
        if (response != null) {
            ObjectNode content = success.putObject("content").putObject(mediaType(response));
            content.set("schema", type(response, List.of(), false));
        }
        for (int status : operation.errors()) {
            responses
                    .putObject(Integer.toString(status))
                    .put("description", "failure")
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/ErrorBody");
        }
        return json;
    }

    private void parameter(ArrayNode parameters, String name, String in, Member member) {
        ObjectNode json = parameters.addObject().put("name", name).put("in", in);
        json.put("required", member.required());
        ObjectNode schema = type(member.type(), member.values(), false);
        json.set("schema", member.repeatable() ? array(schema) : schema);
    }

    private static ObjectNode body(ObjectNode operation, String mediaType) {
        return operation
                .putObject("requestBody")
                .put("required", true)
                .putObject("content")
                .putObject(mediaType);
    }

    private ObjectNode schema(Schema schema) {
        ObjectNode json = JSON.objectNode();
        if (!schema.alternatives().isEmpty()) {
            ArrayNode anyOf = json.putArray("anyOf");
            schema.alternatives().forEach(name -> anyOf.add(type(name, List.of(), false)));
            return json;
        }
        properties(json, schema.members());
        return json;
    }

    private void properties(ObjectNode json, Map<String, Member> members) {
        json.put("type", "object");
        ObjectNode properties = json.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        members.forEach((name, member) -> {
            properties.set(name, type(member.type(), member.values(), !member.required()));
            if (member.required()) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            json.set("required", required);
        }
    }

    private ObjectNode page(String element) {
        ObjectNode json = JSON.objectNode().put("type", "object");
        ObjectNode properties = json.putObject("properties");
        properties.set("content", array(type(element, List.of(), false)));
        for (String name : new String[] {"page", "size", "totalElements", "totalPages"}) {
            properties.set(name, type("integer", List.of(), false));
        }
        return json;
    }

    private ObjectNode type(String type, List<String> values, boolean nullable) {
        if (type.endsWith("[]")) {
            ObjectNode json = array(type(type.substring(0, type.length() - 2), values, false));
            return nullable ? nullable(json) : json;
        }
        if (type.startsWith("PageResponse<")) {
            String element = type.substring("PageResponse<".length(), type.length() - 1);
            pages.add(element);
            return reference("PageResponse" + element);
        }
        if (type.startsWith("map<string,")) {
            ObjectNode json = JSON.objectNode().put("type", "object");
            json.set(
                    "additionalProperties",
                    type(type.substring("map<string,".length(), type.length() - 1), List.of(), false));
            return json;
        }
        if (type.contains(" | ")) {
            ObjectNode json = JSON.objectNode();
            ArrayNode anyOf = json.putArray("anyOf");
            for (String alternative : type.split(" \\| ")) {
                anyOf.add(type(alternative, List.of(), false));
            }
            return json;
        }
        if (contract.schemas().containsKey(type)) {
            return reference(type);
        }
        return scalar(type, values, nullable);
    }

    private ObjectNode scalar(String type, List<String> values, boolean nullable) {
        ObjectNode json = JSON.objectNode();
        int format = type.indexOf('(');
        String name = format < 0 ? type : type.substring(0, format).trim();
        switch (name) {
            case "JSON value" -> {
                return json;
            }
            case "JSON object" -> json.put("type", "object");
            case "binary" -> json.put("type", "string").put("format", "binary");
            case "text/plain" -> json.put("type", "string");
            default -> {
                json.put("type", name);
                if (format > 0) {
                    json.put("format", type.substring(format + 1, type.length() - 1));
                }
            }
        }
        if (!values.isEmpty()) {
            values.forEach(json.putArray("enum")::add);
        }
        return nullable ? nullable(json) : json;
    }

    private ObjectNode nullable(ObjectNode json) {
        if (version == Version.V3_0) {
            return json.put("nullable", true);
        }
        String type = json.get("type").stringValue();
        json.putArray("type").add(type).add("null");
        if (json.get("enum") instanceof ArrayNode values) {
            values.addNull();
        }
        return json;
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode json = JSON.objectNode().put("type", "array");
        json.set("items", items);
        return json;
    }

    private static ObjectNode reference(String schema) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + schema);
    }

    private static String mediaType(String response) {
        if (response.startsWith("binary (")) {
            return response.substring("binary (".length(), response.length() - 1);
        }
        return response.equals("text/plain") ? "text/plain" : "application/json";
    }
}
