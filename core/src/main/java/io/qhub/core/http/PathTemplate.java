package io.qhub.core.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.web.util.UriUtils;

/**
 * A path with variables. Each variable becomes exactly one segment, whatever it holds: everything but unreserved
 * characters is percent-encoded, and what a server would read as another path is refused.
 */
final class PathTemplate {

    private final String template;
    private final List<String> literals = new ArrayList<>();
    private final List<String> variables;

    PathTemplate(String template) {
        this.template = template;
        this.variables = Operation.variables(template);
        String rest = template;
        for (String variable : variables) {
            int at = rest.indexOf('{');
            literals.add(rest.substring(0, at));
            rest = rest.substring(at + variable.length() + 2);
        }
        literals.add(rest);
        if (rest.indexOf('{') >= 0 || rest.indexOf('}') >= 0) {
            throw new IllegalArgumentException("path: '" + template + "' is not a path with {variables}");
        }
    }

    String template() {
        return template;
    }

    List<String> variables() {
        return variables;
    }

    String expand(Object... values) {
        if (values.length != variables.size()) {
            throw new IllegalArgumentException(
                    template + " has the variables " + variables + ", but " + values.length + " values were given");
        }
        StringBuilder path = new StringBuilder(literals.get(0));
        for (int i = 0; i < values.length; i++) {
            path.append(segment(variables.get(i), values[i])).append(literals.get(i + 1));
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
