package io.qhub.core.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/**
 * Reads a timestamp in any form that the Hub has used: ISO-8601 with or without a zone (without: UTC), the same with a
 * space in place of the {@code T}, and a date alone (the start of that day in UTC). Anything else, numbers included,
 * becomes null, with one WARN per member name: a timestamp never fails an answer.
 */
public final class LenientInstant extends StdScalarDeserializer<Instant> {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][XX][X]['['VV']']")
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final int DATE_LENGTH = 10;

    /** Jackson makes one. */
    public LenientInstant() {
        super(Instant.class);
    }

    /** The moment that the text names, or null if it names none in a form of the Hub. */
    public static @Nullable Instant parse(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > DATE_LENGTH && trimmed.charAt(DATE_LENGTH) == ' ') {
            trimmed = trimmed.substring(0, DATE_LENGTH) + 'T' + trimmed.substring(DATE_LENGTH + 1);
        }
        try {
            TemporalAccessor parsed =
                    FORMAT.parseBest(trimmed, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof ZonedDateTime zoned) {
                return zoned.toInstant();
            }
            if (parsed instanceof LocalDateTime local) {
                return local.toInstant(ZoneOffset.UTC);
            }
            return ((LocalDate) parsed).atStartOfDay().toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noTimestamp) {
            return null;
        }
    }

    @Override
    public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
        String text = parser.getValueAsString();
        Instant moment = parser.currentToken() == JsonToken.VALUE_STRING ? parse(text) : null;
        if (moment == null) {
            OddMembers.warnTimestamp(parser.currentName(), text);
            parser.skipChildren();
        }
        return moment;
    }
}
