package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The kind of an account. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record AccountType(@JsonValue String value) implements OpenEnum {

    public static final AccountType BASIC = new AccountType("BASIC");
    public static final AccountType PRO = new AccountType("PRO");
    public static final AccountType BUSINESS = new AccountType("BUSINESS");

    public AccountType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static AccountType of(String value) {
        return new AccountType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
