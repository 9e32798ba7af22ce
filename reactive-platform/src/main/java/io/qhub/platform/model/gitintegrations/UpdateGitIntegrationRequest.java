package io.qhub.platform.model.gitintegrations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a connection to a Git provider is changed. What is null stays as it is.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param token the new token for the Git provider; a secret
 */
public record UpdateGitIntegrationRequest(
        @Nullable String name, @Nullable String token) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "UpdateGitIntegrationRequest[" + "name=" + name + ", token=" + Values.masked(token) + "]";
    }

    /** Puts a {@link UpdateGitIntegrationRequest} together. */
    public static final class Builder {

        private @Nullable String name;
        private @Nullable String token;

        private Builder() {}

        /** Its name. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The new token for the Git provider. A secret. */
        public Builder token(String token) {
            this.token = Objects.requireNonNull(token, "token");
            return this;
        }

        /** What has been put together. */
        public UpdateGitIntegrationRequest build() {
            return new UpdateGitIntegrationRequest(name, token);
        }
    }
}
