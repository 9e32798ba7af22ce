package io.qhub.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "60, 60000",
        "0.25, 250",
        "1.0001, 1001",
        "64.4, 64400",
        "123456789.000000001, 123456789001",
        "' 7 ', 7000",
        "31536000, 31536000000",
        "999999999999999999, 10000000000000",
    })
    void readsSecondsAndNeverRoundsThemDown(String value, long millis) {
        assertThat(parse("Retry-After", value)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "-5",
                "0",
                "0.0",
                "",
                "1e3",
                "+1",
                "1,5",
                "5s",
                "NaN",
                "Infinity",
                "0x10",
                "1.",
                ".5",
                "9999999999999999999",
                "Sat, 99 Nov 2026 10:00:00 GMT",
                "2026-11-21T10:00:05Z"
            })
    void readsNothingOutOfWhatIsNoPositiveWait(String value) {
        assertThat(parse("Retry-After", value)).isNull();
        assertThat(parse("retry-after-ms", value)).isNull();
    }

    @Test
    void readsMillisecondsBeforeSecondsAndNeverRoundsThemDown() {
        assertThat(parse("Retry-After", "9", "retry-after-ms", "250")).isEqualTo(Duration.ofMillis(250));
        assertThat(parse("retry-after-ms", "250.2")).isEqualTo(Duration.ofMillis(251));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "0"})
    void readsSecondsWhereMillisecondsSayNothing(String millis) {
        assertThat(parse("Retry-After", "9", "retry-after-ms", millis)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void holdsADateAgainstTheServersOwnClock() {
        Instant server = NOW.minus(Duration.ofDays(3));

        assertThat(parse("Retry-After", http(server.plusSeconds(20)), "Date", http(server)))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(parse("Retry-After", http(server.minusSeconds(20)), "Date", http(server)))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday"})
    void holdsADateAgainstThisSidesClockWhereTheServerTellsNone(String date) {
        assertThat(parse("Retry-After", http(NOW.plusSeconds(20)), "Date", date))
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(parse("Retry-After", http(NOW), "Date", date)).isNull();
        assertThat(parse("Retry-After", http(NOW.minusSeconds(1)), "Date", date))
                .isNull();
    }

    @Test
    void readsADateOfAnotherCenturyWithoutOverflow() {
        assertThat(parse("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")).isGreaterThan(Duration.ofDays(365 * 7900));
    }

    private static Duration parse(String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return RetryAfter.parse(all, NOW);
    }

    private static String http(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
