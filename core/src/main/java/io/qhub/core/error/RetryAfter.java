package io.qhub.core.error;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Reads how long a server asks to wait: {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date, which
 * is held against the answer's own {@code Date} so that a wrong clock on this side does no harm.
 */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * @param now this side's time, used where the answer carries no {@code Date}
     * @return the wait, or null where the header is missing, garbage, negative, zero or past
     */
    public static @Nullable Duration parse(HttpHeaders headers, Instant now) {
        Duration wait = millis(headers.getFirst("retry-after-ms"));
        if (wait == null) {
            String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
            if (value == null) {
                return null;
            }
            wait = seconds(value.trim());
            if (wait == null) {
                Instant until = date(value.trim());
                Instant serverNow = date(headers.getFirst(HttpHeaders.DATE));
                wait = until == null ? null : Duration.between(serverNow == null ? now : serverNow, until);
            }
        }
        return wait == null || wait.isNegative() || wait.isZero() ? null : wait;
    }

    /** The time that an HTTP date names, or null where it is none. */
    public static @Nullable Instant date(@Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US))
                    .toInstant();
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private static @Nullable Duration millis(@Nullable String value) {
        Double number = number(value == null ? null : value.trim());
        return number == null ? null : Duration.ofMillis(number.longValue());
    }

    private static @Nullable Duration seconds(String value) {
        Double number = number(value);
        return number == null ? null : Duration.ofMillis((long) Math.ceil(number * 1000));
    }

    // Digits with an optional fraction; at most 10^10, so that no later arithmetic overflows.
    private static @Nullable Double number(@Nullable String value) {
        if (value == null || !value.matches("\\d{1,18}(\\.\\d{1,9})?")) {
            return null;
        }
        return Math.min(Double.parseDouble(value), 1e10);
    }
}
