package io.qhub.platform.model.users;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * Where an invitation stands. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record InvitationStatus(@JsonValue String value) implements OpenEnum {

    public static final InvitationStatus PENDING = new InvitationStatus("PENDING");
    public static final InvitationStatus ACCEPTED = new InvitationStatus("ACCEPTED");
    public static final InvitationStatus DECLINED = new InvitationStatus("DECLINED");
    public static final InvitationStatus EXPIRED = new InvitationStatus("EXPIRED");

    public InvitationStatus {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static InvitationStatus of(String value) {
        return new InvitationStatus(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
