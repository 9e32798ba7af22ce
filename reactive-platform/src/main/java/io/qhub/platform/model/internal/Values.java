package io.qhub.platform.model.internal;

import io.qhub.core.json.HubJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the records' constructors share. Internal: not part of the API. */
public final class Values {

    private Values() {}

    /** A copy without the nulls that an answer may hold; empty for null. */
    public static <T> List<T> list(@Nullable Collection<? extends @Nullable T> values) {
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
    public static <T> Map<String, T> map(@Nullable Map<String, ? extends @Nullable T> values) {
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

    /** JSON null is null. */
    public static @Nullable JsonNode present(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value;
    }

    /** The text, which must be there and not be blank. */
    public static String notBlank(String name, @Nullable String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }

    /** The number, which must be {@code least} at least. */
    public static int atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", and must be at least " + least);
        }
        return value;
    }

    /** What stands for a secret in a text. */
    public static @Nullable String masked(@Nullable String secret) {
        return secret == null ? null : "***";
    }

    /** Whether one of these members is there and is not null. */
    public static boolean hasAny(JsonNode json, String... members) {
        for (String member : members) {
            if (present(json.get(member)) != null) {
                return true;
            }
        }
        return false;
    }

    /** The object as a record, without the members that do not fit; null for what is no object. */
    public static <T> @Nullable T read(JsonNode json, Class<T> type) {
        return json.isObject() ? HubJson.readLenient(HubJson.write(json), type) : null;
    }
}
