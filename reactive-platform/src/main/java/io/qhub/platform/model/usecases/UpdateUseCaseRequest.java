package io.qhub.platform.model.usecases;

import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a use case becomes. A list that is null stays as it is; an empty list clears the assignment.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param title its title
 * @param summary a summary of at most 200 characters
 * @param description a description
 * @param applicationAreaUuids uuids of the areas of application, of the taxonomy; null leaves them as they are, an
 *     empty list clears them
 * @param industryUuids uuids of the industries, of the taxonomy; null leaves them as they are, an empty list clears
 *     them
 * @param algorithmIds ids of related algorithms; null leaves them as they are, an empty list clears them
 * @param implementationIds ids of related implementations; null leaves them as they are, an empty list clears them
 * @param dataPoolIds ids of related data pools; null leaves them as they are, an empty list clears them
 */
public record UpdateUseCaseRequest(
        String title,
        @Nullable String summary,
        @Nullable String description,
        @Nullable List<String> applicationAreaUuids,
        @Nullable List<String> industryUuids,
        @Nullable List<String> algorithmIds,
        @Nullable List<String> implementationIds,
        @Nullable List<String> dataPoolIds) {

    public UpdateUseCaseRequest {
        Values.notBlank("title", title);
        applicationAreaUuids = applicationAreaUuids == null ? null : Values.list(applicationAreaUuids);
        industryUuids = industryUuids == null ? null : Values.list(industryUuids);
        algorithmIds = algorithmIds == null ? null : Values.list(algorithmIds);
        implementationIds = implementationIds == null ? null : Values.list(implementationIds);
        dataPoolIds = dataPoolIds == null ? null : Values.list(dataPoolIds);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String title) {
        return new Builder(title);
    }

    /** Puts a {@link UpdateUseCaseRequest} together. */
    public static final class Builder {

        private final String title;
        private @Nullable String summary;
        private @Nullable String description;
        private @Nullable List<String> applicationAreaUuids;
        private @Nullable List<String> industryUuids;
        private @Nullable List<String> algorithmIds;
        private @Nullable List<String> implementationIds;
        private @Nullable List<String> dataPoolIds;

        private Builder(String title) {
            this.title = Values.notBlank("title", title);
        }

        /** A summary of at most 200 characters. */
        public Builder summary(String summary) {
            this.summary = Objects.requireNonNull(summary, "summary");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /**
         * Uuids of the areas of application, of the taxonomy, in place of those set before. An empty list clears them.
         */
        public Builder applicationAreaUuids(List<String> applicationAreaUuids) {
            this.applicationAreaUuids = List.copyOf(applicationAreaUuids);
            return this;
        }

        /** Uuids of the industries, of the taxonomy, in place of those set before. An empty list clears them. */
        public Builder industryUuids(List<String> industryUuids) {
            this.industryUuids = List.copyOf(industryUuids);
            return this;
        }

        /** Ids of related algorithms, in place of those set before. An empty list clears them. */
        public Builder algorithmIds(List<String> algorithmIds) {
            this.algorithmIds = List.copyOf(algorithmIds);
            return this;
        }

        /** Ids of related implementations, in place of those set before. An empty list clears them. */
        public Builder implementationIds(List<String> implementationIds) {
            this.implementationIds = List.copyOf(implementationIds);
            return this;
        }

        /** Ids of related data pools, in place of those set before. An empty list clears them. */
        public Builder dataPoolIds(List<String> dataPoolIds) {
            this.dataPoolIds = List.copyOf(dataPoolIds);
            return this;
        }

        /** What has been put together. */
        public UpdateUseCaseRequest build() {
            return new UpdateUseCaseRequest(
                    title,
                    summary,
                    description,
                    applicationAreaUuids,
                    industryUuids,
                    algorithmIds,
                    implementationIds,
                    dataPoolIds);
        }
    }
}
