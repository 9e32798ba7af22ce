package io.qhub.platform.model.subscriptions;

import io.qhub.platform.model.ExecutionStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a service as its consumer sees it. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param status where it stands
 */
public record ServiceExecutionConsumerDto(
        @Nullable String id,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ExecutionStatus status) {}
