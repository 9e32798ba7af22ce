package io.qhub.platform.model.organizations;

import io.qhub.platform.model.Role;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is invited to an organization, by e-mail address or user id, and with which role. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param email the e-mail address
 * @param userId the user
 * @param role the role
 */
public record AddOrganizationMemberRequest(
        @Nullable String email, @Nullable String userId, Role role) {

    public AddOrganizationMemberRequest {
        Objects.requireNonNull(role, "role");
        if (email == null && userId == null) {
            throw new IllegalArgumentException("email or userId is needed");
        }
    }

    /** A builder with what is required. */
    public static Builder builder(Role role) {
        return new Builder(role);
    }

    /** Puts a {@link AddOrganizationMemberRequest} together. */
    public static final class Builder {

        private @Nullable String email;
        private @Nullable String userId;
        private final Role role;

        private Builder(Role role) {
            this.role = Objects.requireNonNull(role, "role");
        }

        /** The e-mail address. */
        public Builder email(String email) {
            this.email = Objects.requireNonNull(email, "email");
            return this;
        }

        /** The user. */
        public Builder userId(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
            return this;
        }

        /**
         * What has been put together.
         *
         * @throws IllegalArgumentException if neither e-mail address nor user is set
         */
        public AddOrganizationMemberRequest build() {
            return new AddOrganizationMemberRequest(email, userId, role);
        }
    }
}
