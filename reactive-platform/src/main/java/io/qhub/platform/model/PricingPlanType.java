package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Whether a pricing plan charges anything. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record PricingPlanType(@JsonValue String value) implements OpenEnum {

    public static final PricingPlanType FREE = new PricingPlanType("FREE");
    public static final PricingPlanType COMMERCIAL = new PricingPlanType("COMMERCIAL");

    public PricingPlanType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static PricingPlanType of(String value) {
        return new PricingPlanType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
