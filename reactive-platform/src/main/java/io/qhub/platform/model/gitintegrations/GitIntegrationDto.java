package io.qhub.platform.model.gitintegrations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a Git provider. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param provider the Git provider
 * @param name its name
 * @param baseUrl where the provider is, if it is not the public one
 * @param status where it stands
 * @param createdAt when it was created
 * @param modifiedAt when it was last changed
 */
public record GitIntegrationDto(
        @Nullable String id,
        @Nullable GitProvider provider,
        @Nullable String name,
        @Nullable String baseUrl,
        @Nullable GitIntegrationStatus status,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt) {}
