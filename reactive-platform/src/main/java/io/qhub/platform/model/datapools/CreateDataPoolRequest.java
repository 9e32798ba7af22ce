package io.qhub.platform.model.datapools;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a data pool is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param description a description
 * @param shortDescription a description of a line or two
 */
public record CreateDataPoolRequest(
        String name, @Nullable String description, @Nullable String shortDescription) {

    public CreateDataPoolRequest {
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

    /** Puts a {@link CreateDataPoolRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String description;
        private @Nullable String shortDescription;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** A description of a line or two. */
        public Builder shortDescription(String shortDescription) {
            this.shortDescription = Objects.requireNonNull(shortDescription, "shortDescription");
            return this;
        }

        /** What has been put together. */
        public CreateDataPoolRequest build() {
            return new CreateDataPoolRequest(name, description, shortDescription);
        }
    }
}
