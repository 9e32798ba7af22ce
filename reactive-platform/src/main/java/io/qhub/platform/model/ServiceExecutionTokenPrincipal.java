package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * The principal of a token that was issued to a running service. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param serviceExecution the execution that the token was issued to
 * @param serviceProvider for whom the service runs
 */
public record ServiceExecutionTokenPrincipal(
        @Nullable ServiceExecution serviceExecution,
        @Nullable UserContext serviceProvider) implements AuthorizeResponse {}
