package io.qhub.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a Hub serves operations whose paths are not the built-in ones: path templates by operation name. Immutable.
 *
 * <p>A template starts with {@code /} and is taken below the base URL. Its text is made of the characters that a path may
 * hold as they are, without {@code %} and {@code ;}; its variables are named in braces with letters and digits. Empty
 * segments, {@code .} and {@code ..} are refused, and so is everything that would lead to another host or into a query.
 *
 * <p>As properties, the template of {@code quantum.sessions.closeSession} has the key {@code
 * qhub.paths.quantum.sessions.closeSession}.
 */
public final class PathOverrides {

    private static final PathOverrides NONE = new PathOverrides(Map.of());
    private static final int LONGEST = 2000;
    private static final Pattern OPERATION = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+");
    private static final Pattern TEMPLATE =
            Pattern.compile("/(?:[A-Za-z0-9._~!$&'()*+,=:@/-]|\\{[A-Za-z][A-Za-z0-9]*})*+");
    private static final Pattern STEP = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)");
    private static final Pattern KEY =
            Pattern.compile("qhub(?:\\.(?<api>[A-Za-z][A-Za-z0-9_-]*))?\\.paths(?:\\.(?<name>.*)|\\[(?<quoted>.*)])");

    private final Map<String, String> templates;

    private PathOverrides(Map<String, String> templates) {
        this.templates = templates;
    }

    /** Every operation keeps its built-in path. */
    public static PathOverrides none() {
        return NONE;
    }

    /**
     * Templates by operation name.
     *
     * @throws IllegalArgumentException if a key is not the name of an operation, such as {@code quantum.jobs.getJob}, or
     *     a value is not a template
     */
    public static PathOverrides of(Map<String, String> templates) {
        Map<String, String> checked = new LinkedHashMap<>();
        templates.forEach((operation, template) -> {
            if (!OPERATION.matcher(operation).matches()) {
                throw new IllegalArgumentException("operation: '" + shown(operation)
                        + "' is not the name of an operation, such as quantum.jobs.getJob");
            }
            checked.put(operation, template(template));
        });
        return checked.isEmpty() ? NONE : new PathOverrides(Collections.unmodifiableMap(checked));
    }

    /**
     * Reads what {@link #toProperties()} gives. An operation may also stand in square brackets, as in {@code
     * qhub.paths[quantum.jobs.getJob]}, and with the API in front, as in {@code qhub.quantum.paths.jobs.getJob}. Keys of
     * any other form are passed over.
     *
     * @param properties also a {@link java.util.Properties}
     * @throws IllegalArgumentException if such a key names no operation, or its value is not a template
     */
    public static PathOverrides ofProperties(Map<?, ?> properties) {
        Map<String, String> templates = new TreeMap<>();
        properties.forEach((key, value) -> {
            Matcher parts = KEY.matcher(String.valueOf(key));
            if (parts.matches()) {
                String api = parts.group("api") == null ? "" : parts.group("api") + ".";
                String name = parts.group("name") == null ? parts.group("quoted") : parts.group("name");
                templates.put(
                        name.startsWith(api) ? name : api + name,
                        String.valueOf(value).strip());
            }
        });
        return of(templates);
    }

    /** The templates as properties, sorted by key; unmodifiable. A Spring Boot application takes them as they are. */
    public Map<String, String> toProperties() {
        Map<String, String> properties = new TreeMap<>();
        templates.forEach((operation, template) -> properties.put("qhub.paths." + operation, template));
        return Collections.unmodifiableMap(properties);
    }

    /** The templates by operation name; unmodifiable. */
    public Map<String, String> asMap() {
        return templates;
    }

    /** Whether every operation keeps its built-in path. */
    public boolean isEmpty() {
        return templates.isEmpty();
    }

    /**
     * Checks that a text is a template.
     *
     * @return the text, unchanged
     */
    static String template(String text) {
        Objects.requireNonNull(text, "template");
        if (text.length() > LONGEST) {
            throw refused(text, "it is longer than " + LONGEST + " characters");
        }
        if (!text.startsWith("/")) {
            throw refused(text, "it must start with /");
        }
        if (!TEMPLATE.matcher(text).matches()) {
            throw refused(text, "it may hold letters, digits, any of -._~!$&'()*+,=:@/ and {variables} only");
        }
        if (text.contains("//") || STEP.matcher(text).find()) {
            throw refused(text, "it has an empty segment, or one that is . or ..");
        }
        return text;
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException("path: '" + shown(text) + "' is not a path below the base URL: " + why);
    }

    private static String shown(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "..." : plain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathOverrides same && same.templates.equals(templates);
    }

    @Override
    public int hashCode() {
        return templates.hashCode();
    }

    @Override
    public String toString() {
        return "PathOverrides" + templates;
    }
}
