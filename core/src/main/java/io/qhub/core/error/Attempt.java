package io.qhub.core.error;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call.
 *
 * @param number counts from 1
 * @param startedAt when the try began
 * @param elapsed how long it took
 * @param status the HTTP status that the server answered, or null where no answer arrived
 * @param failure what went wrong, in a few words; null where the try succeeded
 */
public record Attempt(
        int number,
        Instant startedAt,
        Duration elapsed,
        @Nullable Integer status,
        @Nullable String failure) {}
