package io.qhub.platform.model.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a cost report is grouped by. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record CostGrouping(@JsonValue String value) implements OpenEnum {

    public static final CostGrouping SERVICE = new CostGrouping("SERVICE");
    public static final CostGrouping APPLICATION = new CostGrouping("APPLICATION");
    public static final CostGrouping PRODUCT = new CostGrouping("PRODUCT");
    public static final CostGrouping USER = new CostGrouping("USER");
    public static final CostGrouping DAY = new CostGrouping("DAY");
    public static final CostGrouping MONTH = new CostGrouping("MONTH");

    public CostGrouping {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static CostGrouping of(String value) {
        return new CostGrouping(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
