package io.qhub.platform.model.datapoolgrants;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a grant allows. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record GrantPermission(@JsonValue String value) implements OpenEnum {

    public static final GrantPermission VIEW = new GrantPermission("VIEW");
    public static final GrantPermission MODIFY = new GrantPermission("MODIFY");

    public GrantPermission {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static GrantPermission of(String value) {
        return new GrantPermission(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
