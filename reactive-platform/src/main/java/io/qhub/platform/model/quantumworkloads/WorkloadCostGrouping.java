package io.qhub.platform.model.quantumworkloads;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What the cost report of quantum workloads is grouped by. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record WorkloadCostGrouping(@JsonValue String value) implements OpenEnum {

    public static final WorkloadCostGrouping ORGANIZATION = new WorkloadCostGrouping("ORGANIZATION");
    public static final WorkloadCostGrouping PROVIDER = new WorkloadCostGrouping("PROVIDER");
    public static final WorkloadCostGrouping BACKEND = new WorkloadCostGrouping("BACKEND");
    public static final WorkloadCostGrouping USER = new WorkloadCostGrouping("USER");
    public static final WorkloadCostGrouping DAY = new WorkloadCostGrouping("DAY");
    public static final WorkloadCostGrouping MONTH = new WorkloadCostGrouping("MONTH");

    public WorkloadCostGrouping {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static WorkloadCostGrouping of(String value) {
        return new WorkloadCostGrouping(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
