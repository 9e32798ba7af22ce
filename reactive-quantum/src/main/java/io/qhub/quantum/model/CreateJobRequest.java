package io.qhub.quantum.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a job is created from. What is null is not sent.
 *
 * <pre>{@code
 * CreateJobRequest request = CreateJobRequest.builder("azure.ionq.simulator", 500, circuit)
 *         .name("bell-pair")
 *         .build();
 * }</pre>
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param backendId the backend to run on
 * @param shots how often the input is run, at least 1
 * @param input what is run
 * @param name a name for people
 * @param inputFormat the input's format; null is the backend's default
 * @param inputParams what the backend takes beside the input
 * @param tags tags to find the job by; never null
 * @param sessionId the session to run in
 * @param sdkProvider the SDK that made the input
 * @param provider the backend's provider; the Hub knows it from the backend, only older versions of it asked for it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CreateJobRequest(
        String backendId,
        Integer shots,
        JobInput input,
        @Nullable String name,
        @Nullable JobInputFormat inputFormat,
        @Nullable JobInputParams inputParams,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
        @Nullable String sessionId,
        @Nullable SdkProvider sdkProvider,
        @Nullable Provider provider) {

    public CreateJobRequest {
        Values.notBlank("backendId", backendId);
        Values.atLeast(1, "shots", Objects.requireNonNull(shots, "shots"));
        Objects.requireNonNull(input, "input");
        tags = Values.list(tags);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if {@code backendId} is blank or {@code shots} less than 1
     */
    public static Builder builder(String backendId, int shots, JobInput input) {
        return new Builder(backendId, shots, input);
    }

    /** A builder that starts from this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(backendId, shots, input);
        builder.name = name;
        builder.inputFormat = inputFormat;
        builder.inputParams = inputParams;
        builder.tags.addAll(tags);
        builder.sessionId = sessionId;
        builder.sdkProvider = sdkProvider;
        builder.provider = provider;
        return builder;
    }

    /** Puts a request together. Each method refuses what the Hub would refuse. */
    public static final class Builder {

        private final String backendId;
        private final int shots;
        private final JobInput input;
        private final List<String> tags = new ArrayList<>();
        private @Nullable String name;
        private @Nullable JobInputFormat inputFormat;
        private @Nullable JobInputParams inputParams;
        private @Nullable String sessionId;
        private @Nullable SdkProvider sdkProvider;
        private @Nullable Provider provider;

        private Builder(String backendId, int shots, JobInput input) {
            this.backendId = Values.notBlank("backendId", backendId);
            this.shots = Values.atLeast(1, "shots", shots);
            this.input = Objects.requireNonNull(input, "input");
        }

        /** A name for people. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The input's format; without it the Hub takes the backend's default. */
        public Builder inputFormat(JobInputFormat inputFormat) {
            this.inputFormat = Objects.requireNonNull(inputFormat, "inputFormat");
            return this;
        }

        /** What the backend takes beside the input. */
        public Builder inputParams(JobInputParams inputParams) {
            this.inputParams = Objects.requireNonNull(inputParams, "inputParams");
            return this;
        }

        /** Adds a tag to find the job by. */
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

        /** The session to run in. */
        public Builder sessionId(String sessionId) {
            this.sessionId = Values.notBlank("sessionId", sessionId);
            return this;
        }

        /** The SDK that made the input. */
        public Builder sdkProvider(SdkProvider sdkProvider) {
            this.sdkProvider = Objects.requireNonNull(sdkProvider, "sdkProvider");
            return this;
        }

        /** The backend's provider. The Hub knows it from the backend; only older versions of it asked for it. */
        public Builder provider(Provider provider) {
            this.provider = Objects.requireNonNull(provider, "provider");
            return this;
        }

        /** The request. */
        public CreateJobRequest build() {
            return new CreateJobRequest(
                    backendId, shots, input, name, inputFormat, inputParams, tags, sessionId, sdkProvider, provider);
        }
    }
}
