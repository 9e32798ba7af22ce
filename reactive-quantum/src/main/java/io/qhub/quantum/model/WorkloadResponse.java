package io.qhub.quantum.model;

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
 * A job or a session in the one list of both. Only {@code type}, {@code provider} and {@code sdkProvider} are
 * certain to be sent; {@link #asWorkload()} sorts the rest by type.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type what it is
 * @param id the id of the job or session
 * @param name the job's name
 * @param backendId the backend
 * @param provider through whom it runs
 * @param sdkProvider the SDK that made it
 * @param status a value of {@link JobStatus} or {@link SessionStatus}, by type
 * @param tags its tags, in no particular order; never null
 * @param createdAt when it was created
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param shots the job's shots
 * @param runtime how long the job ran, in milliseconds
 * @param sessionId the session that the job belongs to
 * @param mode how the session holds its backend
 * @param expiresAt when the session ends at the latest
 * @param closedAt when the session was closed
 * @param usageTimeMillis how long the session has used the backend, in milliseconds
 * @param additionalProperties members that this version of the client does not know; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record WorkloadResponse(
        @Nullable WorkloadType type,
        @Nullable String id,
        @Nullable String name,
        @Nullable String backendId,
        @Nullable Provider provider,
        @Nullable SdkProvider sdkProvider,
        @Nullable String status,
        List<String> tags,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Integer shots,
        @Nullable Long runtime,
        @Nullable String sessionId,
        @Nullable SessionMode mode,
        @Nullable Instant expiresAt,
        @Nullable Instant closedAt,
        @Nullable Long usageTimeMillis,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public WorkloadResponse {
        tags = Values.list(tags);
        additionalProperties = Values.map(additionalProperties);
    }

    /** The same as a {@link Workload} of its type. */
    public Workload asWorkload() {
        if (WorkloadType.JOB.equals(type)) {
            return new Workload.JobWorkload(this);
        }
        if (WorkloadType.SESSION.equals(type)) {
            return new Workload.SessionWorkload(this);
        }
        return new Workload.OtherWorkload(this);
    }
}
