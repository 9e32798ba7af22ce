package io.qhub.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAPI 3 document as far as it is compared. */
final class OpenApiDocument {

    /** A document with so many values takes some hundred megabytes of heap; the largest that are in use have a tenth. */
    private static final long MOST_TOKENS = 4_000_000;

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Schemas schemas;
    private final List<Declared> operations;

    private OpenApiDocument(Schemas schemas, List<Declared> operations) {
        this.schemas = schemas;
        this.operations = operations;
    }

    /** One operation of the document. */
    record Declared(
            String method,
            String path,
            @Nullable String operationId,
            List<String> tags,
            JsonNode node,
            List<JsonNode> parameters) {

        ContractReport.Endpoint endpoint() {
            return new ContractReport.Endpoint(
                    method,
                    Names.shown(path),
                    operationId == null ? null : Names.shown(operationId),
                    tags.stream().map(Names::shown).toList());
        }
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException if it is no OpenAPI 3 document in JSON; the message says what it is
     */
    static OpenApiDocument read(String text) {
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String start = json.substring(0, Math.min(json.length(), 1000)).stripLeading();
        if (json.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (start.startsWith("<")) {
            throw new IllegalArgumentException("it is a page in HTML or XML, not JSON");
        }
        if (!start.startsWith("{")) {
            throw new IllegalArgumentException(
                    start.matches("(?s)(---|#|openapi\\s*:|swagger\\s*:|info\\s*:).*")
                            ? "it is YAML; only JSON is read, so convert it, or ask the server for application/json"
                            : "it is not a JSON object");
        }
        return of(parsed(json));
    }

    private static JsonNode parsed(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException broken) {
            throw new IllegalArgumentException(
                    "it is not JSON that can be read: " + Names.shown(broken.getOriginalMessage()), broken);
        }
    }

    private static OpenApiDocument of(JsonNode root) {
        JsonNode version = root.path("openapi");
        if (!version.isString()) {
            throw new IllegalArgumentException(
                    root.has("swagger")
                            ? "it is a Swagger 2 document; OpenAPI 3.0 or 3.1 is needed"
                            : "it is JSON, but no OpenAPI document: the member 'openapi' with the version is missing");
        }
        if (!version.stringValue().startsWith("3.")) {
            throw new IllegalArgumentException(
                    "it is of OpenAPI " + Names.shown(version.stringValue()) + "; OpenAPI 3.0 or 3.1 is needed");
        }
        JsonNode paths = root.path("paths");
        if (!paths.isObject()) {
            throw new IllegalArgumentException("it has no 'paths'");
        }
        Schemas schemas = new Schemas(root);
        List<Declared> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            if (path.getKey().startsWith("x-")) {
                continue;
            }
            JsonNode item = schemas.resolved(path.getValue());
            for (String method : METHODS) {
                JsonNode node = item.path(method);
                if (node.isObject()) {
                    operations.add(declared(method, path.getKey(), item, node));
                }
            }
        }
        return new OpenApiDocument(schemas, operations);
    }

    private static Declared declared(String method, String path, JsonNode item, JsonNode node) {
        List<JsonNode> parameters = new ArrayList<>();
        item.path("parameters").valueStream().forEach(parameters::add);
        node.path("parameters").valueStream().forEach(parameters::add);
        JsonNode id = node.path("operationId");
        return new Declared(
                method.toUpperCase(Locale.ROOT),
                path,
                id.isString() && !id.stringValue().isBlank() ? id.stringValue() : null,
                node.path("tags")
                        .valueStream()
                        .filter(JsonNode::isString)
                        .map(JsonNode::stringValue)
                        .toList(),
                node,
                parameters);
    }

    List<Declared> operations() {
        return operations;
    }

    Schemas schemas() {
        return schemas;
    }

    /** The query parameters by name, and whether the server asks for them. */
    Map<String, Boolean> query(Declared operation) {
        Map<String, Boolean> query = new java.util.LinkedHashMap<>();
        for (JsonNode each : operation.parameters()) {
            JsonNode parameter = schemas.resolved(each);
            if (!"query".equals(parameter.path("in").stringValue(""))) {
                continue;
            }
            // An object that is sent as a query stands for its members.
            Map<String, List<JsonNode>> members = schemas.members(List.of(parameter.path("schema")));
            if (members.isEmpty() || "deepObject".equals(parameter.path("style").stringValue(""))) {
                query.put(
                        parameter.path("name").stringValue(""),
                        parameter.path("required").asBoolean(false));
            } else {
                members.keySet().forEach(name -> query.put(name, false));
            }
        }
        return query;
    }

    /** Whether a request takes any body. */
    boolean hasBody(Declared operation) {
        return schemas.resolved(operation.node().path("requestBody"))
                .path("content")
                .isObject();
    }

    /** The schema of the request's body of that kind, or nothing. */
    List<JsonNode> body(Declared operation, boolean multipart) {
        JsonNode content =
                schemas.resolved(operation.node().path("requestBody")).path("content");
        return schema(content, multipart);
    }

    /** The schema of the JSON of the first success, or nothing where the document does not tell it. */
    List<JsonNode> answer(Declared operation) {
        JsonNode responses = operation.node().path("responses");
        return responses.properties().stream()
                .filter(each -> each.getKey().matches("2\\d\\d|2XX|2xx"))
                .sorted(Map.Entry.comparingByKey())
                .map(each -> schema(schemas.resolved(each.getValue()).path("content"), false))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private static List<JsonNode> schema(JsonNode content, boolean multipart) {
        for (Map.Entry<String, JsonNode> each : content.properties()) {
            String type = each.getKey().toLowerCase(Locale.ROOT);
            boolean fits = multipart
                    ? type.startsWith("multipart/form-data")
                    : type.startsWith("application/json") || type.contains("+json") || type.startsWith("*/*");
            if (fits && each.getValue().path("schema").isObject()) {
                return List.of(each.getValue().path("schema"));
            }
        }
        return List.of();
    }
}
