package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * The set that an IonQ circuit's gates are taken from. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record IonqGateset(@JsonValue String value) implements OpenEnum {

    public static final IonqGateset QIS = new IonqGateset("qis");

    public IonqGateset {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static IonqGateset of(String value) {
        return new IonqGateset(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
