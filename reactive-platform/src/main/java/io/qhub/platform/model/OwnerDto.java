package io.qhub.platform.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A user or an organization that owns a content of the catalogue.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param id its id
 * @param firstName the first name
 * @param lastName the last name
 * @param academicTitle the academic title, as it stands before the name
 * @param displayName the name to show
 * @param isOrganization whether it is an organization
 * @param isExpert whether it is an expert who reviews
 */
public record OwnerDto(
        @Nullable String id,
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String academicTitle,
        @Nullable String displayName,
        @Nullable Boolean isOrganization,
        @Nullable Boolean isExpert) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link OwnerDto} together. */
    public static final class Builder {

        private @Nullable String id;
        private @Nullable String firstName;
        private @Nullable String lastName;
        private @Nullable String academicTitle;
        private @Nullable String displayName;
        private @Nullable Boolean isOrganization;
        private @Nullable Boolean isExpert;

        private Builder() {}

        /** Its id. */
        public Builder id(String id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** The first name. */
        public Builder firstName(String firstName) {
            this.firstName = Objects.requireNonNull(firstName, "firstName");
            return this;
        }

        /** The last name. */
        public Builder lastName(String lastName) {
            this.lastName = Objects.requireNonNull(lastName, "lastName");
            return this;
        }

        /** The academic title, as it stands before the name. */
        public Builder academicTitle(String academicTitle) {
            this.academicTitle = Objects.requireNonNull(academicTitle, "academicTitle");
            return this;
        }

        /** The name to show. */
        public Builder displayName(String displayName) {
            this.displayName = Objects.requireNonNull(displayName, "displayName");
            return this;
        }

        /** Whether it is an organization. */
        public Builder isOrganization(boolean isOrganization) {
            this.isOrganization = isOrganization;
            return this;
        }

        /** Whether it is an expert who reviews. */
        public Builder isExpert(boolean isExpert) {
            this.isExpert = isExpert;
            return this;
        }

        /** What has been put together. */
        public OwnerDto build() {
            return new OwnerDto(id, firstName, lastName, academicTitle, displayName, isOrganization, isExpert);
        }
    }
}
