package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A gate that a backend has.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param nativeGate whether the machine runs it as it is
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Gate(@Nullable String name, @Nullable Boolean nativeGate) {}
