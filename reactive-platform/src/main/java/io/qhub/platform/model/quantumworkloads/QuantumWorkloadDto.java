package io.qhub.platform.model.quantumworkloads;

import io.qhub.platform.model.AmountMajorDto;
import io.qhub.platform.model.QuantumProvider;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quantum job or session, with its cost. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param type what kind it is
 * @param organizationId the organization
 * @param organizationName the name of the organization
 * @param userId the user
 * @param backendId the backend that it ran on
 * @param provider the quantum provider
 * @param status where it stands
 * @param shots how many shots it was
 * @param runtime how long it ran, in milliseconds
 * @param amountMajor the amount of money
 * @param createdAt when it was created
 * @param endedAt when it ended
 */
public record QuantumWorkloadDto(
        @Nullable String id,
        @Nullable WorkloadType type,
        @Nullable String organizationId,
        @Nullable String organizationName,
        @Nullable String userId,
        @Nullable String backendId,
        @Nullable QuantumProvider provider,
        @Nullable String status,
        @Nullable Integer shots,
        @Nullable Long runtime,
        @Nullable AmountMajorDto amountMajor,
        @Nullable Instant createdAt,
        @Nullable Instant endedAt) {}
