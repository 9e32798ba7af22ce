package io.qhub.core.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The one JSON mapper of the clients. It is built member by member, finds no modules on the class path, and is
 * immutable.
 *
 * <p>On reading: members that are not known are ignored, a member is found in snake_case and in camelCase, a null or
 * absent member is null, and a timestamp is read leniently ({@link LenientInstant}). On writing: null members are not
 * sent, and members keep the order in which they are declared. The limits of Jackson on nesting depth, number length
 * and text length stay in force.
 */
public final class HubJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new BothCasesIntrospector())
            .addModule(new SimpleModule("qhub")
                    .addDeserializer(Instant.class, new LenientInstant())
                    .addDeserializer(String.class, new TextOnly())
                    .setDeserializerModifier(new LenientRecords()))
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private HubJson() {}

    /** The shared mapper. Immutable; {@code rebuild()} gives a builder for a variant of it. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** The type of {@code type}, for the methods that take a {@link JavaType}. */
    public static JavaType type(Class<?> type) {
        return MAPPER.constructType(Objects.requireNonNull(type, "type"));
    }

    /** The type of a list of {@code element}. */
    public static JavaType listOf(Class<?> element) {
        return MAPPER.getTypeFactory().constructCollectionType(List.class, Objects.requireNonNull(element, "element"));
    }

    /**
     * Reads a value and fails on a member of the wrong type.
     *
     * @return the value; null only for the JSON literal {@code null}
     * @throws JacksonException if the bytes are no JSON, or not of that type
     */
    public static <T> T read(byte[] json, JavaType type) {
        return MAPPER.readValue(json, type);
    }

    /** As {@link #read(byte[], JavaType)}. */
    public static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /**
     * Reads an answer and keeps what fits: in a record, a member of the wrong type becomes null (and a list without its
     * odd elements), with one WARN per member. A paid job is not lost because one of its members is odd. This costs
     * nothing as long as all members fit. A list as a whole answer loses its nulls and its odd elements.
     *
     * @return the value; null only for the JSON literal {@code null}
     * @throws JacksonException if the bytes are no JSON, or the answer as a whole is not of that type (an array where
     *     an object is due, say)
     */
    public static <T> T readLenient(byte[] json, JavaType type) {
        try {
            return withoutNulls(MAPPER.readValue(json, type));
        } catch (JacksonException strict) {
            JsonNode tree;
            try {
                tree = MAPPER.readTree(json);
            } catch (JacksonException malformed) {
                throw strict;
            }
            T kept = MAPPER.readerFor(type)
                    .withAttribute(LenientRecords.LENIENT, Boolean.TRUE)
                    .readValue(tree);
            if (kept == null) {
                throw strict;
            }
            return withoutNulls(kept);
        }
    }

    private static <T> T withoutNulls(T value) {
        if (value instanceof Collection<?> list) {
            list.removeIf(Objects::isNull);
        }
        return value;
    }

    /** As {@link #readLenient(byte[], JavaType)}. */
    public static <T> T readLenient(byte[] json, Class<T> type) {
        return readLenient(json, type(type));
    }

    /**
     * Writes a value as UTF-8, without null members.
     *
     * @throws JacksonException if the value cannot be written
     */
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(Objects.requireNonNull(value, "value"));
    }
}
