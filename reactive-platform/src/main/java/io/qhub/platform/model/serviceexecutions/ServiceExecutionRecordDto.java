package io.qhub.platform.model.serviceexecutions;

import io.qhub.platform.model.ExecutionStatus;
import io.qhub.platform.model.ServiceType;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of an execution of a service. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param createdAt when it was created
 * @param startedAt when it began to run
 * @param endedAt when it ended
 * @param status where it stands
 * @param type what kind it is
 * @param serviceId the service
 * @param serviceDefinitionId the version of the service
 * @param applicationId the application
 * @param subscriptionId the subscription
 * @param tags its tags; never null
 */
public record ServiceExecutionRecordDto(
        @Nullable String id,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ExecutionStatus status,
        @Nullable ServiceType type,
        @Nullable String serviceId,
        @Nullable String serviceDefinitionId,
        @Nullable String applicationId,
        @Nullable String subscriptionId,
        List<String> tags) {

    public ServiceExecutionRecordDto {
        tags = Values.list(tags);
    }
}
