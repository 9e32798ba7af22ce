package io.qhub.platform.model.externalservices;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A usage that the provider of an external service reports. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param correlationId the id of the call that the usage belongs to
 * @param productId the product
 * @param count how many units
 */
public record MeteringRequest(
        @Nullable String correlationId,
        @Nullable String productId,
        @Nullable Long count) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link MeteringRequest} together. */
    public static final class Builder {

        private @Nullable String correlationId;
        private @Nullable String productId;
        private @Nullable Long count;

        private Builder() {}

        /** The id of the call that the usage belongs to. */
        public Builder correlationId(String correlationId) {
            this.correlationId = Objects.requireNonNull(correlationId, "correlationId");
            return this;
        }

        /** The product. */
        public Builder productId(String productId) {
            this.productId = Objects.requireNonNull(productId, "productId");
            return this;
        }

        /** How many units. */
        public Builder count(long count) {
            this.count = count;
            return this;
        }

        /** What has been put together. */
        public MeteringRequest build() {
            return new MeteringRequest(correlationId, productId, count);
        }
    }
}
