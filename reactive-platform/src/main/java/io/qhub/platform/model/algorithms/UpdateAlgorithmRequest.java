package io.qhub.platform.model.algorithms;

import io.qhub.platform.model.ComputationModel;
import io.qhub.platform.model.internal.Values;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an algorithm becomes. A list that is null stays as it is; an empty list clears the assignment.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param computationModel whether it runs on classical machines, quantum ones, or both
 * @param acronym a short name
 * @param intent what it is meant to do
 * @param problem the problem that it solves
 * @param inputFormat the format of the input
 * @param algoParameter the parameters of the algorithm
 * @param outputFormat the format of the output
 * @param solution how it solves the problem
 * @param assumptions what is assumed
 * @param nisqReady whether it runs on the noisy machines of today
 * @param speedUp the expected gain in speed, in words
 * @param applicationAreaUuids uuids of the areas of application, of the taxonomy; null leaves them as they are, an
 *     empty list clears them
 * @param problemTypeUuids uuids of the problem types, of the taxonomy; null leaves them as they are, an empty list
 *     clears them
 * @param learningMethodUuids uuids of the learning methods, of the taxonomy; null leaves them as they are, an empty
 *     list clears them
 * @param quantumComputationModelUuids uuids of the models of quantum computation, of the taxonomy; null leaves them as
 *     they are, an empty list clears them
 */
public record UpdateAlgorithmRequest(
        @Nullable String id,
        String name,
        ComputationModel computationModel,
        @Nullable String acronym,
        @Nullable String intent,
        @Nullable String problem,
        @Nullable String inputFormat,
        @Nullable String algoParameter,
        @Nullable String outputFormat,
        @Nullable String solution,
        @Nullable String assumptions,
        @Nullable Boolean nisqReady,
        @Nullable String speedUp,
        @Nullable List<String> applicationAreaUuids,
        @Nullable List<String> problemTypeUuids,
        @Nullable List<String> learningMethodUuids,
        @Nullable List<String> quantumComputationModelUuids) {

    public UpdateAlgorithmRequest {
        Values.notBlank("name", name);
        Objects.requireNonNull(computationModel, "computationModel");
        applicationAreaUuids = applicationAreaUuids == null ? null : Values.list(applicationAreaUuids);
        problemTypeUuids = problemTypeUuids == null ? null : Values.list(problemTypeUuids);
        learningMethodUuids = learningMethodUuids == null ? null : Values.list(learningMethodUuids);
        quantumComputationModelUuids =
                quantumComputationModelUuids == null ? null : Values.list(quantumComputationModelUuids);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name, ComputationModel computationModel) {
        return new Builder(name, computationModel);
    }

    /** Puts a {@link UpdateAlgorithmRequest} together. */
    public static final class Builder {

        private @Nullable String id;
        private final String name;
        private final ComputationModel computationModel;
        private @Nullable String acronym;
        private @Nullable String intent;
        private @Nullable String problem;
        private @Nullable String inputFormat;
        private @Nullable String algoParameter;
        private @Nullable String outputFormat;
        private @Nullable String solution;
        private @Nullable String assumptions;
        private @Nullable Boolean nisqReady;
        private @Nullable String speedUp;
        private @Nullable List<String> applicationAreaUuids;
        private @Nullable List<String> problemTypeUuids;
        private @Nullable List<String> learningMethodUuids;
        private @Nullable List<String> quantumComputationModelUuids;

        private Builder(String name, ComputationModel computationModel) {
            this.name = Values.notBlank("name", name);
            this.computationModel = Objects.requireNonNull(computationModel, "computationModel");
        }

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** A short name. */
        public Builder acronym(String acronym) {
            this.acronym = Objects.requireNonNull(acronym, "acronym");
            return this;
        }

        /** What it is meant to do. */
        public Builder intent(String intent) {
            this.intent = Objects.requireNonNull(intent, "intent");
            return this;
        }

        /** The problem that it solves. */
        public Builder problem(String problem) {
            this.problem = Objects.requireNonNull(problem, "problem");
            return this;
        }

        /** The format of the input. */
        public Builder inputFormat(String inputFormat) {
            this.inputFormat = Objects.requireNonNull(inputFormat, "inputFormat");
            return this;
        }

        /** The parameters of the algorithm. */
        public Builder algoParameter(String algoParameter) {
            this.algoParameter = Objects.requireNonNull(algoParameter, "algoParameter");
            return this;
        }

        /** The format of the output. */
        public Builder outputFormat(String outputFormat) {
            this.outputFormat = Objects.requireNonNull(outputFormat, "outputFormat");
            return this;
        }

        /** How it solves the problem. */
        public Builder solution(String solution) {
            this.solution = Objects.requireNonNull(solution, "solution");
            return this;
        }

        /** What is assumed. */
        public Builder assumptions(String assumptions) {
            this.assumptions = Objects.requireNonNull(assumptions, "assumptions");
            return this;
        }

        /** Whether it runs on the noisy machines of today. */
        public Builder nisqReady(boolean nisqReady) {
            this.nisqReady = nisqReady;
            return this;
        }

        /** The expected gain in speed, in words. */
        public Builder speedUp(String speedUp) {
            this.speedUp = Objects.requireNonNull(speedUp, "speedUp");
            return this;
        }

        /**
         * Uuids of the areas of application, of the taxonomy, in place of those set before. An empty list clears them.
         */
        public Builder applicationAreaUuids(List<String> applicationAreaUuids) {
            this.applicationAreaUuids = List.copyOf(applicationAreaUuids);
            return this;
        }

        /** Uuids of the problem types, of the taxonomy, in place of those set before. An empty list clears them. */
        public Builder problemTypeUuids(List<String> problemTypeUuids) {
            this.problemTypeUuids = List.copyOf(problemTypeUuids);
            return this;
        }

        /** Uuids of the learning methods, of the taxonomy, in place of those set before. An empty list clears them. */
        public Builder learningMethodUuids(List<String> learningMethodUuids) {
            this.learningMethodUuids = List.copyOf(learningMethodUuids);
            return this;
        }

        /**
         * Uuids of the models of quantum computation, of the taxonomy, in place of those set before. An empty list
         * clears them.
         */
        public Builder quantumComputationModelUuids(List<String> quantumComputationModelUuids) {
            this.quantumComputationModelUuids = List.copyOf(quantumComputationModelUuids);
            return this;
        }

        /** What has been put together. */
        public UpdateAlgorithmRequest build() {
            return new UpdateAlgorithmRequest(
                    id,
                    name,
                    computationModel,
                    acronym,
                    intent,
                    problem,
                    inputFormat,
                    algoParameter,
                    outputFormat,
                    solution,
                    assumptions,
                    nisqReady,
                    speedUp,
                    applicationAreaUuids,
                    problemTypeUuids,
                    learningMethodUuids,
                    quantumComputationModelUuids);
        }
    }
}
