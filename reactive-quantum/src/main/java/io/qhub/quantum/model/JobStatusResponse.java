package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The terse view of a job that a poll asks for.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param status where the job stands
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record JobStatusResponse(@Nullable JobStatus status) {}
