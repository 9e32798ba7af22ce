package io.qhub.platform.model.externalservices;

import org.jspecify.annotations.Nullable;

/**
 * What was booked for a reported usage. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param testMode whether nothing was charged because it was a test
 * @param count how many units
 * @param productId the product
 * @param correlationId the id of the call that the usage belongs to
 */
public record MeteringResponse(
        @Nullable Boolean testMode,
        @Nullable Long count,
        @Nullable String productId,
        @Nullable String correlationId) {}
