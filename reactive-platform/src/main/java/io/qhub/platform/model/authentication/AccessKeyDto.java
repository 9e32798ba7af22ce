package io.qhub.platform.model.authentication;

import io.qhub.platform.model.internal.Values;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key of an application for the gateway. Every component may be null.
 *
 * <p>The canonical constructor is not API: components may be added in any version.
 *
 * @param accessKeyId the id of the key, the user name of the client credentials
 * @param secretAccessKey the secret; only in the answer to the creation
 * @param name its name
 * @param createdAt when it was created
 * @param lastUsedAt when it was last used
 */
public record AccessKeyDto(
        @Nullable String accessKeyId,
        @Nullable String secretAccessKey,
        @Nullable String name,
        @Nullable Instant createdAt,
        @Nullable Instant lastUsedAt) {

    /** Without what is secret. */
    @Override
    public String toString() {
        return "AccessKeyDto["
                + "accessKeyId=" + accessKeyId
                + ", secretAccessKey=" + Values.masked(secretAccessKey)
                + ", name=" + name
                + ", createdAt=" + createdAt
                + ", lastUsedAt=" + lastUsedAt
                + "]";
    }
}
