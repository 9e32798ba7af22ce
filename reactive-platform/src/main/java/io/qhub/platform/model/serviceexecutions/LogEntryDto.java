package io.qhub.platform.model.serviceexecutions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a log. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param timestamp when it was written
 * @param severity how grave it is
 * @param message the line
 */
public record LogEntryDto(
        @Nullable Instant timestamp,
        @Nullable String severity,
        @Nullable String message) {}
