package io.qhub.platform.model.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * For how long the amount of a budget is meant. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BudgetPeriod(@JsonValue String value) implements OpenEnum {

    public static final BudgetPeriod MONTHLY = new BudgetPeriod("MONTHLY");
    public static final BudgetPeriod YEARLY = new BudgetPeriod("YEARLY");
    public static final BudgetPeriod ONE_TIME = new BudgetPeriod("ONE_TIME");

    public BudgetPeriod {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BudgetPeriod of(String value) {
        return new BudgetPeriod(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
