package io.qhub.core.internal.aot;

import io.qhub.core.http.Operation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.util.ClassUtils;

/** Registers what JSON is made of and made into: types with all that they refer to, subtypes of sealed ones included. */
public final class BindingHints {

    private BindingHints() {}

    /**
     * Registers the bodies and the answers of operations.
     *
     * @param more types that no operation names, because they are made from a part of an answer
     */
    public static void register(RuntimeHints hints, Collection<? extends Operation<?>> operations, Class<?>... more) {
        Set<Type> types = new HashSet<>(List.of(more));
        for (Operation<?> operation : operations) {
            types.add(operation.body());
            types.add(operation.answer());
        }
        types.remove(null);
        BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
        Set<Class<?>> seen = new HashSet<>();
        while (!types.isEmpty()) {
            binding.registerReflectionHints(hints.reflection(), types.toArray(Type[]::new));
            types = new HashSet<>(subtypes(hints, seen));
        }
    }

    /** The subtypes of the sealed types that are registered, except of those seen before. */
    private static List<Class<?>> subtypes(RuntimeHints hints, Set<Class<?>> seen) {
        List<Class<?>> found = new ArrayList<>();
        hints.reflection().typeHints().forEach(hint -> {
            Class<?> type = type(hint.getType());
            if (type.isSealed() && seen.add(type)) {
                found.addAll(List.of(Objects.requireNonNull(type.getPermittedSubclasses())));
            }
        });
        return found;
    }

    private static Class<?> type(TypeReference reference) {
        return ClassUtils.resolveClassName(reference.getName(), BindingHints.class.getClassLoader());
    }
}
