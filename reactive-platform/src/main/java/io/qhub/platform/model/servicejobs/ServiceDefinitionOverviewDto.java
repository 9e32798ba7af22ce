package io.qhub.platform.model.servicejobs;

import io.qhub.platform.model.ServiceLifecycle;
import io.qhub.platform.model.ServiceType;
import org.jspecify.annotations.Nullable;

/**
 * A version of a service where a job names it. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param serviceId the service
 * @param type what kind it is
 * @param lifecycle how far it is published
 * @param isDeleted whether it has been deleted since
 */
public record ServiceDefinitionOverviewDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String serviceId,
        @Nullable ServiceType type,
        @Nullable ServiceLifecycle lifecycle,
        @Nullable Boolean isDeleted) {}
