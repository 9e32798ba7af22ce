package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * How far a version of a service is published. {@code CREATING} was seen in older versions of the Hub. Open: a value
 * that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record ServiceLifecycle(@JsonValue String value) implements OpenEnum {

    public static final ServiceLifecycle CREATED = new ServiceLifecycle("CREATED");
    public static final ServiceLifecycle ACCESSIBLE = new ServiceLifecycle("ACCESSIBLE");
    public static final ServiceLifecycle PUBLISHED = new ServiceLifecycle("PUBLISHED");
    public static final ServiceLifecycle CREATING = new ServiceLifecycle("CREATING");

    public ServiceLifecycle {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static ServiceLifecycle of(String value) {
        return new ServiceLifecycle(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
