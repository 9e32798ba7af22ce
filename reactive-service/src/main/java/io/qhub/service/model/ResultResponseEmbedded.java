package io.qhub.service.model;

import org.jspecify.annotations.Nullable;

/**
 * What a result carries along.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param status the execution whose result it is
 */
public record ResultResponseEmbedded(@Nullable ServiceExecution status) {}
