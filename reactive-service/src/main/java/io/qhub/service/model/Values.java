package io.qhub.service.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    static String notBlank(String name, @Nullable String value) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is blank");
        }
        return value;
    }
}
