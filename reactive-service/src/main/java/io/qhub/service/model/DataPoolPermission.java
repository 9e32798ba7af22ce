package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What an execution may do with a data pool. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record DataPoolPermission(@JsonValue String value) implements OpenEnum {

    public static final DataPoolPermission VIEW = new DataPoolPermission("VIEW");
    public static final DataPoolPermission MODIFY = new DataPoolPermission("MODIFY");

    public DataPoolPermission {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static DataPoolPermission of(String value) {
        return new DataPoolPermission(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
