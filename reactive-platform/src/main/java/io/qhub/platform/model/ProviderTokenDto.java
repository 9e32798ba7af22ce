package io.qhub.platform.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token of a quantum provider is stored. The token itself is never returned. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param provider the quantum provider
 * @param configured whether a token is stored
 * @param createdAt when it was created
 * @param modifiedAt when it was last changed
 */
public record ProviderTokenDto(
        @Nullable QuantumProvider provider,
        @Nullable Boolean configured,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt) {}
