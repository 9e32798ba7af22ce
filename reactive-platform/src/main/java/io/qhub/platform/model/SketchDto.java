package io.qhub.platform.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An image that explains a content of the catalogue.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param imageURL where the image is
 * @param description a description
 */
public record SketchDto(
        @Nullable String id,
        @JsonAlias("imageUrl") @Nullable String imageURL,
        @Nullable String description) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.imageURL = imageURL;
        builder.description = description;
        return builder;
    }

    /** Puts a {@link SketchDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String imageURL;
        private @Nullable String description;

        private Builder() {}

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Where the image is. */
        public Builder imageURL(String imageURL) {
            this.imageURL = Objects.requireNonNull(imageURL, "imageURL");
            return this;
        }

        /** A description. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** What has been put together. */
        public SketchDto build() {
            return new SketchDto(id, imageURL, description);
        }
    }
}
