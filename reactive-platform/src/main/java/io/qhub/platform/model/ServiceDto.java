package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service with its versions. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param currentUserPermission what the caller may do with it
 * @param id its id
 * @param name its name
 * @param serviceDefinitions its versions; never null
 * @param displayName the name to show
 */
public record ServiceDto(
        @Nullable Role currentUserPermission,
        @Nullable String id,
        @Nullable String name,
        List<ServiceDefinitionDto> serviceDefinitions,
        @Nullable String displayName) {

    public ServiceDto {
        serviceDefinitions = Values.list(serviceDefinitions);
    }
}
