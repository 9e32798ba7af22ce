package io.qhub.platform.model.servicejobs;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a service job is created from. Input and parameters are given as text, or as a file of a data pool. What is
 * null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param inputData the input, as text (JSON for most services)
 * @param inputDataRef the input, as a file of a data pool
 * @param parameters the parameters, as text (JSON for most services)
 * @param parametersRef the parameters, as a file of a data pool
 * @param persistResult whether the result is kept in a data pool
 * @param serviceDefinitionId the version of the service
 */
public record CreateJobRequest(
        @Nullable String inputData,
        @Nullable DataPoolRef inputDataRef,
        @Nullable String parameters,
        @Nullable DataPoolRef parametersRef,
        @Nullable Boolean persistResult,
        String serviceDefinitionId) {

    public CreateJobRequest {
        Values.notBlank("serviceDefinitionId", serviceDefinitionId);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String serviceDefinitionId) {
        return new Builder(serviceDefinitionId);
    }

    /** Puts a {@link CreateJobRequest} together. */
    public static final class Builder {

        private @Nullable String inputData;
        private @Nullable DataPoolRef inputDataRef;
        private @Nullable String parameters;
        private @Nullable DataPoolRef parametersRef;
        private @Nullable Boolean persistResult;
        private final String serviceDefinitionId;

        private Builder(String serviceDefinitionId) {
            this.serviceDefinitionId = Values.notBlank("serviceDefinitionId", serviceDefinitionId);
        }

        /** The input, as text (JSON for most services). */
        public Builder inputData(String inputData) {
            this.inputData = Objects.requireNonNull(inputData, "inputData");
            return this;
        }

        /** The input, as a file of a data pool. */
        public Builder inputDataRef(DataPoolRef inputDataRef) {
            this.inputDataRef = Objects.requireNonNull(inputDataRef, "inputDataRef");
            return this;
        }

        /** The parameters, as text (JSON for most services). */
        public Builder parameters(String parameters) {
            this.parameters = Objects.requireNonNull(parameters, "parameters");
            return this;
        }

        /** The parameters, as a file of a data pool. */
        public Builder parametersRef(DataPoolRef parametersRef) {
            this.parametersRef = Objects.requireNonNull(parametersRef, "parametersRef");
            return this;
        }

        /** Whether the result is kept in a data pool. */
        public Builder persistResult(boolean persistResult) {
            this.persistResult = persistResult;
            return this;
        }

        /** What has been put together. */
        public CreateJobRequest build() {
            return new CreateJobRequest(
                    inputData, inputDataRef, parameters, parametersRef, persistResult, serviceDefinitionId);
        }
    }
}
