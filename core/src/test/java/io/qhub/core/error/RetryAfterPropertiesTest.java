package io.qhub.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.springframework.http.HttpHeaders;

class RetryAfterPropertiesTest {

    private static final BigDecimal MOST = BigDecimal.valueOf(10_000_000_000L);

    @Provide
    Arbitrary<Instant> dates() {
        return Arbitraries.longs()
                .between(0, Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<String> numbers() {
        StringArbitrary digits = Arbitraries.strings().numeric().ofMinLength(1);
        return Combinators.combine(digits.ofMaxLength(18), digits.ofMaxLength(9).injectNull(0.3))
                .as((whole, fraction) -> fraction == null ? whole : whole + "." + fraction);
    }

    /** What a header may hold, sense or not. */
    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                numbers(),
                dates().map(RetryAfterPropertiesTest::http),
                Arbitraries.strings().withChars("0123456789+-., :eE").ofMaxLength(24),
                Arbitraries.strings());
    }

    private static String http(Instant date) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    }

    private static Duration parse(Instant now, String... headers) {
        HttpHeaders all = new HttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.set(headers[i], headers[i + 1]);
        }
        return RetryAfter.parse(all, now);
    }

    @Property
    void whateverTheHeadersHoldTheWaitIsPositiveOrNone(
            @ForAll("values") String after,
            @ForAll("values") String afterMillis,
            @ForAll("values") String date,
            @ForAll("dates") Instant now) {
        Duration wait = parse(now, "Retry-After", after, "retry-after-ms", afterMillis, "Date", date);

        assertThat(wait == null || wait.compareTo(Duration.ZERO) > 0).isTrue();
    }

    @Property
    void aNumberIsRoundedUpToTheNextMillisecond(@ForAll("numbers") String number, @ForAll("dates") Instant now) {
        long seconds = millis(number, 1000);
        long millis = millis(number, 1);

        assertThat(parse(now, "Retry-After", number)).isEqualTo(seconds == 0 ? null : Duration.ofMillis(seconds));
        assertThat(parse(now, "retry-after-ms", number, "Retry-After", "5"))
                .isEqualTo(millis == 0 ? Duration.ofSeconds(5) : Duration.ofMillis(millis));
    }

    private static long millis(String number, int perUnit) {
        return new BigDecimal(number)
                .min(MOST)
                .multiply(BigDecimal.valueOf(perUnit))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    @Property
    void aDateCountsFromTheServersClockWhateverThisSidesClockSays(
            @ForAll("dates") Instant server, @ForAll("dates") Instant until, @ForAll("dates") Instant now) {
        assertThat(parse(now, "Retry-After", http(until), "Date", http(server)))
                .isEqualTo(until.isAfter(server) ? Duration.between(server, until) : null);
        assertThat(parse(now, "Retry-After", http(until)))
                .isEqualTo(until.isAfter(now) ? Duration.between(now, until) : null);
    }
}
