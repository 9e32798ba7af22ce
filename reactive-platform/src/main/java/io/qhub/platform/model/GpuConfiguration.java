package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many graphics processors, of which kind, a managed service gets.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type always {@code gpu}
 * @param amount how many
 * @param accelerator the kind of graphics processor
 */
public record GpuConfiguration(
        @Nullable ResourceType type,
        @Nullable Integer amount,
        @Nullable GpuAccelerator accelerator) implements ResourceConfiguration {

    /**
     * So many graphics processors of one kind.
     *
     * @param count how many; 0 takes them away
     * @param accelerator the kind
     * @throws IllegalArgumentException if the number is negative
     */
    public static GpuConfiguration of(int count, GpuAccelerator accelerator) {
        return new GpuConfiguration(
                ResourceType.GPU,
                Values.atLeast(0, "count", count),
                Objects.requireNonNull(accelerator, "accelerator"));
    }
}
