package io.qhub.localhub.quantum;

import io.qhub.localhub.http.HttpError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A JSON request body; what is wrong with it becomes a 400 that names the member. */
final class RequestBody {

    private final ObjectNode json;

    private RequestBody(ObjectNode json) {
        this.json = json;
    }

    static RequestBody parse(byte[] bytes) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new HttpError(400, "the request body is not valid JSON: " + e.getOriginalMessage() + where);
        }
        if (json instanceof ObjectNode object) {
            return new RequestBody(object);
        }
        throw new HttpError(400, "the request body must be a JSON object");
    }

    /** Refuses the request if one of the members is missing or null; the message names all that are. */
    void require(String... members) {
        List<String> missing = new ArrayList<>();
        for (String member : members) {
            if (!json.hasNonNull(member)) {
                missing.add(member);
            }
        }
        if (!missing.isEmpty()) {
            throw new HttpError(400, "the request body lacks " + String.join(", ", missing));
        }
    }

    JsonNode get(String member) {
        return json.get(member);
    }

    String text(String member) {
        String value = textOrNull(member);
        if (value == null) {
            throw new HttpError(400, member + " must be a string");
        }
        return value;
    }

    @Nullable
    String textOrNull(String member) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new HttpError(400, member + " must be a string");
        }
        return value.stringValue();
    }

    long integer(String member) {
        JsonNode value = json.get(member);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new HttpError(400, member + " must be an integer");
        }
        return value.longValue();
    }

    boolean bool(String member) {
        JsonNode value = json.get(member);
        if (!value.isBoolean()) {
            throw new HttpError(400, member + " must be true or false");
        }
        return value.booleanValue();
    }

    boolean has(String member) {
        return json.hasNonNull(member);
    }

    /** A set of strings, in order; empty if the member is missing. */
    List<String> texts(String member) {
        if (!json.hasNonNull(member)) {
            return List.of();
        }
        JsonNode value = json.get(member);
        Set<String> texts = new LinkedHashSet<>();
        if (!value.isArray()) {
            throw new HttpError(400, member + " must be an array of strings");
        }
        for (JsonNode element : value) {
            if (!element.isString()) {
                throw new HttpError(400, member + " must be an array of strings");
            }
            texts.add(element.stringValue());
        }
        return List.copyOf(texts);
    }

    /** An object; null if the member is missing. */
    @Nullable
    ObjectNode object(String member) {
        JsonNode value = json.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new HttpError(400, member + " must be an object");
    }
}
