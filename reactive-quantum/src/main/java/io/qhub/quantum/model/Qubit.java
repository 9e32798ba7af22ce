package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A qubit of a backend.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id a number as text; some backends count from 1
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Qubit(@Nullable String id) {}
