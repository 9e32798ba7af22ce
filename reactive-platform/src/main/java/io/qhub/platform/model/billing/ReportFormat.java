package io.qhub.platform.model.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The format of an exported report. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ReportFormat(@JsonValue String value) implements OpenEnum {

    public static final ReportFormat CSV = new ReportFormat("CSV");
    public static final ReportFormat JSON = new ReportFormat("JSON");

    public ReportFormat {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ReportFormat of(String value) {
        return new ReportFormat(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
