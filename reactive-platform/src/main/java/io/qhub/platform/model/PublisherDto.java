package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * Who publishes a service in the marketplace. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param type what kind it is
 */
public record PublisherDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable PublisherType type) {}
