package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of a service that is an image in a container registry.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type which kind of source it is, as the Hub calls it
 * @param image the image, with the registry
 * @param tag the tag of the image
 * @param username the user name
 * @param password the password; a secret
 */
public record RegistrySource(
        @Nullable String type,
        @Nullable String image,
        @Nullable String tag,
        @Nullable String username,
        @Nullable String password)
        implements ServiceSource {

    /**
     * A builder with what is required.
     *
     * @throws IllegalArgumentException if a text is blank
     */
    public static Builder builder(String type, String image) {
        return new Builder(type, image);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.type = type;
        builder.image = image;
        builder.tag = tag;
        builder.username = username;
        builder.password = password;
        return builder;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "RegistrySource["
                + "type=" + type
                + ", image=" + image
                + ", tag=" + tag
                + ", username=" + username
                + ", password=" + Values.masked(password)
                + "]";
    }

    /** Puts a {@link RegistrySource} together. */
    public static final class Builder {

        private @Nullable String type;
        private @Nullable String image;
        private @Nullable String tag;
        private @Nullable String username;
        private @Nullable String password;

        private Builder() {}

        private Builder(String type, String image) {
            this.type = Values.notBlank("type", type);
            this.image = Values.notBlank("image", image);
        }

        /** Which kind of source it is, as the Hub calls it. */
        public Builder type(String type) {
            this.type = Objects.requireNonNull(type, "type");
            return this;
        }

        /** The image, with the registry. */
        public Builder image(String image) {
            this.image = Objects.requireNonNull(image, "image");
            return this;
        }

        /** The tag of the image. */
        public Builder tag(String tag) {
            this.tag = Objects.requireNonNull(tag, "tag");
            return this;
        }

        /** The user name. */
        public Builder username(String username) {
            this.username = Objects.requireNonNull(username, "username");
            return this;
        }

        /** The password. A secret. */
        public Builder password(String password) {
            this.password = Objects.requireNonNull(password, "password");
            return this;
        }

        /** What has been put together. */
        public RegistrySource build() {
            return new RegistrySource(type, image, tag, username, password);
        }
    }
}
