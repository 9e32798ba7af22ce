package io.qhub.quantum.model;

import io.qhub.core.json.HubJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the records' constructors share. */
final class Values {

    private Values() {}

    /** A copy without the nulls that an answer may hold; empty for null. */
    static <T> List<T> list(@Nullable Collection<? extends @Nullable T> values) {
        if (values == null) {
            return List.of();
        }
        List<T> kept = new ArrayList<>(values.size());
        for (T value : values) {
            if (value != null) {
                kept.add(value);
            }
        }
        return Collections.unmodifiableList(kept);
    }

    /** A copy in the same order, without nulls; empty for null. */
    static <T> Map<String, T> map(@Nullable Map<String, ? extends @Nullable T> values) {
        if (values == null) {
            return Map.of();
        }
        Map<String, T> kept = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                kept.put(name, value);
            }
        });
        return Collections.unmodifiableMap(kept);
    }

    /** As {@link #map}, with copies of the lists. */
    static <T> Map<String, List<T>> lists(@Nullable Map<String, ? extends @Nullable List<T>> values) {
        Map<String, List<T>> copies = new LinkedHashMap<>();
        map(values).forEach((name, list) -> copies.put(name, list(list)));
        return Collections.unmodifiableMap(copies);
    }

    /** JSON null is null. */
    static @Nullable JsonNode present(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value;
    }

    /** JSON null is null; a text that holds a JSON object, as older versions of the API sent it, is that object. */
    static @Nullable JsonNode json(@Nullable JsonNode value) {
        if (value != null
                && value.isString()
                && value.stringValue().stripLeading().startsWith("{")) {
            try {
                return HubJson.mapper().readTree(value.stringValue());
            } catch (JacksonException plainText) {
                return value;
            }
        }
        return present(value);
    }

    static String notBlank(String name, @Nullable String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }

    static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", and must be at least " + least);
        }
        return value;
    }

    static JsonNode notNull(String name, @Nullable JsonNode value) {
        Objects.requireNonNull(value, name);
        if (value.isNull() || value.isMissingNode()) {
            throw new IllegalArgumentException(name + " is JSON null");
        }
        return value;
    }

    static JsonNode object(String name, @Nullable JsonNode value) {
        JsonNode present = notNull(name, value);
        if (!present.isObject()) {
            throw new IllegalArgumentException(name + " is a JSON "
                    + present.getNodeType().name().toLowerCase(Locale.ROOT) + ", and must be an object");
        }
        return present;
    }

    /** The id beside the members of an object, or beside {@code value}. */
    static Map<String, Object> wrap(String discriminator, String backendId, JsonNode bare, boolean asValue) {
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put(discriminator, backendId);
        if (bare.isObject() && !asValue) {
            bare.properties().forEach(member -> wrapped.putIfAbsent(member.getKey(), member.getValue()));
        } else {
            wrapped.put("value", bare);
        }
        return wrapped;
    }

    /** For builders: the members that a value of the Hub's or the provider's API has beside those with a method. */
    static void extra(Map<String, JsonNode> extras, String name, JsonNode value) {
        extras.put(notBlank("name", name), Objects.requireNonNull(value, "value"));
    }
}
