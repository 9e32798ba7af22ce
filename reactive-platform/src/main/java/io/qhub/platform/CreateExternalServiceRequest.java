package io.qhub.platform;

import io.qhub.core.http.HubCall;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.externalservices.SecurityConfiguration;
import io.qhub.platform.model.internal.Values;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an external service is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param url where it is
 * @param description a description
 * @param securityConfiguration how the gateway authenticates at it
 * @param username the user name for that
 * @param password the password for that; a secret
 * @param apiDefinition its OpenAPI document, YAML or JSON
 */
public record CreateExternalServiceRequest(
        String name,
        String url,
        @Nullable String description,
        @Nullable SecurityConfiguration securityConfiguration,
        @Nullable String username,
        @Nullable String password,
        Uploads.@Nullable Source apiDefinition) {

    /** Refuses what the Hub would refuse. */
    public CreateExternalServiceRequest {
        Values.notBlank("name", name);
        Values.notBlank("url", url);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name, String url) {
        return new Builder(name, url);
    }

    <T> HubCall<T> on(HubCall<T> call) {
        return call.query("name", name)
                .query("url", url)
                .query("description", description)
                .query("securityConfiguration", securityConfiguration)
                .secretQuery("username", username)
                .secretQuery("password", password)
                .part("apiDefinition", MediaTypes.typed(apiDefinition));
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "CreateExternalServiceRequest["
                + "name=" + name
                + ", url=" + url
                + ", description=" + description
                + ", securityConfiguration=" + securityConfiguration
                + ", username=" + username
                + ", password=" + Values.masked(password)
                + ", apiDefinition=" + apiDefinition
                + "]";
    }

    /** Puts a {@link CreateExternalServiceRequest} together. */
    public static final class Builder {

        private final String name;
        private final String url;
        private @Nullable String description;
        private @Nullable SecurityConfiguration securityConfiguration;
        private @Nullable String username;
        private @Nullable String password;
        private Uploads.@Nullable Source apiDefinition;

        private Builder(String name, String url) {
            this.name = Values.notBlank("name", name);
            this.url = Values.notBlank("url", url);
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** How the gateway authenticates at it. */
        public Builder securityConfiguration(SecurityConfiguration securityConfiguration) {
            this.securityConfiguration = Objects.requireNonNull(securityConfiguration, "securityConfiguration");
            return this;
        }

        /** The user name for that. */
        public Builder username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /** The password for that. A secret. */
        public Builder password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /** Its OpenAPI document, YAML or JSON. */
        public Builder apiDefinition(Uploads.Source apiDefinition) {
            this.apiDefinition = Objects.requireNonNull(apiDefinition, "apiDefinition");
            return this;
        }

        /** The same, from a file. */
        public Builder apiDefinition(Path file) {
            return apiDefinition(Uploads.fromPath(file));
        }

        /** The request. */
        public CreateExternalServiceRequest build() {
            return new CreateExternalServiceRequest(
                    name, url, description, securityConfiguration, username, password, apiDefinition);
        }
    }
}
