package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What the use of a service costs, roughly. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record PricingCategory(@JsonValue String value) implements OpenEnum {

    public static final PricingCategory FREE = new PricingCategory("FREE");
    public static final PricingCategory FREEMIUM = new PricingCategory("FREEMIUM");
    public static final PricingCategory COMMERCIAL = new PricingCategory("COMMERCIAL");

    public PricingCategory {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static PricingCategory of(String value) {
        return new PricingCategory(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
