package io.qhub.platform.model.servicejobs;

import io.qhub.platform.model.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service job in full: one run of a service of one's own. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param status where it stands
 * @param inputData the input, as text (JSON for most services)
 * @param inputDataRef the input, as a file of a data pool
 * @param parameters the parameters, as text (JSON for most services)
 * @param parametersRef the parameters, as a file of a data pool
 * @param result the result, as text (JSON for most services)
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param persistResult whether the result is kept in a data pool
 * @param resultDataPoolId the data pool that the result is kept in
 * @param serviceDefinition the version of the service
 */
public record JobDto(
        @Nullable String id,
        @Nullable ExecutionStatus status,
        @Nullable String inputData,
        @Nullable DataPoolRef inputDataRef,
        @Nullable String parameters,
        @Nullable DataPoolRef parametersRef,
        @Nullable String result,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Boolean persistResult,
        @Nullable String resultDataPoolId,
        @Nullable ServiceDefinitionOverviewDto serviceDefinition) {}
