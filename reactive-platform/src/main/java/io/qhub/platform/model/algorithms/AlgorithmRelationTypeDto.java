package io.qhub.platform.model.algorithms;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an algorithm is to another.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param inverseTypeName what the target is to the source
 */
public record AlgorithmRelationTypeDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String inverseTypeName) {

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.inverseTypeName = inverseTypeName;
        return builder;
    }

    /** Puts a {@link AlgorithmRelationTypeDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String name;
        private @Nullable String inverseTypeName;

        private Builder() {}

        private Builder(String name) {
            this.name = Values.notBlank("name", name);
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

        /** What the target is to the source. */
        public Builder inverseTypeName(String inverseTypeName) {
            this.inverseTypeName = Objects.requireNonNull(inverseTypeName, "inverseTypeName");
            return this;
        }

        /** What has been put together. */
        public AlgorithmRelationTypeDto build() {
            return new AlgorithmRelationTypeDto(id, name, inverseTypeName);
        }
    }
}
