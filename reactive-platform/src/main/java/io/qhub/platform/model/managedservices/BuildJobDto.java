package io.qhub.platform.model.managedservices;

import io.qhub.platform.model.BuildStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the build of a managed service stands. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param status where it stands
 * @param step what the build does
 * @param createdAt when the build was started
 * @param finishedAt when the build ended
 * @param validationResult what the validation found
 */
public record BuildJobDto(
        @Nullable BuildStatus status,
        @Nullable BuildStep step,
        @Nullable Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable ValidationResult validationResult) {}
