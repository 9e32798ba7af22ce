package io.qhub.platform.model.implementations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an implementation is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param description a description
 * @param implementedAlgorithmId the algorithm that it implements
 */
public record CreateImplementationRequest(
        String name, @Nullable String description, @Nullable String implementedAlgorithmId) {

    public CreateImplementationRequest {
        Values.notBlank("name", name);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Puts a {@link CreateImplementationRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String description;
        private @Nullable String implementedAlgorithmId;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** The algorithm that it implements. */
        public Builder implementedAlgorithmId(String implementedAlgorithmId) {
            this.implementedAlgorithmId = Objects.requireNonNull(implementedAlgorithmId, "implementedAlgorithmId");
            return this;
        }

        /** What has been put together. */
        public CreateImplementationRequest build() {
            return new CreateImplementationRequest(name, description, implementedAlgorithmId);
        }
    }
}
