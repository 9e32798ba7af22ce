package io.qhub.core.error;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads error bodies of any shape that the Hub has been seen to use. */
final class ErrorBodies {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String[] WORDS = {
        "error_message", "errorMessage", "detail", "message", "error_description", "title", "error"
    };
    private static final int LIMIT = 500;

    private ErrorBodies() {}

    static @Nullable JsonNode parse(String body) {
        String start = body.stripLeading();
        if (start.isEmpty() || "{[\"".indexOf(start.charAt(0)) < 0) {
            return null;
        }
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    static @Nullable String message(@Nullable JsonNode json, String body) {
        String words = json == null ? plain(body) : words(json);
        if (words == null) {
            return null;
        }
        // What a server says must neither end a line of a log nor speak to a terminal.
        String line = words.replaceAll("[\\s\\p{Cc}]+", " ").strip();
        if (line.isEmpty()) {
            return null;
        }
        return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "...";
    }

    private static @Nullable String words(JsonNode json) {
        if (json.isString()) {
            return json.stringValue();
        }
        if (json.isArray()) {
            return json.isEmpty() ? null : words(json.get(0));
        }
        for (String name : WORDS) {
            JsonNode value = json.get(name);
            String found = value == null || value.isNull() ? null : words(value);
            if (found != null && !found.isBlank()) {
                return found;
            }
        }
        // The list of wrong members that validators write: [{"loc": .., "msg": ".."}], or {"errors": [..]}.
        for (String name : new String[] {"msg", "errors"}) {
            JsonNode value = json.get(name);
            if (value != null && !value.isNull()) {
                return words(value);
            }
        }
        return null;
    }

    // A page of HTML says nothing to a person who reads a log, nor do bytes that are no text.
    private static @Nullable String plain(String body) {
        String text = body.strip();
        boolean binary = text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
        return binary || text.startsWith("<") ? null : text;
    }
}
