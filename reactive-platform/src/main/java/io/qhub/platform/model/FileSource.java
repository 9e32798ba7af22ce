package io.qhub.platform.model;

import org.jspecify.annotations.Nullable;

/**
 * A version of a service that is built from an uploaded file.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type which kind of source it is, as the Hub calls it
 */
public record FileSource(@Nullable String type) implements ServiceSource {

    /**
     * All that is needed.
     *
     * @param type which kind of source it is, as the Hub calls it
     * @throws IllegalArgumentException if a text is blank
     */
    public static FileSource of(String type) {
        return new FileSource(type);
    }
}
