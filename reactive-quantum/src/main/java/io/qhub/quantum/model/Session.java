package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A session: a span of time in which jobs run on one backend together. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id the Hub's id of the session
 * @param backendId the backend it holds
 * @param provider through whom it runs
 * @param status where it stands
 * @param mode how it holds the backend
 * @param createdAt when it was created
 * @param startedAt when its first job began
 * @param closedAt when it was closed
 * @param expiresAt when the Hub closes it at the latest
 * @param usageTimeMillis how long it has used the backend, in milliseconds
 * @param providerId the provider's own id of it
 * @param tags its tags, in no particular order; never null
 * @param metadata free data of the caller or of the provider
 * @param sdkProvider the SDK that made it
 * @param finalState whether its state will not change any more (on the wire: {@code final})
 * @param finalNotAborted whether it ended in order
 * @param additionalProperties members that this version of the client does not know; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Session(
        @Nullable String id,
        @Nullable String backendId,
        @Nullable Provider provider,
        @Nullable SessionStatus status,
        @Nullable SessionMode mode,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant closedAt,
        @Nullable Instant expiresAt,
        @Nullable Long usageTimeMillis,
        @Nullable String providerId,
        List<String> tags,
        @Nullable JsonNode metadata,
        @Nullable SdkProvider sdkProvider,
        @JsonProperty("final") @Nullable Boolean finalState,
        @Nullable Boolean finalNotAborted,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public Session {
        tags = Values.list(tags);
        metadata = Values.present(metadata);
        additionalProperties = Values.map(additionalProperties);
    }
}
