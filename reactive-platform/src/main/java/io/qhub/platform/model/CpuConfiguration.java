package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import org.jspecify.annotations.Nullable;

/**
 * How much processor a managed service gets.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type always {@code cpu}
 * @param amount how much, in the unit
 * @param unit the unit of the amount, {@code m} for thousandths of a core
 */
public record CpuConfiguration(
        @Nullable ResourceType type,
        @Nullable Integer amount,
        @Nullable ResourceUnit unit) implements ResourceConfiguration {

    /**
     * So many thousandths of a core.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public static CpuConfiguration ofMilliCpus(int milliCpus) {
        return new CpuConfiguration(
                ResourceType.CPU, Values.atLeast(1, "milliCpus", milliCpus), ResourceUnit.MILLI_CPUS);
    }
}
