package io.qhub.core.credentials;

import java.time.Duration;

/** What no user has to set, but a test that cannot wait. */
public final class TokenRetries {

    private TokenRetries() {}

    /** Sets how long a failed request for a token waits before it is made again. */
    public static ClientCredentialsTokenProvider.Builder after(
            Duration delay, ClientCredentialsTokenProvider.Builder builder) {
        return builder.retryDelay(delay);
    }
}
