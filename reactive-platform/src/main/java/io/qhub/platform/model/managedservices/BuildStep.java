package io.qhub.platform.model.managedservices;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * What a build is doing. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record BuildStep(@JsonValue String value) implements OpenEnum {

    public static final BuildStep INIT = new BuildStep("INIT");
    public static final BuildStep BUILD_IMAGE = new BuildStep("BUILD_IMAGE");
    public static final BuildStep PUSH_IMAGE = new BuildStep("PUSH_IMAGE");
    public static final BuildStep UNKNOWN = new BuildStep("UNKNOWN");

    public BuildStep {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static BuildStep of(String value) {
        return new BuildStep(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
