package io.qhub.platform;

import io.qhub.core.json.HubJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Answers that the Hub has sent in more than one form. */
final class Answers {

    private Answers() {}

    /** A JSON text that holds a JSON object is that object. */
    static JsonNode parsed(JsonNode json) {
        if (json.isString() && json.stringValue().stripLeading().startsWith("{")) {
            try {
                return HubJson.mapper().readTree(json.stringValue());
            } catch (JacksonException plainText) {
                return json;
            }
        }
        return json;
    }

    /** A text that came as a JSON text is what that says. */
    static String unquoted(String text) {
        if (text.startsWith("\"")) {
            try {
                JsonNode json = HubJson.mapper().readTree(text);
                return json.isString() ? json.stringValue() : text;
            } catch (JacksonException plainText) {
                return text;
            }
        }
        return text;
    }
}
