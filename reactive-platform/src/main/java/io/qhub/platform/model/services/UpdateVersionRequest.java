package io.qhub.platform.model.services;

import io.qhub.platform.model.ServiceSource;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of a version of a service is changed. What is null stays as it is.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param description a description
 * @param industryUuids uuids of the industries, of the taxonomy; null leaves them as they are, an empty list clears
 *     them
 * @param source what it is built from
 */
public record UpdateVersionRequest(
        @Nullable String description,
        @Nullable List<String> industryUuids,
        @Nullable ServiceSource source) {

    public UpdateVersionRequest {
        industryUuids = industryUuids == null ? null : Values.list(industryUuids);
    }

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link UpdateVersionRequest} together. */
    public static final class Builder {

        private @Nullable String description;
        private @Nullable List<String> industryUuids;
        private @Nullable ServiceSource source;

        private Builder() {}

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Uuids of the industries, of the taxonomy, in place of those set before. An empty list clears them. */
        public Builder industryUuids(List<String> industryUuids) {
            this.industryUuids = List.copyOf(industryUuids);
            return this;
        }

        /** What it is built from. */
        public Builder source(ServiceSource source) {
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /** What has been put together. */
        public UpdateVersionRequest build() {
            return new UpdateVersionRequest(description, industryUuids, source);
        }
    }
}
