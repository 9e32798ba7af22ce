package io.qhub.platform.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The execution that a token was issued to. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param status where it stands
 */
public record ServiceExecution(
        @Nullable String id,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ExecutionStatus status) {}
