package io.qhub.platform.model.algorithms;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A relation of one algorithm to another.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param sourceAlgorithmId the algorithm that the relation starts from
 * @param targetAlgorithmId the algorithm that the relation leads to
 * @param algorithmRelationType what the source is to the target
 * @param description a description
 */
public record AlgorithmRelationDto(
        @Nullable String id,
        @Nullable String sourceAlgorithmId,
        @Nullable String targetAlgorithmId,
        @Nullable AlgorithmRelationTypeDto algorithmRelationType,
        @Nullable String description) {

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(
            String sourceAlgorithmId, String targetAlgorithmId, AlgorithmRelationTypeDto algorithmRelationType) {
        return new Builder(sourceAlgorithmId, targetAlgorithmId, algorithmRelationType);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.sourceAlgorithmId = sourceAlgorithmId;
        builder.targetAlgorithmId = targetAlgorithmId;
        builder.algorithmRelationType = algorithmRelationType;
        builder.description = description;
        return builder;
    }

    /** Puts a {@link AlgorithmRelationDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String sourceAlgorithmId;
        private @Nullable String targetAlgorithmId;
        private @Nullable AlgorithmRelationTypeDto algorithmRelationType;
        private @Nullable String description;

        private Builder() {}

        private Builder(
                String sourceAlgorithmId, String targetAlgorithmId, AlgorithmRelationTypeDto algorithmRelationType) {
            this.sourceAlgorithmId = Values.notBlank("sourceAlgorithmId", sourceAlgorithmId);
            this.targetAlgorithmId = Values.notBlank("targetAlgorithmId", targetAlgorithmId);
            this.algorithmRelationType = Objects.requireNonNull(algorithmRelationType, "algorithmRelationType");
        }

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** The algorithm that the relation starts from. */
        public Builder sourceAlgorithmId(String sourceAlgorithmId) {
            this.sourceAlgorithmId = Objects.requireNonNull(sourceAlgorithmId, "sourceAlgorithmId");
            return this;
        }

        /** The algorithm that the relation leads to. */
        public Builder targetAlgorithmId(String targetAlgorithmId) {
            this.targetAlgorithmId = Objects.requireNonNull(targetAlgorithmId, "targetAlgorithmId");
            return this;
        }

        /** What the source is to the target. */
        public Builder algorithmRelationType(AlgorithmRelationTypeDto algorithmRelationType) {
            this.algorithmRelationType = Objects.requireNonNull(algorithmRelationType, "algorithmRelationType");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** What has been put together. */
        public AlgorithmRelationDto build() {
            return new AlgorithmRelationDto(
                    id, sourceAlgorithmId, targetAlgorithmId, algorithmRelationType, description);
        }
    }
}
