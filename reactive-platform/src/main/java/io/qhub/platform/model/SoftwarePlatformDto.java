package io.qhub.platform.model;

import io.qhub.platform.model.internal.Values;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A platform that an implementation needs.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param name its name
 * @param link where to read more
 * @param licence the licence
 * @param version its version
 */
public record SoftwarePlatformDto(
        @Nullable String id,
        @Nullable String name,
        @Nullable String link,
        @Nullable String licence,
        @Nullable String version) {

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
        builder.link = link;
        builder.licence = licence;
        builder.version = version;
        return builder;
    }

    /** Puts a {@link SoftwarePlatformDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String name;
        private @Nullable String link;
        private @Nullable String licence;
        private @Nullable String version;

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

        /** Where to read more. */
        public Builder link(String link) {
            this.link = Objects.requireNonNull(link, "link");
            return this;
        }

        /** The licence. */
        public Builder licence(String licence) {
            this.licence = Objects.requireNonNull(licence, "licence");
            return this;
        }

        /** Its version. */
        public Builder version(String version) {
            this.version = Objects.requireNonNull(version, "version");
            return this;
        }

        /** What has been put together. */
        public SoftwarePlatformDto build() {
            return new SoftwarePlatformDto(id, name, link, licence, version);
        }
    }
}
