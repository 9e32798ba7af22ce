package io.qhub.quantum.model;

import java.util.Objects;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Opens a session for further jobs, or lets it drain.
 *
 * @param acceptJobs whether the session takes further jobs; false lets those that it has end
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record UpdateSessionStateRequest(Boolean acceptJobs) {
    public UpdateSessionStateRequest {
        Objects.requireNonNull(acceptJobs, "acceptJobs");
    }
}
