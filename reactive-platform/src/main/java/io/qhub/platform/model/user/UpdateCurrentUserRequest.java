package io.qhub.platform.model.user;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What of the current user is changed. What is null stays as it is.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param firstName the first name
 * @param lastName the last name
 * @param academicTitle the academic title, as it stands before the name
 */
public record UpdateCurrentUserRequest(
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String academicTitle) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link UpdateCurrentUserRequest} together. */
    public static final class Builder {

        private @Nullable String firstName;
        private @Nullable String lastName;
        private @Nullable String academicTitle;

        private Builder() {}

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

        /** What has been put together. */
        public UpdateCurrentUserRequest build() {
            return new UpdateCurrentUserRequest(firstName, lastName, academicTitle);
        }
    }
}
