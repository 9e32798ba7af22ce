package io.qhub.platform.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a content is published: to be read only, or to be changed by others too. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param permission what everybody may do with it; null leaves it to the Hub
 */
public record PublishContentRequest(@Nullable Role permission) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link PublishContentRequest} together. */
    public static final class Builder {

        private @Nullable Role permission;

        private Builder() {}

        /** What everybody may do with it; null leaves it to the Hub. */
        public Builder permission(Role permission) {
            this.permission = Objects.requireNonNull(permission, "permission");
            return this;
        }

        /** What has been put together. */
        public PublishContentRequest build() {
            return new PublishContentRequest(permission);
        }
    }
}
