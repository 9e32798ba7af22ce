package io.qhub.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes each component of a record readable in camelCase and in snake_case, whichever of the two it is written in:
 * versions of the Hub's APIs differ in it, and an answer must be read all the same.
 */
final class BothCasesIntrospector extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    @Override
    public List<PropertyName> findPropertyAliases(MapperConfig<?> config, Annotated annotated) {
        List<PropertyName> declared = super.findPropertyAliases(config, annotated);
        if (!(annotated instanceof AnnotatedParameter parameter)
                || !parameter.getDeclaringClass().isRecord()) {
            return declared;
        }
        var components = parameter.getDeclaringClass().getRecordComponents();
        if (parameter.getOwner().getParameterCount() != components.length) {
            return declared;
        }
        String camel = components[parameter.getIndex()].getName();
        String snake = snake(camel);
        if (camel.equals(snake)) {
            return declared;
        }
        List<PropertyName> both = new ArrayList<>();
        both.add(PropertyName.construct(camel));
        both.add(PropertyName.construct(snake));
        if (declared != null) {
            both.addAll(declared);
        }
        return both;
    }

    static String snake(String name) {
        return WORD_START.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
