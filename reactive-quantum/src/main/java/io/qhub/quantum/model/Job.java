package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A job as the Hub keeps it. Every component may be null, and is so until the Hub knows it.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id the Hub's id of the job
 * @param name the name that the caller gave
 * @param backendId the backend it runs on
 * @param provider through whom it runs
 * @param providerJobId the provider's own id of it
 * @param inputParams the parameters it was created with; a text that holds JSON is read as that JSON
 * @param inputFormat the format of its input
 * @param tags its tags, in no particular order; never null
 * @param status where it stands
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param runtime how long it ran, in milliseconds
 * @param shots how often the circuit is run
 * @param sessionId the session it belongs to, if any
 * @param sdkProvider the SDK that made it
 * @param errorData what went wrong, in the provider's words, if the Hub sends it
 * @param input its input, if the Hub sends it along
 * @param additionalProperties members that this version of the client does not know; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Job(
        @Nullable String id,
        @Nullable String name,
        @Nullable String backendId,
        @Nullable Provider provider,
        @Nullable String providerJobId,
        @Nullable JsonNode inputParams,
        @Nullable JobInputFormat inputFormat,
        List<String> tags,
        @Nullable JobStatus status,
        @JsonAlias("creation_time") @Nullable Instant createdAt,
        @JsonAlias("begin_execution_time") @Nullable Instant startedAt,
        @JsonAlias("end_execution_time") @Nullable Instant endedAt,
        @Nullable Long runtime,
        @Nullable Integer shots,
        @Nullable String sessionId,
        @Nullable SdkProvider sdkProvider,
        @Nullable JsonNode errorData,
        @Nullable JsonNode input,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public Job {
        inputParams = Values.json(inputParams);
        tags = Values.list(tags);
        errorData = Values.json(errorData);
        input = Values.present(input);
        additionalProperties = Values.map(additionalProperties);
    }
}
