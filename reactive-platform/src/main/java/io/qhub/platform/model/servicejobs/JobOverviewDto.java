package io.qhub.platform.model.servicejobs;

import io.qhub.platform.model.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service job in a listing. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param status where it stands
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param serviceDefinition the version of the service
 */
public record JobOverviewDto(
        @Nullable String id,
        @Nullable ExecutionStatus status,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ServiceDefinitionOverviewDto serviceDefinition) {}
