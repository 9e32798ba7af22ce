package io.qhub.platform.model.applications;

import io.qhub.platform.model.internal.Values;

/**
 * What an application is created from.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 */
public record CreateApplicationRequest(String name) {

    public CreateApplicationRequest {
        Values.notBlank("name", name);
    }

    /**
     * All that is needed.
     *
     * @param name its name
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateApplicationRequest of(String name) {
        return new CreateApplicationRequest(name);
    }
}
