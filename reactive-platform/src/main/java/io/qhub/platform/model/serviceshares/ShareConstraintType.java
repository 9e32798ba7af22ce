package io.qhub.platform.model.serviceshares;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What limits a share. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ShareConstraintType(@JsonValue String value) implements OpenEnum {

    public static final ShareConstraintType TIME = new ShareConstraintType("TIME");

    public ShareConstraintType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ShareConstraintType of(String value) {
        return new ShareConstraintType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
