package io.qhub.core.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads a text from any scalar, and fails on an array or an object. Jackson's own reading of lists of texts (3.1.7) takes
 * the inner array of {@code [["a", "b"]]} for the list, ends at its end, and then goes on in the wrong place: the
 * record's other members are lost without an error. It does not do so with a deserializer that is not its own.
 */
final class TextOnly extends StdScalarDeserializer<String> {

    TextOnly() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken().isStructStart()) {
            return (String) context.handleUnexpectedToken(getValueType(context), parser);
        }
        return _parseString(parser, context, this);
    }
}
