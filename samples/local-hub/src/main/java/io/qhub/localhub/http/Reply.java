package io.qhub.localhub.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An answer.
 *
 * @param status the HTTP status
 * @param headers headers beside {@code Date} and {@code Content-Length}
 * @param content the body, or null for none
 */
public record Reply(
        int status, Map<String, String> headers, @Nullable Content content) {

    /** A JSON body. */
    public static Reply json(int status, JsonNode body) {
        return json(status, body.toString());
    }

    /** A JSON body from its text. */
    public static Reply json(int status, String body) {
        return of(status, "application/json", Content.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A body of this type. */
    public static Reply of(int status, String contentType, Content content) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Reply(status, headers, content);
    }

    /** 204. */
    public static Reply noContent() {
        return new Reply(204, Map.of(), null);
    }

    /** The Hub's error body: {@code {"status": 404, "error_message": "..."}}. */
    public static Reply error(int status, String message) {
        return json(
                status,
                JsonNodeFactory.instance.objectNode().put("status", status).put("error_message", message));
    }

    /** This answer with one more header. */
    public Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, content);
    }
}
