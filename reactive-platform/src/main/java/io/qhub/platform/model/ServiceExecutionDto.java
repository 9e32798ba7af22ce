package io.qhub.platform.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An execution of a service as its provider sees it: without status and consumer. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 */
public record ServiceExecutionDto(
        @Nullable String id,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
