package io.qhub.core.credentials;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token and, where it is known, the time at which it ends. Two tokens are the same if their values are.
 *
 * @param value the secret itself
 * @param expiresAt when it ends; null where that is not known
 */
public record AccessToken(String value, @Nullable Instant expiresAt) {

    /** Refuses an empty value. */
    public AccessToken {
        Objects.requireNonNull(value, "value");
        if (value.isBlank()) {
            throw new IllegalArgumentException("value: a token must not be empty");
        }
        if (value.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
            throw new IllegalArgumentException("value: a token holds printable ASCII characters without spaces only");
        }
    }

    /** A token of unknown life. */
    public static AccessToken of(String value) {
        return new AccessToken(value, null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessToken token && token.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Shows the end of life and never the value. */
    @Override
    public String toString() {
        return "AccessToken[***" + (expiresAt == null ? "" : ", expiresAt=" + expiresAt) + "]";
    }
}
