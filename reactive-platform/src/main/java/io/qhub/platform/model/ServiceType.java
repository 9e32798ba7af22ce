package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What kind of service it is. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ServiceType(@JsonValue String value) implements OpenEnum {

    public static final ServiceType MANAGED = new ServiceType("MANAGED");
    public static final ServiceType EXTERNAL = new ServiceType("EXTERNAL");
    public static final ServiceType WORKFLOW = new ServiceType("WORKFLOW");

    public ServiceType {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ServiceType of(String value) {
        return new ServiceType(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
