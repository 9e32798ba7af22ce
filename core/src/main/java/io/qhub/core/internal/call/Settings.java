package io.qhub.core.internal.call;

import io.qhub.core.RequestOptions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request options with nothing left to inherit. */
public record Settings(
        @Nullable String organization,
        Duration responseTimeout,
        Duration stallTimeout,
        @Nullable Duration callTimeout,
        int maxRetries,
        Duration rateLimitPatience,
        Duration maxRetryAfter,
        Map<String, String> headers) {

    public static Settings of(RequestOptions options) {
        return new Settings(
                options.organization() == null ? null : options.organization().orElse(null),
                orElse(options.responseTimeout(), Duration.ofSeconds(60)),
                orElse(options.stallTimeout(), Duration.ofSeconds(60)),
                options.callTimeout() == null ? null : options.callTimeout().orElse(null),
                orElse(options.maxRetries(), 2),
                orElse(options.rateLimitPatience(), Duration.ofMinutes(5)),
                orElse(options.maxRetryAfter(), Duration.ofSeconds(60)),
                options.headers());
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
