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
 * A machine or simulator that runs jobs. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id the Hub's id of the backend, such as {@code aws.ionq.forte}
 * @param internalId the provider's id of it
 * @param provider through whom it is reached
 * @param hardwareProvider who built it
 * @param name its short name
 * @param displayName its name for people
 * @param type what kind of machine it is
 * @param technology what its qubits are made of
 * @param status whether it takes jobs
 * @param queueSize how many jobs wait
 * @param avgQueueTime how long jobs wait on average, as the provider counts it
 * @param updatedAt when this entry was last changed; often only a day, then the start of that day in UTC
 * @param accessType how its use is paid
 * @param documentation where to read about it
 * @param configuration what it can run
 * @param availability when it can be used; never null
 * @param costs what it costs; never null
 * @param hasCalibration whether calibration data can be fetched
 * @param freeOfCharge whether it costs nothing
 * @param additionalProperties members that this version of the client does not know; never null
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Backend(
        @Nullable String id,
        @Nullable String internalId,
        @Nullable Provider provider,
        @Nullable HardwareProvider hardwareProvider,
        @Nullable String name,
        @Nullable String displayName,
        @Nullable BackendType type,
        @Nullable BackendTechnology technology,
        @Nullable BackendStatus status,
        @Nullable Integer queueSize,
        @Nullable Integer avgQueueTime,
        @Nullable Instant updatedAt,
        @Nullable BackendAccessType accessType,
        @Nullable Documentation documentation,
        @Nullable Configuration configuration,
        List<AvailabilityTimes> availability,
        List<Cost> costs,
        @Nullable Boolean hasCalibration,
        @Nullable Boolean freeOfCharge,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> additionalProperties) {

    public Backend {
        availability = Values.list(availability);
        costs = Values.list(costs);
        additionalProperties = Values.map(additionalProperties);
    }
}
