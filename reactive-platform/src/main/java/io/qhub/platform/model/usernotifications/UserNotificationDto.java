package io.qhub.platform.model.usernotifications;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A notification to the user. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param type what it is about, such as {@code SERVICE_SHARED}
 * @param title its title
 * @param message the text
 * @param read whether it has been read
 * @param link where to read more
 * @param organizationId the organization
 * @param createdAt when it was created
 * @param readAt when it was read
 */
public record UserNotificationDto(
        @Nullable String id,
        @Nullable String type,
        @Nullable String title,
        @Nullable String message,
        @Nullable Boolean read,
        @Nullable String link,
        @Nullable String organizationId,
        @Nullable Instant createdAt,
        @Nullable Instant readAt) {}
