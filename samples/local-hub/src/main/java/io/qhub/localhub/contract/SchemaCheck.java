package io.qhub.localhub.contract;

import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Schema;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds JSON against the schemas of a contract. Members that a schema does not know are no problem. */
public final class SchemaCheck {

    private final Map<String, Schema> schemas;

    /** Checks against these schemas. */
    public SchemaCheck(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /**
     * What is wrong with a value.
     *
     * @param type a type as {@link Member#type()} has it
     * @return a sentence that names the member; null if nothing is wrong
     */
    public @Nullable String problem(JsonNode value, String type) {
        return problem(value, type, List.of(), "");
    }

    private @Nullable String problem(JsonNode value, String type, List<String> values, String at) {
        String subject = at.isEmpty() ? "the body" : at;
        if (type.endsWith("[]")) {
            if (!value.isArray()) {
                return subject + " must be an array";
            }
            String element = type.substring(0, type.length() - 2);
            for (int i = 0; i < value.size(); i++) {
                String found = problem(value.get(i), element, values, at + "[" + i + "]");
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (type.startsWith("PageResponse<")) {
            return page(value, type.substring("PageResponse<".length(), type.length() - 1));
        }
        if (type.startsWith("map<string,")) {
            String element = type.substring("map<string,".length(), type.length() - 1);
            return value.isObject() ? entries(value, element, at) : subject + " must be an object";
        }
        if (type.contains(" | ")) {
            return oneOf(value, List.of(type.split(" \\| ")), at);
        }
        Schema schema = schemas.get(type);
        if (schema != null) {
            return schema.alternatives().isEmpty()
                    ? object(value, schema, at)
                    : oneOf(value, schema.alternatives(), at);
        }
        return scalar(value, type, values, subject);
    }

    private @Nullable String object(JsonNode value, Schema schema, String at) {
        if (!value.isObject()) {
            return (at.isEmpty() ? "the body" : at) + " must be an object";
        }
        for (Map.Entry<String, Member> entry : schema.members().entrySet()) {
            String name = at.isEmpty() ? entry.getKey() : at + "." + entry.getKey();
            Member member = entry.getValue();
            if (!value.hasNonNull(entry.getKey())) {
                if (member.required()) {
                    return name + " is required";
                }
                continue;
            }
            String found = problem(value.get(entry.getKey()), member.type(), member.values(), name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String page(JsonNode value, String element) {
        for (String member : new String[] {"page", "size", "totalElements", "totalPages"}) {
            if (!value.path(member).isIntegralNumber()) {
                return member + " must be an integer";
            }
        }
        return problem(value.path("content"), element + "[]", List.of(), "content");
    }

    private @Nullable String entries(JsonNode value, String element, String at) {
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String found = problem(entry.getValue(), element, List.of(), at + "." + entry.getKey());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable String oneOf(JsonNode value, List<String> alternatives, String at) {
        String first = null;
        for (String alternative : alternatives) {
            String found = problem(value, alternative, List.of(), at);
            if (found == null) {
                return null;
            }
            first = first == null ? found : first;
        }
        return first;
    }

    private static @Nullable String scalar(JsonNode value, String type, List<String> values, String subject) {
        int format = type.indexOf('(');
        return switch (format < 0 ? type : type.substring(0, format)) {
            case "string" -> {
                if (!value.isString()) {
                    yield subject + " must be a string";
                }
                if (!values.isEmpty() && !values.contains(value.stringValue())) {
                    yield subject + " must be one of " + String.join(", ", values);
                }
                yield isDate(value.stringValue(), type) ? null : subject + " must be an ISO-8601 " + format(type);
            }
            case "integer" ->
                value.isIntegralNumber() && value.canConvertToLong() ? null : subject + " must be an integer";
            case "number" -> value.isNumber() ? null : subject + " must be a number";
            case "boolean" -> value.isBoolean() ? null : subject + " must be true or false";
            case "JSON object" -> value.isObject() ? null : subject + " must be an object";
            case "JSON value" -> null;
            default -> throw new IllegalArgumentException("the contract has no schema " + type);
        };
    }

    private static boolean isDate(String text, String type) {
        try {
            switch (type) {
                case "string(date-time)" -> OffsetDateTime.parse(text);
                case "string(date)" -> LocalDate.parse(text);
                default -> {
                    return true;
                }
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String format(String type) {
        return type.substring(type.indexOf('(') + 1, type.length() - 1);
    }
}
