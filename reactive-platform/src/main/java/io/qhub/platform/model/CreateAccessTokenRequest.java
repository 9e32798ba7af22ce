package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qhub.platform.model.internal.Values;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a personal access token is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param name its name
 * @param scopes what the token is for; never null
 * @param expiresAt the day on which it ends
 */
public record CreateAccessTokenRequest(
        String name,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TokenScope> scopes,
        @Nullable LocalDate expiresAt) {

    public CreateAccessTokenRequest {
        Values.notBlank("name", name);
        scopes = Values.list(scopes);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** Puts a {@link CreateAccessTokenRequest} together. */
    public static final class Builder {

        private final String name;
        private List<TokenScope> scopes = List.of();
        private @Nullable LocalDate expiresAt;

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
        }

        /** What the token is for, in place of those set before. */
        public Builder scopes(List<TokenScope> scopes) {
            this.scopes = List.copyOf(scopes);
            return this;
        }

        /** The day on which it ends. */
        public Builder expiresAt(LocalDate expiresAt) {
            this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
            return this;
        }

        /** What has been put together. */
        public CreateAccessTokenRequest build() {
            return new CreateAccessTokenRequest(name, scopes, expiresAt);
        }
    }
}
