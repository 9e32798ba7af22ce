package io.qhub.quantum.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How a backend measured itself.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param backendId the backend
 * @param calibratedAt when it was calibrated
 * @param calibration the data in the provider's own form
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CalibrationResponse(
        @Nullable String backendId,
        @Nullable Instant calibratedAt,
        @Nullable JsonNode calibration) {

    public CalibrationResponse {
        calibration = Values.present(calibration);
    }
}
