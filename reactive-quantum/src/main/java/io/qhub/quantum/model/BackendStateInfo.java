package io.qhub.quantum.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The terse view of a backend.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param status whether it takes jobs
 * @param queueAvgTime how long jobs wait on average, as the provider counts it
 * @param queueSize how many jobs wait
 * @param providerTokenValid whether the Hub's token at the provider is valid, if it says so
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BackendStateInfo(
        @Nullable BackendStatus status,
        @Nullable Integer queueAvgTime,
        @Nullable Integer queueSize,
        @Nullable Boolean providerTokenValid) {}
