package io.qhub.core.polling;

import io.qhub.core.error.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * A successful answer with what stood around its body.
 *
 * @param body the decoded body
 * @param status the HTTP status, a 2xx
 * @param headers the answer's headers, read-only
 * @param <T> what the body is
 */
public record Answer<T>(T body, int status, HttpHeaders headers) {

    /** An answer without headers, for probes that do not come from HTTP. */
    public static <T> Answer<T> of(T body) {
        return new Answer<>(body, 200, HttpHeaders.EMPTY);
    }

    /**
     * How long the server asks to wait before the next request.
     *
     * @param now this side's time, used where the answer carries no {@code Date}
     * @return null where it asks for nothing
     */
    public @Nullable Duration retryAfter(Instant now) {
        return RetryAfter.parse(headers, now);
    }
}
