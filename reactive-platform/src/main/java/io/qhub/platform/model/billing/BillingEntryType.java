package io.qhub.platform.model.billing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What an entry of the billing history is. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BillingEntryType(@JsonValue String value) implements OpenEnum {

    public static final BillingEntryType CHARGE = new BillingEntryType("CHARGE");
    public static final BillingEntryType CREDIT = new BillingEntryType("CREDIT");
    public static final BillingEntryType REFUND = new BillingEntryType("REFUND");
    public static final BillingEntryType INVOICE = new BillingEntryType("INVOICE");
    public static final BillingEntryType PAYOUT = new BillingEntryType("PAYOUT");

    public BillingEntryType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BillingEntryType of(String value) {
        return new BillingEntryType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
