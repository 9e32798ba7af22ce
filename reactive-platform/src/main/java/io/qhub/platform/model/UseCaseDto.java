package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A use case of the catalogue. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param title its title
 * @param summary a summary of at most 200 characters
 * @param description a description
 * @param sketches the sketches; never null
 * @param applicationAreas the areas of application; never null
 * @param industries the industries that it is for; never null
 * @param algorithmIds ids of related algorithms; never null
 * @param implementationIds ids of related implementations; never null
 * @param dataPoolIds ids of related data pools; never null
 * @param contacts whom to ask; never null
 * @param currentUserPermission what the caller may do with it
 * @param isPublic whether everybody can see it
 * @param createdAt when it was created
 * @param modifiedAt when it was last changed
 */
public record UseCaseDto(
        @Nullable String id,
        @Nullable String title,
        @Nullable String summary,
        @Nullable String description,
        List<SketchDto> sketches,
        List<TaxonomyElement> applicationAreas,
        List<TaxonomyElement> industries,
        List<String> algorithmIds,
        List<String> implementationIds,
        List<String> dataPoolIds,
        List<OwnerDto> contacts,
        @Nullable Role currentUserPermission,
        @JsonProperty("public") @Nullable Boolean isPublic,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt) {

    public UseCaseDto {
        sketches = Values.list(sketches);
        applicationAreas = Values.list(applicationAreas);
        industries = Values.list(industries);
        algorithmIds = Values.list(algorithmIds);
        implementationIds = Values.list(implementationIds);
        dataPoolIds = Values.list(dataPoolIds);
        contacts = Values.list(contacts);
    }
}
