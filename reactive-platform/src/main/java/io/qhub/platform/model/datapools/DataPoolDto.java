package io.qhub.platform.model.datapools;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.qhub.platform.model.Role;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A data pool: a named store of files. Older members of the Hub's answers are in {@code additionalProperties}. Every
 * component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param shortDescription a description of a line or two
 * @param description a description
 * @param currentUserPermission what the caller may do with it
 * @param createdAt when it was created
 * @param modifiedAt when it was last changed
 * @param additionalProperties members that this version of the client does not know; never null
 */
public record DataPoolDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String shortDescription,
        @Nullable String description,
        @Nullable Role currentUserPermission,
        @Nullable Instant createdAt,
        @Nullable Instant modifiedAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public DataPoolDto {
        additionalProperties = Values.map(additionalProperties);
    }
}
