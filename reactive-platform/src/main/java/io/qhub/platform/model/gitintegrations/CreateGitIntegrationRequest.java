package io.qhub.platform.model.gitintegrations;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connection to a Git provider is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param provider the Git provider
 * @param name its name
 * @param baseUrl where the provider is, if it is not the public one
 * @param token the token for the Git provider; a secret
 */
public record CreateGitIntegrationRequest(
        GitProvider provider, String name, @Nullable String baseUrl, String token) {

    public CreateGitIntegrationRequest {
        Objects.requireNonNull(provider, "provider");
        Values.notBlank("name", name);
        Values.notBlank("token", token);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(GitProvider provider, String name, String token) {
        return new Builder(provider, name, token);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "CreateGitIntegrationRequest["
                + "provider=" + provider
                + ", name=" + name
                + ", baseUrl=" + baseUrl
                + ", token=" + Values.masked(token)
                + "]";
    }

    /** Puts a {@link CreateGitIntegrationRequest} together. */
    public static final class Builder {

        private final GitProvider provider;
        private final String name;
        private @Nullable String baseUrl;
        private final String token;

        private Builder(GitProvider provider, String name, String token) {
            this.provider = Objects.requireNonNull(provider, "provider");
            this.name = Values.notBlank("name", name);
            this.token = Values.notBlank("token", token);
        }

        /** Where the provider is, if it is not the public one. */
        public Builder baseUrl(String baseUrl) {
            this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
            return this;
        }

        /** What has been put together. */
        public CreateGitIntegrationRequest build() {
            return new CreateGitIntegrationRequest(provider, name, baseUrl, token);
        }
    }
}
