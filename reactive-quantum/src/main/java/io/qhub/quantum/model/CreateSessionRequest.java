package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a session is created from. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param backendId the backend to hold
 * @param mode how to hold it
 * @param provider the backend's provider
 * @param ttl how long the session may last, in seconds, at least 1
 * @param tags tags to find the session by; never null
 * @param metadata free data of the caller, a JSON object
 * @param sdkProvider the SDK that the session's jobs are made with
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CreateSessionRequest(
        String backendId,
        SessionMode mode,
        Provider provider,
        @Nullable Integer ttl,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
        @Nullable JsonNode metadata,
        @Nullable SdkProvider sdkProvider) {

    public CreateSessionRequest {
        Values.notBlank("backendId", backendId);
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(provider, "provider");
        if (ttl != null) {
            Values.atLeast(1, "ttl", ttl);
        }
        tags = Values.list(tags);
        metadata = Values.present(metadata);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if {@code backendId} is blank
     */
    public static Builder builder(String backendId, Provider provider, SessionMode mode) {
        return new Builder(backendId, provider, mode);
    }

    /** Puts a request together. Each method refuses what the Hub would refuse. */
    public static final class Builder {

        private final String backendId;
        private final Provider provider;
        private final SessionMode mode;
        private final List<String> tags = new ArrayList<>();
        private @Nullable Integer ttl;
        private @Nullable JsonNode metadata;
        private @Nullable SdkProvider sdkProvider;

        private Builder(String backendId, Provider provider, SessionMode mode) {
            this.backendId = Values.notBlank("backendId", backendId);
            this.provider = Objects.requireNonNull(provider, "provider");
            this.mode = Objects.requireNonNull(mode, "mode");
        }

        /** How long the session may last, in seconds, at least 1. */
        public Builder ttl(int seconds) {
            this.ttl = Values.atLeast(1, "ttl", seconds);
            return this;
        }

        /** Adds a tag to find the session by. */
        public Builder tag(String tag) {
            tags.add(Values.notBlank("tag", tag));
            return this;
        }

        /** Replaces all tags. */
        public Builder tags(Collection<String> tags) {
            List<String> replacement = List.copyOf(tags);
            this.tags.clear();
            replacement.forEach(this::tag);
            return this;
        }

        /** Free data of the caller, a JSON object. */
        public Builder metadata(JsonNode metadata) {
            this.metadata = Values.object("metadata", metadata);
            return this;
        }

        /** The SDK that the session's jobs are made with. */
        public Builder sdkProvider(SdkProvider sdkProvider) {
            this.sdkProvider = Objects.requireNonNull(sdkProvider, "sdkProvider");
            return this;
        }

        /** The request. */
        public CreateSessionRequest build() {
            return new CreateSessionRequest(backendId, mode, provider, ttl, tags, metadata, sdkProvider);
        }
    }
}
