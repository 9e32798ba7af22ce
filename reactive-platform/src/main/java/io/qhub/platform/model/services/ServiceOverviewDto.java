package io.qhub.platform.model.services;

import io.qhub.platform.model.BuildStatus;
import io.qhub.platform.model.Role;
import io.qhub.platform.model.ServiceLifecycle;
import io.qhub.platform.model.ServiceType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service in a listing. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param currentUserPermission what the caller may do with it
 * @param id its id
 * @param serviceDefinitionId the version of the service
 * @param name its name
 * @param type what kind it is
 * @param lifecycle how far it is published
 * @param createdAt when it was created
 * @param logoUrl where the logo is
 * @param buildStatus where the build stands
 * @param displayName the name to show
 */
public record ServiceOverviewDto(
        @Nullable Role currentUserPermission,
        @Nullable String id,
        @Nullable String serviceDefinitionId,
        @Nullable String name,
        @Nullable ServiceType type,
        @Nullable ServiceLifecycle lifecycle,
        @Nullable Instant createdAt,
        @Nullable String logoUrl,
        @Nullable BuildStatus buildStatus,
        @Nullable String displayName) {}
