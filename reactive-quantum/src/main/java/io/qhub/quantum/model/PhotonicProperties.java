package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a photonic machine can take.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param maxModes at most so many modes
 * @param minModes at least so many modes
 * @param maxPhotons at most so many photons
 * @param minPhotons at least so many photons
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record PhotonicProperties(
        @Nullable Integer maxModes,
        @Nullable Integer minModes,
        @Nullable Integer maxPhotons,
        @Nullable Integer minPhotons) {}
