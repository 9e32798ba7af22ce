package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An algorithm of the catalogue. Sent to create one as well, without an id.
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
 * @param creationDate when it was created
 * @param lastModifiedAt when it was last changed
 * @param sketches the sketches; never null
 * @param nisqReady whether it runs on the noisy machines of today
 * @param speedUp the expected gain in speed, in words
 * @param quantumComputationModel the model of quantum computation, of the older form
 * @param applicationAreas the areas of application; never null
 * @param problemTypes the problem types; never null
 * @param learningMethods the learning methods; never null
 * @param quantumComputationModels the models of quantum computation; never null
 * @param currentUserPermission what the caller may do with it
 * @param isPublic whether everybody can see it
 * @param owners who owns it; never null
 * @param reviews the reviews; never null
 */
public record AlgorithmDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable ComputationModel computationModel,
        @Nullable String acronym,
        @Nullable String intent,
        @Nullable String problem,
        @Nullable String inputFormat,
        @Nullable String algoParameter,
        @Nullable String outputFormat,
        @Nullable String solution,
        @Nullable String assumptions,
        @Nullable Instant creationDate,
        @Nullable Instant lastModifiedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SketchDto> sketches,
        @Nullable Boolean nisqReady,
        @Nullable String speedUp,
        @Nullable QuantumComputationModel quantumComputationModel,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaxonomyElement> applicationAreas,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaxonomyElement> problemTypes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaxonomyElement> learningMethods,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaxonomyElement> quantumComputationModels,
        @Nullable Role currentUserPermission,
        @JsonProperty("public") @Nullable Boolean isPublic,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OwnerDto> owners,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReviewDto> reviews) {

    public AlgorithmDto {
        sketches = Values.list(sketches);
        applicationAreas = Values.list(applicationAreas);
        problemTypes = Values.list(problemTypes);
        learningMethods = Values.list(learningMethods);
        quantumComputationModels = Values.list(quantumComputationModels);
        owners = Values.list(owners);
        reviews = Values.list(reviews);
    }

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name, ComputationModel computationModel) {
        return new Builder(name, computationModel);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.computationModel = computationModel;
        builder.acronym = acronym;
        builder.intent = intent;
        builder.problem = problem;
        builder.inputFormat = inputFormat;
        builder.algoParameter = algoParameter;
        builder.outputFormat = outputFormat;
        builder.solution = solution;
        builder.assumptions = assumptions;
        builder.creationDate = creationDate;
        builder.lastModifiedAt = lastModifiedAt;
        builder.sketches = sketches;
        builder.nisqReady = nisqReady;
        builder.speedUp = speedUp;
        builder.quantumComputationModel = quantumComputationModel;
        builder.applicationAreas = applicationAreas;
        builder.problemTypes = problemTypes;
        builder.learningMethods = learningMethods;
        builder.quantumComputationModels = quantumComputationModels;
        builder.currentUserPermission = currentUserPermission;
        builder.isPublic = isPublic;
        builder.owners = owners;
        builder.reviews = reviews;
        return builder;
    }

    /** Puts a {@link AlgorithmDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String name;
        private @Nullable ComputationModel computationModel;
        private @Nullable String acronym;
        private @Nullable String intent;
        private @Nullable String problem;
        private @Nullable String inputFormat;
        private @Nullable String algoParameter;
        private @Nullable String outputFormat;
        private @Nullable String solution;
        private @Nullable String assumptions;
        private @Nullable Instant creationDate;
        private @Nullable Instant lastModifiedAt;
        private List<SketchDto> sketches = List.of();
        private @Nullable Boolean nisqReady;
        private @Nullable String speedUp;
        private @Nullable QuantumComputationModel quantumComputationModel;
        private List<TaxonomyElement> applicationAreas = List.of();
        private List<TaxonomyElement> problemTypes = List.of();
        private List<TaxonomyElement> learningMethods = List.of();
        private List<TaxonomyElement> quantumComputationModels = List.of();
        private @Nullable Role currentUserPermission;
        private @Nullable Boolean isPublic;
        private List<OwnerDto> owners = List.of();
        private List<ReviewDto> reviews = List.of();

        private Builder() {}

        private Builder(String name, ComputationModel computationModel) {
            this.name = Values.notBlank("name", name);
            this.computationModel = Objects.requireNonNull(computationModel, "computationModel");
        }

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Its name. */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Whether it runs on classical machines, quantum ones, or both. */
        public Builder computationModel(ComputationModel computationModel) {
            this.computationModel = Objects.requireNonNull(computationModel, "computationModel");
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

        /** When it was created. */
        public Builder creationDate(Instant creationDate) {
            this.creationDate = Objects.requireNonNull(creationDate, "creationDate");
            return this;
        }

        /** When it was last changed. */
        public Builder lastModifiedAt(Instant lastModifiedAt) {
            this.lastModifiedAt = Objects.requireNonNull(lastModifiedAt, "lastModifiedAt");
            return this;
        }

        /** The sketches, in place of those set before. */
        public Builder sketches(List<SketchDto> sketches) {
            this.sketches = List.copyOf(sketches);
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

        /** The model of quantum computation, of the older form. */
        public Builder quantumComputationModel(QuantumComputationModel quantumComputationModel) {
            this.quantumComputationModel = Objects.requireNonNull(quantumComputationModel, "quantumComputationModel");
            return this;
        }

        /** The areas of application, in place of those set before. */
        public Builder applicationAreas(List<TaxonomyElement> applicationAreas) {
            this.applicationAreas = List.copyOf(applicationAreas);
            return this;
        }

        /** The problem types, in place of those set before. */
        public Builder problemTypes(List<TaxonomyElement> problemTypes) {
            this.problemTypes = List.copyOf(problemTypes);
            return this;
        }

        /** The learning methods, in place of those set before. */
        public Builder learningMethods(List<TaxonomyElement> learningMethods) {
            this.learningMethods = List.copyOf(learningMethods);
            return this;
        }

        /** The models of quantum computation, in place of those set before. */
        public Builder quantumComputationModels(List<TaxonomyElement> quantumComputationModels) {
            this.quantumComputationModels = List.copyOf(quantumComputationModels);
            return this;
        }

        /** What the caller may do with it. */
        public Builder currentUserPermission(Role currentUserPermission) {
            this.currentUserPermission = Objects.requireNonNull(currentUserPermission, "currentUserPermission");
            return this;
        }

        /** Whether everybody can see it. */
        public Builder isPublic(boolean isPublic) {
            this.isPublic = isPublic;
            return this;
        }

        /** Who owns it, in place of those set before. */
        public Builder owners(List<OwnerDto> owners) {
            this.owners = List.copyOf(owners);
            return this;
        }

        /** The reviews, in place of those set before. */
        public Builder reviews(List<ReviewDto> reviews) {
            this.reviews = List.copyOf(reviews);
            return this;
        }

        /** What has been put together. */
        public AlgorithmDto build() {
            return new AlgorithmDto(
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
                    creationDate,
                    lastModifiedAt,
                    sketches,
                    nisqReady,
                    speedUp,
                    quantumComputationModel,
                    applicationAreas,
                    problemTypes,
                    learningMethods,
                    quantumComputationModels,
                    currentUserPermission,
                    isPublic,
                    owners,
                    reviews);
        }
    }
}
