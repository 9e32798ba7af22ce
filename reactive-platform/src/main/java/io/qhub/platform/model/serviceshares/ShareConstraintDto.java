package io.qhub.platform.model.serviceshares;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What limits a share, such as a span of time.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param type what kind of limit it is
 * @param validFrom from when on it is valid
 * @param validUntil until when it is valid
 */
public record ShareConstraintDto(
        @Nullable ShareConstraintType type,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil) {

    /** A builder with what is required. */
    public static Builder builder(ShareConstraintType type) {
        return new Builder(type);
    }

    /** A builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.type = type;
        builder.validFrom = validFrom;
        builder.validUntil = validUntil;
        return builder;
    }

    /** Puts a {@link ShareConstraintDto} together. */
    public static final class Builder {

        private @Nullable ShareConstraintType type;
        private @Nullable Instant validFrom;
        private @Nullable Instant validUntil;

        private Builder() {}

        private Builder(ShareConstraintType type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** What kind of limit it is. */
        public Builder type(ShareConstraintType type) {
            this.type = Objects.requireNonNull(type, "type");
            return this;
        }

        /** From when on it is valid. */
        public Builder validFrom(Instant validFrom) {
            this.validFrom = Objects.requireNonNull(validFrom, "validFrom");
            return this;
        }

        /** Until when it is valid. */
        public Builder validUntil(Instant validUntil) {
            this.validUntil = Objects.requireNonNull(validUntil, "validUntil");
            return this;
        }

        /** What has been put together. */
        public ShareConstraintDto build() {
            return new ShareConstraintDto(type, validFrom, validUntil);
        }
    }
}
