package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A span of time in which a backend can be used.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param granularity how often the span comes back, such as {@code daily}
 * @param start when it begins, as {@code HH:MM:SS}
 * @param end when it ends, as {@code HH:MM:SS}
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AvailabilityTimes(
        @Nullable String granularity,
        @Nullable String start,
        @Nullable String end) {}
