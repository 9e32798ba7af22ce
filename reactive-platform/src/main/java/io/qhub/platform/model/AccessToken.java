package io.qhub.platform.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The personal access token that a call was made with, without its value. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param createdAt when it was created
 * @param usedAt when it was last used
 * @param expiresAt when it ends; a date alone is read as the start of that day in UTC
 */
public record AccessToken(
        @Nullable String id,
        @Nullable String name,
        @Nullable Instant createdAt,
        @Nullable Instant usedAt,
        @Nullable Instant expiresAt) {}
