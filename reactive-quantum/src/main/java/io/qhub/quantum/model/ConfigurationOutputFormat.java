package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The format of the results that a backend gives. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ConfigurationOutputFormat(@JsonValue String value) implements OpenEnum {

    public static final ConfigurationOutputFormat MICROSOFT_QUANTUM_RESULTS_V2 =
            new ConfigurationOutputFormat("MICROSOFT_QUANTUM_RESULTS_V2");
    public static final ConfigurationOutputFormat IONQ_RESULT_V1 = new ConfigurationOutputFormat("IONQ_RESULT_V1");

    public ConfigurationOutputFormat {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ConfigurationOutputFormat of(String value) {
        return new ConfigurationOutputFormat(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
