package io.qhub.platform.model.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How far a registration is. {@code UNKNOWN} is a value of the Hub, not a mistake in reading. Open: a value that is
 * not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record RegistrationStatus(@JsonValue String value) implements OpenEnum {

    public static final RegistrationStatus UNKNOWN = new RegistrationStatus("UNKNOWN");
    public static final RegistrationStatus PENDING = new RegistrationStatus("PENDING");
    public static final RegistrationStatus REGISTERED = new RegistrationStatus("REGISTERED");

    public RegistrationStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static RegistrationStatus of(String value) {
        return new RegistrationStatus(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
