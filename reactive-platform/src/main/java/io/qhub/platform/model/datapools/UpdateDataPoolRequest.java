package io.qhub.platform.model.datapools;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a data pool is changed. What is null stays as it is.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param shortDescription a description of a line or two
 * @param description a description
 */
public record UpdateDataPoolRequest(
        @Nullable String name,
        @Nullable String shortDescription,
        @Nullable String description) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link UpdateDataPoolRequest} together. */
    public static final class Builder {

        private @Nullable String name;
        private @Nullable String shortDescription;
        private @Nullable String description;

        private Builder() {}

        /** Its name. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** A description of a line or two. */
        public Builder shortDescription(String shortDescription) {
            this.shortDescription = Objects.requireNonNull(shortDescription, "shortDescription");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** What has been put together. */
        public UpdateDataPoolRequest build() {
            return new UpdateDataPoolRequest(name, shortDescription, description);
        }
    }
}
