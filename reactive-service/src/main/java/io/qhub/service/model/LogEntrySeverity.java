package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How much a log entry matters. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record LogEntrySeverity(@JsonValue String value) implements OpenEnum {

    public static final LogEntrySeverity DEBUG = new LogEntrySeverity("DEBUG");
    public static final LogEntrySeverity NOTICE = new LogEntrySeverity("NOTICE");
    public static final LogEntrySeverity INFO = new LogEntrySeverity("INFO");
    public static final LogEntrySeverity WARNING = new LogEntrySeverity("WARNING");
    public static final LogEntrySeverity ERROR = new LogEntrySeverity("ERROR");

    public LogEntrySeverity {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static LogEntrySeverity of(String value) {
        return new LogEntrySeverity(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
