package io.qhub.contractcheck;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.core.json.HubJson;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** Makes an OpenAPI document of operations, as a Hub that serves just them would have it. */
final class Documents {

    private Documents() {}

    static ObjectNode of(String version, List<Operation<?>> operations, UnaryOperator<String> move) {
        ObjectNode document = HubJson.mapper().createObjectNode();
        document.put("openapi", version);
        document.putObject("info").put("title", "made of operations").put("version", "1");
        ObjectNode paths = document.putObject("paths");
        for (Operation<?> operation : operations) {
            ObjectNode item = paths.withObjectProperty(move.apply(operation.path()));
            String method = operation.method().name().toLowerCase(Locale.ROOT);
            if (!item.has(method)) {
                describe(item.putObject(method), operation);
            }
        }
        return document;
    }

    private static void describe(ObjectNode json, Operation<?> operation) {
        String[] names = operation.name().split("\\.");
        json.put("operationId", names[names.length - 1]);
        json.putArray("tags").add(names[names.length - 2]);
        var parameters = json.putArray("parameters");
        operation
                .query()
                .forEach(name -> parameters.addObject().put("name", name).put("in", "query"));
        Class<?> body = operation.body();
        if (body != null) {
            json.putObject("requestBody")
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", schema(body));
        } else if (!operation.parts().isEmpty()) {
            ObjectNode form = json.putObject("requestBody")
                    .putObject("content")
                    .putObject("multipart/form-data")
                    .putObject("schema")
                    .putObject("properties");
            operation.parts().forEach(name -> form.putObject(name).put("type", "string"));
        }
        Class<?> answer = operation.answer();
        if (answer != null) {
            ObjectNode schema = schema(answer);
            json.putObject("responses")
                    .putObject("200")
                    .putObject("content")
                    .putObject("application/json")
                    .set("schema", operation.shape() == Shape.OBJECT ? schema : array(schema));
        }
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode array = HubJson.mapper().createObjectNode().put("type", "array");
        array.set("items", items);
        return array;
    }

    /** Of the first level only: a member without a schema says nothing of what is inside it. */
    private static ObjectNode schema(Class<?> type) {
        ObjectNode schema = HubJson.mapper().createObjectNode().put("type", "object");
        RecordComponent @Nullable [] components = type.getRecordComponents();
        if (components != null && !isScalar(type)) {
            ObjectNode properties = schema.putObject("properties");
            boolean snake = type.isAnnotationPresent(JsonNaming.class);
            for (RecordComponent component : components) {
                if (!component.getName().equals("additionalProperties")) {
                    properties.putObject(name(component, snake));
                }
            }
        }
        return schema;
    }

    private static String name(RecordComponent component, boolean snake) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        String name = component.getName();
        if (named != null) {
            return named.value();
        }
        return snake ? name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT) : name;
    }

    private static boolean isScalar(Class<?> type) {
        return type.getRecordComponents().length == 1
                && type.getRecordComponents()[0].getName().equals("value");
    }
}
