package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.core.json.OpenEnum;
import java.util.Objects;

/**
 * A kind of graphics processor. Open: a value that is not listed lives on unchanged.
 *
 * @param value the value on the wire
 */
public record GpuAccelerator(@JsonValue String value) implements OpenEnum {

    public static final GpuAccelerator NVIDIA_TESLA_T4 = new GpuAccelerator("NVIDIA_TESLA_T4");
    public static final GpuAccelerator NVIDIA_TESLA_V100 = new GpuAccelerator("NVIDIA_TESLA_V100");
    public static final GpuAccelerator NVIDIA_TESLA_A100 = new GpuAccelerator("NVIDIA_TESLA_A100");
    public static final GpuAccelerator NVIDIA_TESLA_P100 = new GpuAccelerator("NVIDIA_TESLA_P100");
    public static final GpuAccelerator NONE = new GpuAccelerator("NONE");

    public GpuAccelerator {
        Objects.requireNonNull(value, "value");
    }

    /** The constant's equal, or a value that this version of the client does not know. */
    @JsonCreator
    public static GpuAccelerator of(String value) {
        return new GpuAccelerator(value);
    }

    /** The value on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
