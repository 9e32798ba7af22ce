package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a managed service gets.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type always {@code memory}
 * @param amount how much, in the unit
 * @param unit the unit of the amount, {@code M} for megabytes
 */
public record MemoryConfiguration(
        @Nullable ResourceType type,
        @Nullable Integer amount,
        @Nullable ResourceUnit unit) implements ResourceConfiguration {

    /**
     * So many megabytes.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public static MemoryConfiguration ofMegabytes(int megabytes) {
        return new MemoryConfiguration(
                ResourceType.MEMORY, Values.atLeast(1, "megabytes", megabytes), ResourceUnit.MEGABYTES);
    }
}
