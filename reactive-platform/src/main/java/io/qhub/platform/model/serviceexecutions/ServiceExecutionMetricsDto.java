package io.qhub.platform.model.serviceexecutions;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution has used. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param cpuSeconds processor time, in seconds
 * @param memoryMegabyteSeconds memory, in megabytes times seconds
 * @param gpuSeconds graphics processor time, in seconds
 * @param runtimeMillis how long it ran, in milliseconds
 * @param samples the course over time; never null
 */
public record ServiceExecutionMetricsDto(
        @Nullable Double cpuSeconds,
        @Nullable Double memoryMegabyteSeconds,
        @Nullable Double gpuSeconds,
        @Nullable Long runtimeMillis,
        List<ServiceExecutionMetricSampleDto> samples) {

    public ServiceExecutionMetricsDto {
        samples = Values.list(samples);
    }
}
