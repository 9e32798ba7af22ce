package io.qhub.core.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets a record lose a member rather than fail, where the reader carries the attribute {@link #LENIENT}. Each record
 * repairs itself, so one odd member in each of a thousand jobs of a page costs one repair each and not a new reading of
 * the page.
 */
final class LenientRecords extends ValueDeserializerModifier {

    private static final long serialVersionUID = 1L;

    static final Object LENIENT = LenientRecords.class;

    @Override
    public ValueDeserializer<?> modifyDeserializer(
            DeserializationConfig config, BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
        Class<?> type = description.getBeanClass();
        if (OpenEnum.class.isAssignableFrom(type)) {
            return new OpenEnumDeserializer(deserializer);
        }
        return type.isRecord() ? new RecordDeserializer(deserializer) : deserializer;
    }

    /** A number or a boolean where a value of an enumeration is due is a value that is not known: it lives on as text. */
    private static final class OpenEnumDeserializer extends DelegatingDeserializer {

        OpenEnumDeserializer(ValueDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
            return new OpenEnumDeserializer(delegate);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() == JsonToken.VALUE_STRING
                    || !parser.currentToken().isScalarValue()) {
                return _delegatee.deserialize(parser, context);
            }
            try (JsonParser text =
                    context.getNodeFactory().stringNode(parser.getString()).traverse(context)) {
                text.nextToken();
                return _delegatee.deserialize(text, context);
            }
        }
    }

    private static final class RecordDeserializer extends DelegatingDeserializer {

        RecordDeserializer(ValueDeserializer<?> delegate) {
            super(delegate);
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> delegate) {
            return new RecordDeserializer(delegate);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
            if (context.getAttribute(LENIENT) == null) {
                return _delegatee.deserialize(parser, context);
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                OddMembers.warnDropped(handledType(), parser.currentName(), "no JSON object");
                parser.skipChildren();
                return null;
            }
            ObjectNode members = (ObjectNode) context.readTree(parser);
            while (true) {
                try (JsonParser copy = members.traverse(context)) {
                    copy.nextToken();
                    return _delegatee.deserialize(copy, context);
                } catch (JacksonException odd) {
                    List<String> dropped = drop(members, odd);
                    if (dropped.isEmpty()) {
                        throw odd;
                    }
                    for (String name : dropped) {
                        OddMembers.warnDropped(
                                handledType(), name, odd.getClass().getSimpleName());
                    }
                }
            }
        }

        /** Removes what the exception points at, in whichever case it is written. Nothing left to remove ends the loop. */
        private static List<String> drop(ObjectNode members, JacksonException odd) {
            if (odd.getPath().isEmpty()) {
                return List.of();
            }
            String failed = odd.getPath().get(0).getPropertyName();
            List<String> dropped = new ArrayList<>();
            if (failed != null) {
                for (String name : List.copyOf(members.propertyNames())) {
                    JsonNode value = members.get(name);
                    if (!value.isNull()
                            && BothCasesIntrospector.snake(name).equals(BothCasesIntrospector.snake(failed))) {
                        members.remove(name);
                        dropped.add(name);
                    }
                }
            }
            return dropped;
        }
    }
}
