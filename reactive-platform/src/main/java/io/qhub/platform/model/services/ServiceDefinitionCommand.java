package io.qhub.platform.model.services;

import java.util.Objects;

/**
 * A command to a version of a service.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type the command
 */
public record ServiceDefinitionCommand(ServiceDefinitionCommandType type) {

    public ServiceDefinitionCommand {
        Objects.requireNonNull(type, "type");
    }

    /**
     * All that is needed.
     *
     * @param type the command
     */
    public static ServiceDefinitionCommand of(ServiceDefinitionCommandType type) {
        return new ServiceDefinitionCommand(type);
    }
}
