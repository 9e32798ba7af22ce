package io.qhub.testing;

import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * What users can name of a module: its public and protected types and their members, one line each, every line with the
 * type that it belongs to. {@code String?} may be null. Left out is what cannot change by itself: a record's accessors
 * and canonical constructor, {@code values} of an enum, {@code equals}, {@code hashCode} and {@code toString}.
 */
final class PublicApi {

    private PublicApi() {}

    /** Of all classes that are where this one is. */
    static List<String> of(Class<?> anchor) throws IOException {
        return WithoutOptionalTest.classNames(anchor).stream()
                .filter(name -> !name.endsWith("-info") && !name.contains(".internal."))
                .sorted()
                .<Class<?>>map(name -> ClassUtils.resolveClassName(name, anchor.getClassLoader()))
                .flatMap(PublicApi::lines)
                .toList();
    }

    /** The type and its members, sorted; nothing where users cannot name it. */
    static Stream<String> lines(Class<?> type) {
        if (!isVisible(type)) {
            return Stream.empty();
        }
        TreeSet<String> members = new TreeSet<>();
        inheritingFromHidden(type).forEach(declaring -> {
            Arrays.stream(declaring.getDeclaredFields())
                    .filter(field -> isVisible(type, field.getModifiers(), field.isSynthetic()))
                    .forEach(field -> members.add(field(field)));
            Arrays.stream(declaring.getDeclaredMethods())
                    .filter(method ->
                            isVisible(type, method.getModifiers(), method.isSynthetic()) && !isImplied(method))
                    .forEach(method -> members.add(method(type, method)));
        });
        Arrays.stream(type.getDeclaredConstructors())
                .filter(made -> isVisible(type, made.getModifiers(), made.isSynthetic())
                        && !(type.isRecord() && Arrays.equals(made.getParameterTypes(), componentTypes(type))))
                .forEach(made ->
                        members.add(access(made.getModifiers()) + typeParameters(made) + "new" + parameters(made)));
        String name = type.getCanonicalName();
        return Stream.concat(
                Stream.of(name + " : " + header(type)), members.stream().map(line -> name + " " + line));
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
            if (around.getCanonicalName() == null
                    || around.isSynthetic()
                    || (around.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(Class<?> type, int modifiers, boolean synthetic) {
        return !synthetic
                && (Modifier.isPublic(modifiers)
                        || Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()));
    }

    /** The type and all that it inherits from and users cannot name: what those declare is the type's to users. */
    private static Stream<Class<?>> inheritingFromHidden(Class<?> type) {
        return Stream.concat(
                Stream.of(type),
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                        .filter(parent -> !isVisible(parent))
                        .flatMap(PublicApi::inheritingFromHidden));
    }

    private static boolean isImplied(Method method) {
        Class<?> type = method.getDeclaringClass();
        String name = method.getName();
        boolean bare = method.getParameterCount() == 0;
        return bare && (name.equals("hashCode") || name.equals("toString"))
                || name.equals("equals") && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class})
                || type.isEnum() && (bare && name.equals("values") || name.equals("valueOf"))
                || type.isRecord()
                        && Arrays.stream(type.getRecordComponents())
                                .anyMatch(component -> component.getAccessor().equals(method));
    }

    private static Class<?>[] componentTypes(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
    }

    private static String header(Class<?> type) {
        StringBuilder header = new StringBuilder(deprecated(type)).append(access(type.getModifiers()));
        boolean plain = !type.isInterface() && !type.isRecord() && !type.isEnum();
        if (plain) {
            header.append(type.getEnclosingClass() == null || Modifier.isStatic(type.getModifiers()) ? "" : "inner ")
                    .append(Modifier.isAbstract(type.getModifiers()) ? "abstract " : "")
                    .append(Modifier.isFinal(type.getModifiers()) ? "final " : "");
        }
        header.append(
                        type.isAnnotation()
                                ? "@interface"
                                : type.isInterface()
                                        ? "interface"
                                        : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class")
                .append(
                        type.getTypeParameters().length == 0
                                ? ""
                                : " " + typeParameters(type).strip());
        if (type.isRecord()) {
            header.append(Arrays.stream(type.getRecordComponents())
                    .map(component -> name(component.getAnnotatedType()) + " " + component.getName())
                    .collect(Collectors.joining(", ", " (", ")")));
        }
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (plain && parent != null && parent.getType() != Object.class) {
            header.append(" extends ").append(name(parent));
        }
        if (!type.isAnnotation()) {
            header.append(names(" implements ", type.getAnnotatedInterfaces(), PublicApi::name));
        }
        if (type.isSealed()) {
            // Compilers list them in different orders.
            header.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(PublicApi::name)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        return header.toString();
    }

    private static String field(Field field) {
        String shown = deprecated(field) + access(field.getModifiers());
        if (field.isEnumConstant()) {
            return shown + "constant " + field.getName();
        }
        return shown
                + (Modifier.isStatic(field.getModifiers()) ? "static " : "")
                + (Modifier.isFinal(field.getModifiers()) ? "final " : "")
                + name(field.getAnnotatedType()) + " " + field.getName() + constant(field);
    }

    /** The compiler copies such a value into the code of users. */
    private static String constant(Field field) {
        boolean copied = Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        try {
            return copied && field.canAccess(null) ? " = " + field.get(null) : "";
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String method(Class<?> type, Method method) {
        int modifiers = method.getModifiers();
        String kind = Modifier.isStatic(modifiers)
                ? "static "
                : method.isDefault()
                        ? "default "
                        : Modifier.isAbstract(modifiers)
                                ? "abstract "
                                : Modifier.isFinal(modifiers) && !Modifier.isFinal(type.getModifiers()) ? "final " : "";
        Object value = method.getDefaultValue();
        return deprecated(method) + access(modifiers) + kind + typeParameters(method)
                + name(method.getAnnotatedReturnType()) + " " + method.getName() + parameters(method)
                + (value == null ? "" : " default");
    }

    private static String deprecated(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    private static String access(int modifiers) {
        return Modifier.isProtected(modifiers) ? "protected " : "";
    }

    private static String typeParameters(GenericDeclaration generic) {
        String declared = names(
                "<",
                generic.getTypeParameters(),
                variable -> variable.getName() + bounds(" extends ", " & ", variable.getAnnotatedBounds()));
        return declared.isEmpty() ? "" : declared + "> ";
    }

    private static String parameters(Executable executable) {
        List<String> types = new ArrayList<>();
        for (AnnotatedType type : executable.getAnnotatedParameterTypes()) {
            types.add(name(type));
        }
        if (executable.isVarArgs()) {
            types.set(types.size() - 1, types.get(types.size() - 1).replaceFirst("\\[]$", "..."));
        }
        return "(" + String.join(", ", types) + ")"
                + names(" throws ", executable.getAnnotatedExceptionTypes(), PublicApi::name);
    }

    private static String bounds(String prefix, String separator, AnnotatedType... bounds) {
        return Arrays.stream(bounds)
                .map(PublicApi::name)
                .filter(bound -> !bound.equals("Object"))
                .reduce((first, second) -> first + separator + second)
                .map(prefix::concat)
                .orElse("");
    }

    private static <T> String names(String prefix, T[] elements, Function<T, String> name) {
        return elements.length == 0
                ? ""
                : Arrays.stream(elements).map(name).collect(Collectors.joining(", ", prefix, ""));
    }

    private static String name(AnnotatedType type) {
        String mark = type.isAnnotationPresent(Nullable.class) ? "?" : "";
        if (type instanceof AnnotatedArrayType array) {
            return name(array.getAnnotatedGenericComponentType()) + mark + "[]";
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            return name(((ParameterizedType) generic.getType()).getRawType())
                    + names("<", generic.getAnnotatedActualTypeArguments(), PublicApi::name) + ">" + mark;
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return "?" + bounds(" super ", "", wildcard.getAnnotatedLowerBounds())
                    + bounds(" extends ", "", wildcard.getAnnotatedUpperBounds());
        }
        return (type instanceof AnnotatedTypeVariable ? type.getType().getTypeName() : name(type.getType())) + mark;
    }

    private static String name(Type type) {
        String name = ((Class<?>) type).getCanonicalName();
        return name.replaceFirst("^java\\.lang\\.(?=[^.]+$)", "");
    }
}
