package io.qhub.platform.model.implementations;

import io.qhub.platform.model.Visibility;
import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an implementation becomes. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param description a description
 * @param visibility who can see it
 */
public record UpdateImplementationRequest(
        String name, @Nullable String description, @Nullable Visibility visibility) {

    public UpdateImplementationRequest {
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

    /** Puts a {@link UpdateImplementationRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String description;
        private @Nullable Visibility visibility;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Who can see it. */
        public Builder visibility(Visibility visibility) {
            this.visibility = Objects.requireNonNull(visibility, "visibility");
            return this;
        }

        /** What has been put together. */
        public UpdateImplementationRequest build() {
            return new UpdateImplementationRequest(name, description, visibility);
        }
    }
}
