package io.qhub.platform.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An application: what subscribes to services and calls them through the gateway. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param currentUserPermission what the caller may do with it
 * @param id its id
 * @param name its name
 * @param subscriptionCount how many subscriptions it has
 * @param createdAt when it was created
 */
public record ApplicationDto(
        @Nullable Role currentUserPermission,
        @Nullable String id,
        @Nullable String name,
        @Nullable Integer subscriptionCount,
        @Nullable Instant createdAt) {}
