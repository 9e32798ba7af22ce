package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How many shots a job may have.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param min at least so many
 * @param max at most so many
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ShotsRange(@Nullable Integer min, @Nullable Integer max) {}
