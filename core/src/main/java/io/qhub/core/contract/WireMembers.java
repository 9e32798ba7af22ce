package io.qhub.core.contract;

import io.qhub.core.json.HubJson;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;

/** The members of the JSON that a record is written as and read from, as the clients' mapper names them. */
final class WireMembers {

    private WireMembers() {}

    /**
     * One member.
     *
     * @param name the name that is written
     * @param accepted every name that is read, the written one among them
     * @param type what its value is
     */
    record Member(String name, Set<String> accepted, JavaType type) {}

    /** The record whose members a value of the type has, through lists; null where it has no members of its own. */
    static @Nullable JavaType record(JavaType type) {
        JavaType at = type;
        while (at.isCollectionLikeType() || at.isArrayType()) {
            at = at.getContentType();
        }
        return at.isRecordType() && !isScalar(at) ? at : null;
    }

    /** Whether a record is written as one value, as enumerations and wrappers are. */
    private static boolean isScalar(JavaType type) {
        var config = HubJson.mapper().serializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
        return introspector
                        .introspectForSerialization(type, introspector.introspectClassAnnotations(type))
                        .findJsonValueAccessor()
                != null;
    }

    /** The members by written name, without what takes unknown ones. */
    static Map<String, Member> of(JavaType record) {
        DeserializationConfig config = HubJson.mapper().deserializationConfig();
        ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
        var description =
                introspector.introspectForDeserialization(record, introspector.introspectClassAnnotations(record));
        Map<String, Member> members = new LinkedHashMap<>();
        for (BeanPropertyDefinition property : description.findProperties()) {
            if (!property.hasConstructorParameter() || isForUnknown(property)) {
                continue;
            }
            Set<String> accepted = new LinkedHashSet<>();
            accepted.add(property.getName());
            property.findAliases().forEach(alias -> accepted.add(alias.getSimpleName()));
            accepted.add(property.getInternalName());
            accepted.add(snake(property.getInternalName()));
            members.put(property.getName(), new Member(property.getName(), accepted, property.getPrimaryType()));
        }
        return members;
    }

    private static boolean isForUnknown(BeanPropertyDefinition property) {
        return property.getConstructorParameter().hasAnnotation(com.fasterxml.jackson.annotation.JsonAnySetter.class);
    }

    private static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
