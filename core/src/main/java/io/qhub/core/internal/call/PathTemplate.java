package io.qhub.core.internal.call;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.UriUtils;

/**
 * A path with variables. Each variable becomes exactly one segment, whatever it holds: everything but unreserved
 * characters is percent-encoded, and what a server would read as another path is refused. A template that ends in
 * {@code /**} has a last variable, {@code path}: a relative path of one or more such segments.
 */
public final class PathTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
    private static final String REST = "/**";
    private static final String REST_VARIABLE = "path";

    private final String template;
    private final List<String> literals = new ArrayList<>();
    private final List<String> variables;
    private final boolean endsInPath;

    public PathTemplate(String template) {
        this.template = template;
        this.endsInPath = template.endsWith(REST);
        List<String> names = new ArrayList<>();
        String plain = endsInPath ? template.substring(0, template.length() - 2) : template;
        Matcher matcher = VARIABLE.matcher(plain);
        int from = 0;
        while (matcher.find()) {
            names.add(matcher.group(1));
            literals.add(plain.substring(from, matcher.start()));
            from = matcher.end();
        }
        literals.add(plain.substring(from));
        if (endsInPath) {
            names.add(REST_VARIABLE);
            literals.add("");
        }
        this.variables = List.copyOf(names);
        if (literals.stream().anyMatch(literal -> literal.indexOf('{') >= 0 || literal.indexOf('}') >= 0)) {
            throw new IllegalArgumentException("path: '" + template + "' is not a path with {variables}");
        }
    }

    public String template() {
        return template;
    }

    /** The names of the variables, in order. */
    public List<String> variables() {
        return variables;
    }

    /**
     * The path with values in the place of the variables.
     *
     * @throws IllegalArgumentException if there are too few or too many values, or one cannot be a segment
     */
    public String expand(Object... values) {
        if (values.length != variables.size()) {
            throw new IllegalArgumentException(
                    template + " has the variables " + variables + ", but " + values.length + " values were given");
        }
        StringBuilder path = new StringBuilder(literals.get(0));
        for (int i = 0; i < values.length; i++) {
            String name = variables.get(i);
            path.append(endsInPath && i == values.length - 1 ? relative(name, values[i]) : segment(name, values[i]))
                    .append(literals.get(i + 1));
        }
        return path.toString();
    }

    private static String relative(String name, Object value) {
        String text = Objects.requireNonNull(value, name).toString();
        StringBuilder path = new StringBuilder();
        for (String each : text.split("/", -1)) {
            if (each.isBlank()) {
                throw new IllegalArgumentException(
                        name + ": '" + text + "' is not a relative path: it has an empty segment");
            }
            path.append(path.isEmpty() ? "" : "/").append(segment(name, each));
        }
        return path.toString();
    }

    private static String segment(String name, Object value) {
        String text = Objects.requireNonNull(value, name).toString();
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + ": must not be empty");
        }
        if (text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException(name + ": '" + text + "' is not an id: it would name another path");
        }
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }
}
