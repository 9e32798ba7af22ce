package io.qhub.platform.model.authentication;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an access key is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 */
public record CreateAccessKeyRequest(@Nullable String name) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link CreateAccessKeyRequest} together. */
    public static final class Builder {

        private @Nullable String name;

        private Builder() {}

        /** Its name. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** What has been put together. */
        public CreateAccessKeyRequest build() {
            return new CreateAccessKeyRequest(name);
        }
    }
}
