package io.qhub.service.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An execution of a service as the gateway keeps it. Every component may be null, and is so until the gateway knows it.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id the execution's id
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param status where it stands
 * @param type what kind of service it belongs to
 * @param serviceId the service
 * @param serviceDefinitionId the version of the service
 * @param applicationId the application that started it
 * @param tags its tags; never null
 * @param additionalProperties members that this version of the client does not know; never null
 */
public record ServiceExecution(
        @Nullable String id,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ServiceExecutionStatus status,
        @Nullable ServiceExecutionType type,
        @Nullable String serviceId,
        @Nullable String serviceDefinitionId,
        @Nullable String applicationId,
        List<String> tags,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public ServiceExecution {
        tags = Values.list(tags);
        additionalProperties = Values.map(additionalProperties);
    }
}
