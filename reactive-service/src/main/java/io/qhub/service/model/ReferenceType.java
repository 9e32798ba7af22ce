package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a reference in a request points to. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ReferenceType(@JsonValue String value) implements OpenEnum {

    public static final ReferenceType DATAPOOL = new ReferenceType("DATAPOOL");

    public ReferenceType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ReferenceType of(String value) {
        return new ReferenceType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
