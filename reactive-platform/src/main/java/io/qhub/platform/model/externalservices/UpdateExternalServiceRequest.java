package io.qhub.platform.model.externalservices;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an external service is, and how the gateway authenticates there. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param url where it is
 * @param securityConfiguration how the gateway authenticates at the service
 * @param username the user name
 * @param password the password; a secret
 */
public record UpdateExternalServiceRequest(
        String url,
        @Nullable SecurityConfiguration securityConfiguration,
        @Nullable String username,
        @Nullable String password) {

    public UpdateExternalServiceRequest {
        Values.notBlank("url", url);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "UpdateExternalServiceRequest["
                + "url=" + url
                + ", securityConfiguration=" + securityConfiguration
                + ", username=" + username
                + ", password=" + Values.masked(password)
                + "]";
    }

    /** Puts a {@link UpdateExternalServiceRequest} together. */
    public static final class Builder {

        private final String url;
        private @Nullable SecurityConfiguration securityConfiguration;
        private @Nullable String username;
        private @Nullable String password;

        private Builder(String url) {
            this.url = Values.notBlank("url", url);
        }

        /** How the gateway authenticates at the service. */
        public Builder securityConfiguration(SecurityConfiguration securityConfiguration) {
            this.securityConfiguration = Objects.requireNonNull(securityConfiguration, "securityConfiguration");
            return this;
        }

        /** The user name. */
        public Builder username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /** The password. A secret. */
        public Builder password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /** What has been put together. */
        public UpdateExternalServiceRequest build() {
            return new UpdateExternalServiceRequest(url, securityConfiguration, username, password);
        }
    }
}
