package io.qhub.platform.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who becomes a member of a content of the catalogue, with which role. Exactly one of {@code userId} and
 * {@code organizationId} is given. What is null is not sent.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param userId the user
 * @param organizationId the organization
 * @param permission the role
 */
public record CreateAccessPermissionRequest(
        @Nullable String userId, @Nullable String organizationId, Role permission) {

    public CreateAccessPermissionRequest {
        Objects.requireNonNull(permission, "permission");
        if ((userId == null) == (organizationId == null)) {
            throw new IllegalArgumentException("exactly one of userId and organizationId is needed");
        }
    }

    /** A builder with what is required. */
    public static Builder builder(Role permission) {
        return new Builder(permission);
    }

    /** Puts a {@link CreateAccessPermissionRequest} together. */
    public static final class Builder {

        private @Nullable String userId;
        private @Nullable String organizationId;
        private final Role permission;

        private Builder(Role permission) {
            this.permission = Objects.requireNonNull(permission, "permission");
        }

        /** The user. */
        public Builder userId(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
            return this;
        }

        /** The organization. */
        public Builder organizationId(String organizationId) {
            this.organizationId = Objects.requireNonNull(organizationId, "organizationId");
            return this;
        }

        /**
         * What has been put together.
         *
         * @throws IllegalArgumentException unless exactly one of user and organization is set
         */
        public CreateAccessPermissionRequest build() {
            return new CreateAccessPermissionRequest(userId, organizationId, permission);
        }
    }
}
