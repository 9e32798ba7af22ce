package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a price is for. The wire has these values as running text, with spaces and capitals. Open: a value that is
 * not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record CostGranularity(@JsonValue String value) implements OpenEnum {

    public static final CostGranularity SHOT = new CostGranularity("shot");
    public static final CostGranularity JOB = new CostGranularity("job");
    public static final CostGranularity ONE_QUBIT_GATE_SHOT = new CostGranularity("1-Qubit Gate Shot");
    public static final CostGranularity TWO_QUBIT_GATE_SHOT = new CostGranularity("2-Qubit Gate Shot");
    public static final CostGranularity MINUTE = new CostGranularity("minute");
    public static final CostGranularity SECOND = new CostGranularity("second");
    public static final CostGranularity MILLISECOND = new CostGranularity("millisecond");

    public CostGranularity {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static CostGranularity of(String value) {
        return new CostGranularity(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
