package io.qhub.platform.model.serviceexecutions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an execution used at one moment. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param timestamp when it was
 * @param cpuMilli processor, in thousandths of a core
 * @param memoryMegabytes memory, in megabytes
 */
public record ServiceExecutionMetricSampleDto(
        @Nullable Instant timestamp,
        @Nullable Double cpuMilli,
        @Nullable Double memoryMegabytes) {}
