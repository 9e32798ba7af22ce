package io.qhub.platform.model.usecases;

import io.qhub.platform.model.internal.Values;

/**
 * What a use case is created from.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param title its title
 */
public record CreateUseCaseRequest(String title) {

    public CreateUseCaseRequest {
        Values.notBlank("title", title);
    }

    /**
     * All that is needed.
     *
     * @param title its title
     * @throws IllegalArgumentException if a text is blank
     */
    public static CreateUseCaseRequest of(String title) {
        return new CreateUseCaseRequest(title);
    }
}
