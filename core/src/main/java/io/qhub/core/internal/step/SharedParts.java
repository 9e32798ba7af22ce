package io.qhub.core.internal.step;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What users of one client share for an organization; forgotten when nobody holds it any more. */
public final class SharedParts {

    private record Key(Class<?> type, @Nullable String organization) {}

    private final Map<Key, WeakReference<Object>> parts = new ConcurrentHashMap<>();

    public <T> T get(Class<T> type, @Nullable String organization, Supplier<T> make) {
        Key key = new Key(type, organization);
        T known = held(type, parts.get(key));
        if (known != null) {
            return known;
        }
        // A service may see very many organizations, and each of them for a short time.
        parts.values().removeIf(each -> each.get() == null);
        T made = make.get();
        WeakReference<Object> mine = new WeakReference<>(made);
        T first = held(type, parts.merge(key, mine, (old, same) -> old.get() == null ? same : old));
        return first == null ? made : first;
    }

    private static <T> @Nullable T held(Class<T> type, @Nullable WeakReference<Object> part) {
        return part == null ? null : type.cast(part.get());
    }
}
