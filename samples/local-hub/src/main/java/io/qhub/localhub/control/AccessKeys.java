package io.qhub.localhub.control;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The access keys that the token endpoint accepts, each of one application. Thread-safe; {@code toString} shows no secret.
 */
public final class AccessKeys {

    /** Not a record: its text must not show the secret. */
    private static final class Key {
        private final byte[] secret;
        private final String application;

        private Key(byte[] secret, String application) {
            this.secret = secret;
            this.application = application;
        }
    }

    private final ConcurrentMap<String, Key> keys = new ConcurrentHashMap<>();

    /** No keys yet. */
    public AccessKeys() {}

    /**
     * Accepts this key from now on, instead of an earlier one of the same id.
     *
     * @param accessKeyId the id, without a colon, which ends it in HTTP Basic
     * @param secretAccessKey the secret
     * @param applicationId the application whose executions its tokens start and see
     */
    public AccessKeys register(String accessKeyId, String secretAccessKey, String applicationId) {
        notBlank(accessKeyId, "accessKeyId");
        notBlank(secretAccessKey, "secretAccessKey");
        notBlank(applicationId, "applicationId");
        if (accessKeyId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("accessKeyId must not contain a colon, was " + accessKeyId);
        }
        keys.put(accessKeyId, new Key(secretAccessKey.getBytes(StandardCharsets.UTF_8), applicationId));
        return this;
    }

    /** Refuses this key from now on. Tokens that it was given live on. */
    public void remove(String accessKeyId) {
        keys.remove(accessKeyId);
    }

    /** The application of a key; null if there is no such key or its secret is another. */
    public @Nullable String application(String accessKeyId, String secretAccessKey) {
        Key key = keys.get(accessKeyId);
        return key != null && MessageDigest.isEqual(key.secret, secretAccessKey.getBytes(StandardCharsets.UTF_8))
                ? key.application
                : null;
    }

    private static void notBlank(String value, String name) {
        if (Objects.requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
    }

    @Override
    public String toString() {
        return keys.size() + " access keys";
    }
}
