package io.qhub.core.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks into the schemas of one document. References are followed inside the document only, each schema is visited once
 * for each question, and all questions together may not cost more than a bound.
 */
final class Schemas {

    private static final int LONGEST_REFERENCE = 1000;
    private static final int HOPS = 32;
    private static final int REMARKS = 50;

    private final JsonNode document;
    private final Set<String> remarks = new LinkedHashSet<>();
    private long budget = 5_000_000;

    Schemas(JsonNode document) {
        this.document = document;
    }

    /** What could not be looked at, in words. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** A schema as it stands, and whether a value must meet it or may meet another in its place. */
    private record Part(JsonNode node, boolean certain) {}

    /**
     * Members of a value that meets the schemas: of all that are combined by {@code allOf}, {@code oneOf} and {@code
     * anyOf}, by name.
     *
     * @return empty where the schemas do not say which members there are
     */
    Map<String, List<JsonNode>> members(List<JsonNode> schemas) {
        Map<String, List<JsonNode>> members = new LinkedHashMap<>();
        for (Part part : parts(schemas)) {
            for (Map.Entry<String, JsonNode> member :
                    part.node().path("properties").properties()) {
                spend();
                members.computeIfAbsent(member.getKey(), name -> new ArrayList<>())
                        .add(member.getValue());
            }
        }
        return members;
    }

    /** The names of the members that must be there. */
    Set<String> required(List<JsonNode> schemas) {
        Set<String> required = new LinkedHashSet<>();
        for (Part part : parts(schemas)) {
            if (part.certain()) {
                part.node()
                        .path("required")
                        .valueStream()
                        .filter(JsonNode::isString)
                        .forEach(name -> {
                            spend();
                            required.add(name.stringValue());
                        });
            }
        }
        return required;
    }

    /** The schemas of the elements, or nothing where the schemas are not of an array. */
    List<JsonNode> items(List<JsonNode> schemas) {
        List<JsonNode> items = new ArrayList<>();
        for (Part part : parts(schemas)) {
            JsonNode of = part.node().path("items");
            if (of.isObject()) {
                items.add(of);
            }
        }
        return items;
    }

    /** The schemas of the values of an object that is a map, or nothing. */
    List<JsonNode> values(List<JsonNode> schemas) {
        List<JsonNode> values = new ArrayList<>();
        for (Part part : parts(schemas)) {
            JsonNode of = part.node().path("additionalProperties");
            if (of.isObject()) {
                values.add(of);
            }
        }
        return values;
    }

    private List<Part> parts(List<JsonNode> schemas) {
        List<Part> parts = new ArrayList<>();
        Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Part> open = new ArrayDeque<>();
        schemas.forEach(schema -> open.add(new Part(schema, schemas.size() == 1)));
        for (Part next = open.poll(); next != null; next = open.poll()) {
            spend();
            JsonNode node = next.node();
            boolean certain = next.certain();
            if (!node.isObject() || !seen.add(node)) {
                continue;
            }
            parts.add(next);
            JsonNode target = target(node);
            if (target != null) {
                open.add(new Part(target, certain));
            }
            node.path("allOf").valueStream().forEach(each -> open.add(new Part(each, certain)));
            node.path("oneOf").valueStream().forEach(each -> open.add(new Part(each, false)));
            node.path("anyOf").valueStream().forEach(each -> open.add(new Part(each, false)));
        }
        return parts;
    }

    /** What stands where a reference points to, or the node itself where it is none. */
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        for (int hop = 0; hop < HOPS; hop++) {
            spend();
            JsonNode target = target(at);
            if (target == null) {
                return at;
            }
            at = target;
        }
        remark("A chain of references is longer than " + HOPS + " and is not followed to its end");
        return document.path("no such member");
    }

    private @Nullable JsonNode target(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (!reference.isString()) {
            return null;
        }
        String text = reference.stringValue();
        if (!text.startsWith("#")) {
            remark("The reference '" + Names.shown(text) + "' leads out of the document and is not followed");
            return document.path("no such member");
        }
        JsonNode found = find(text);
        if (found.isMissingNode()) {
            remark("The reference '" + Names.shown(text) + "' leads nowhere");
        }
        return found;
    }

    private JsonNode find(String reference) {
        JsonNode none = document.path("no such member");
        if (!reference.startsWith("#/") || reference.length() > LONGEST_REFERENCE) {
            return none;
        }
        String pointer;
        try {
            // In a fragment a plus is a plus.
            pointer = URLDecoder.decode(reference.substring(2).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return none;
        }
        JsonNode at = document;
        for (String step : pointer.split("/", -1)) {
            spend();
            String name = step.replace("~1", "/").replace("~0", "~");
            at = at.isArray() && name.matches("\\d{1,6}") ? at.path(Integer.parseInt(name)) : at.path(name);
        }
        return at;
    }

    private void remark(String text) {
        if (remarks.size() < REMARKS) {
            remarks.add(text);
        }
    }

    private void spend() {
        if (--budget < 0) {
            throw new IllegalArgumentException("the document is too entangled to be compared");
        }
    }
}
