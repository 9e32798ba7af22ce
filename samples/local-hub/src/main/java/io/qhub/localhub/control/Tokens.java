package io.qhub.localhub.control;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The access tokens that a hub accepts. Thread-safe; {@code toString} shows none of them. */
public final class Tokens {

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    /** No tokens yet. */
    public Tokens() {}

    /** Accepts this token from now on. */
    public void accept(String token) {
        if (Objects.requireNonNull(token, "token").isBlank()) {
            throw new IllegalArgumentException("a token must not be blank");
        }
        accepted.add(token);
    }

    /** Refuses this token from now on. */
    public void revoke(String token) {
        accepted.remove(token);
    }

    /** Whether this token is accepted. */
    public boolean isAccepted(@Nullable String token) {
        return token != null && accepted.contains(token);
    }

    @Override
    public String toString() {
        return accepted.size() + " tokens";
    }
}
