package io.qhub.platform.model.applications;

import io.qhub.platform.model.internal.Values;

/**
 * What of an application is changed.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 */
public record UpdateApplicationRequest(String name) {

    public UpdateApplicationRequest {
        Values.notBlank("name", name);
    }

    /**
     * All that is needed.
     *
     * @param name its name
     * @throws IllegalArgumentException if a text is blank
     */
    public static UpdateApplicationRequest of(String name) {
        return new UpdateApplicationRequest(name);
    }
}
