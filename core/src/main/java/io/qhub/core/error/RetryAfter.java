package io.qhub.core.error;

import java.math.BigDecimal;
import java.math.RoundingMode;
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

    /** In seconds or milliseconds; no later arithmetic overflows. */
    private static final BigDecimal LONGEST = BigDecimal.TEN.pow(10);

    private RetryAfter() {}

    /**
     * @param now this side's time, used where the answer carries no {@code Date}
     * @return the wait, or null where the header is missing, garbage, negative, zero or past
     */
    public static @Nullable Duration parse(HttpHeaders headers, Instant now) {
        Duration wait = positive(number(headers.getFirst("retry-after-ms"), 1));
        return wait != null ? wait : positive(secondsOrDate(headers, now));
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

    private static @Nullable Duration secondsOrDate(HttpHeaders headers, Instant now) {
        String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
        Duration wait = number(value, 1000);
        if (wait != null || value == null) {
            return wait;
        }
        Instant until = date(value.trim());
        Instant serverNow = date(headers.getFirst(HttpHeaders.DATE));
        return until == null ? null : Duration.between(serverNow == null ? now : serverNow, until);
    }

    private static @Nullable Duration positive(@Nullable Duration wait) {
        return wait == null || wait.isNegative() || wait.isZero() ? null : wait;
    }

    // Digits with an optional fraction, rounded up so that nobody comes back early. In decimals: a double would make
    // 64,401 ms of 64.4 s.
    private static @Nullable Duration number(@Nullable String value, int millisPerUnit) {
        if (value == null || !value.trim().matches("\\d{1,18}(\\.\\d{1,9})?")) {
            return null;
        }
        BigDecimal millis = new BigDecimal(value.trim()).min(LONGEST).multiply(BigDecimal.valueOf(millisPerUnit));
        return Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValueExact());
    }
}
