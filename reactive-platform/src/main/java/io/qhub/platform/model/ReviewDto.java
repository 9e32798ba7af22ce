package io.qhub.platform.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A review of an algorithm by an expert.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param userId the user
 * @param reviewerName the name of the reviewer
 * @param state where it stands
 */
public record ReviewDto(
        @Nullable String userId,
        @Nullable String reviewerName,
        @Nullable ReviewState state) {

    /** A builder; nothing is required. */
    public static Builder builder() {
        return new Builder();
    }

    /** Puts a {@link ReviewDto} together. */
    public static final class Builder {

        private @Nullable String userId;
        private @Nullable String reviewerName;
        private @Nullable ReviewState state;

        private Builder() {}

        /** The user. */
        public Builder userId(String userId) {
            this.userId = Objects.requireNonNull(userId, "userId");
            return this;
        }

        /** The name of the reviewer. */
        public Builder reviewerName(String reviewerName) {
            this.reviewerName = Objects.requireNonNull(reviewerName, "reviewerName");
            return this;
        }

        /** Where it stands. */
        public Builder state(ReviewState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /** What has been put together. */
        public ReviewDto build() {
            return new ReviewDto(userId, reviewerName, state);
        }
    }
}
