package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.qhub.core.json.LenientInstant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A line of what a service says while it runs. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param message what it says
 * @param severity how much it matters
 * @param timestamp when it was said
 */
public record LogEntry(
        @Nullable String message,
        @Nullable LogEntrySeverity severity,
        @Nullable Instant timestamp) {

    /** Reads an entry of any shape that gateways send: an object, or, from older ones, the bare message. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static LogEntry of(JsonNode entry) {
        if (!entry.isObject()) {
            return new LogEntry(text(entry), null, null);
        }
        String severity = text(entry.path("severity"));
        String timestamp = text(entry.path("timestamp"));
        return new LogEntry(
                text(entry.path("message")),
                severity == null ? null : LogEntrySeverity.of(severity),
                timestamp == null ? null : LenientInstant.parse(timestamp));
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
