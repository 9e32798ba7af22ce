package io.qhub.platform.model.serviceshares;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.RecipientType;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;

/**
 * With whom a service is shared, and within what limits.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param serviceId the service
 * @param recipientType what kind of recipient it is
 * @param recipientId the user or the organization
 * @param constraints the limits of the share; never null
 */
public record CreateServiceShareRequest(
        String serviceId,
        RecipientType recipientType,
        String recipientId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ShareConstraintDto> constraints) {

    public CreateServiceShareRequest {
        Values.notBlank("serviceId", serviceId);
        Objects.requireNonNull(recipientType, "recipientType");
        Values.notBlank("recipientId", recipientId);
        constraints = Values.list(constraints);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String serviceId, RecipientType recipientType, String recipientId) {
        return new Builder(serviceId, recipientType, recipientId);
    }

    /** Puts a {@link CreateServiceShareRequest} together. */
    public static final class Builder {

        private final String serviceId;
        private final RecipientType recipientType;
        private final String recipientId;
        private List<ShareConstraintDto> constraints = List.of();

        private Builder(String serviceId, RecipientType recipientType, String recipientId) {
            this.serviceId = Values.notBlank("serviceId", serviceId);
            this.recipientType = Objects.requireNonNull(recipientType, "recipientType");
            this.recipientId = Values.notBlank("recipientId", recipientId);
        }

        /** The limits of the share, in place of those set before. */
        public Builder constraints(List<ShareConstraintDto> constraints) {
            this.constraints = List.copyOf(constraints);
            return this;
        }

        /** What has been put together. */
        public CreateServiceShareRequest build() {
            return new CreateServiceShareRequest(serviceId, recipientType, recipientId, constraints);
        }
    }
}
