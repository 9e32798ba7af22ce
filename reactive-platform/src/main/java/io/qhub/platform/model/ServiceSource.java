package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.qhub.platform.model.internal.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a version of a service is built from: an uploaded file, or an image in a registry. How the Hub calls the two is not
 * known; what has an {@code image} is an image.
 */
public sealed interface ServiceSource permits FileSource, RegistrySource {

    /** Which kind of source it is, as the Hub calls it. */
    @Nullable
    String type();

    /**
     * What the members say that it is.
     *
     * @return null for JSON that is no object
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable ServiceSource of(JsonNode json) {
        return Values.hasAny(json, "image")
                ? Values.read(json, RegistrySource.class)
                : Values.read(json, FileSource.class);
    }
}
