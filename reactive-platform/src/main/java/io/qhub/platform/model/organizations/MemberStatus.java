package io.qhub.platform.model.organizations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Whether a member has confirmed the invitation. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record MemberStatus(@JsonValue String value) implements OpenEnum {

    public static final MemberStatus PENDING = new MemberStatus("PENDING");
    public static final MemberStatus ACTIVE = new MemberStatus("ACTIVE");

    public MemberStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static MemberStatus of(String value) {
        return new MemberStatus(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
