package io.qhub.quantum.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Where to read about a backend.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param description a few words on it
 * @param url its documentation
 * @param statusUrl its status page
 * @param location where it stands
 * @param sdks the SDKs it can be used with; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Documentation(
        @Nullable String description,
        @Nullable String url,
        @Nullable String statusUrl,
        @Nullable String location,
        List<DocumentationSdk> sdks) {

    public Documentation {
        sdks = Values.list(sdks);
    }
}
