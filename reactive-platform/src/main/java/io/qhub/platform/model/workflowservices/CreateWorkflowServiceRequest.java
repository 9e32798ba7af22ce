package io.qhub.platform.model.workflowservices;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow service is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param description a description
 */
public record CreateWorkflowServiceRequest(
        String name, @Nullable String description) {

    public CreateWorkflowServiceRequest {
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

    /** Puts a {@link CreateWorkflowServiceRequest} together. */
    public static final class Builder {

        private final String name;
        private @Nullable String description;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** What has been put together. */
        public CreateWorkflowServiceRequest build() {
            return new CreateWorkflowServiceRequest(name, description);
        }
    }
}
