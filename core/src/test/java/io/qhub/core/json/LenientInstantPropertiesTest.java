package io.qhub.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;

class LenientInstantPropertiesTest {

    private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);
    private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999);

    @Provide
    Arbitrary<LocalDateTime> times() {
        Arbitrary<Integer> nanos = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 999).map(millis -> millis * 1_000_000),
                Arbitraries.integers().between(0, 999_999_999));
        return Arbitraries.longs()
                .between(FIRST.toEpochSecond(ZoneOffset.UTC), LAST.toEpochSecond(ZoneOffset.UTC))
                .flatMap(second -> nanos.map(nano -> LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC)));
    }

    @Provide
    Arbitrary<ZoneOffset> offsets() {
        return Arbitraries.integers()
                .between(-18 * 60, 18 * 60)
                .map(minutes -> ZoneOffset.ofTotalSeconds(minutes * 60));
    }

    @Property
    void aTimeIsReadFromEveryWayToWriteIt(
            @ForAll("times") LocalDateTime time,
            @ForAll("offsets") ZoneOffset offset,
            @ForAll boolean space,
            @ForAll boolean colon,
            @ForAll boolean lower) {
        String zone =
                DateTimeFormatter.ofPattern(colon ? "XXX" : "XX", Locale.ROOT).format(offset);
        String text = (space ? time.toString().replace('T', ' ') : time.toString()) + zone;

        assertThat(LenientInstant.parse(lower ? text.toLowerCase(Locale.ROOT) : text))
                .isEqualTo(time.toInstant(offset));
    }

    @Property
    void aTimeWithoutAZoneIsInUtcAndADateAloneIsItsFirstMoment(@ForAll("times") LocalDateTime time) {
        assertThat(LenientInstant.parse(time.toString())).isEqualTo(time.toInstant(ZoneOffset.UTC));
        assertThat(LenientInstant.parse(time.toLocalDate().toString()))
                .isEqualTo(time.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /** Something else in place of one character, or nothing: mostly no timestamp any more, and never an exception. */
    @Property
    void aDamagedTimeIsOneThatIsWrittenOrNone(
            @ForAll("times") LocalDateTime time, @ForAll @IntRange(max = 40) int at, @ForAll String other) {
        String text = time + "Z";
        int place = Math.min(at, text.length() - 1);
        String damaged = text.substring(0, place) + other + text.substring(place + 1);

        Instant read = LenientInstant.parse(damaged);

        if (read != null) {
            assertThat(LenientInstant.parse(read.toString())).isEqualTo(read);
        }
    }

    @Property
    void whatHoldsNoDigitIsNoTime(@ForAll @AlphaChars String text) {
        assertThat(LenientInstant.parse(text)).isNull();
    }
}
