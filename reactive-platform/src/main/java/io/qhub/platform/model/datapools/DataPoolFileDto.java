package io.qhub.platform.model.datapools;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A file of a data pool. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param mimeType the media type
 * @param size how many bytes it has
 * @param createdBy who created it
 * @param createdAt when it was created
 * @param modifiedBy who last changed it
 * @param modifiedAt when it was last changed
 * @param additionalProperties members that this version of the client does not know; never null
 */
public record DataPoolFileDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String mimeType,
        @Nullable Long size,
        @Nullable String createdBy,
        @Nullable Instant createdAt,
        @Nullable String modifiedBy,
        @Nullable Instant modifiedAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public DataPoolFileDto {
        additionalProperties = Values.map(additionalProperties);
    }
}
