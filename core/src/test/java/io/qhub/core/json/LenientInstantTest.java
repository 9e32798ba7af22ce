package io.qhub.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LenientInstantTest {

    record Times(@Nullable Instant at, @Nullable Instant other, List<Instant> all) {}

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T08:12:31.402Z, 2026-05-04T08:12:31.402Z",
        "2026-05-04T08:12:31Z, 2026-05-04T08:12:31Z",
        "2026-05-04T08:12Z, 2026-05-04T08:12:00Z",
        "2026-05-04T08:12:31.123456789Z, 2026-05-04T08:12:31.123456789Z",
        "2026-05-04t08:12:31z, 2026-05-04T08:12:31Z",
        "2026-05-04T10:12:31+02:00, 2026-05-04T08:12:31Z",
        "2026-05-04T10:12:31+0200, 2026-05-04T08:12:31Z",
        "2026-05-04T10:12:31+02, 2026-05-04T08:12:31Z",
        "2026-05-04T10:12:31+02:00[Europe/Berlin], 2026-05-04T08:12:31Z",
        "2026-05-04T08:12:31, 2026-05-04T08:12:31Z",
        "2026-05-04T08:12:31.5, 2026-05-04T08:12:31.5Z",
        "2026-05-04 08:12:31, 2026-05-04T08:12:31Z",
        "2026-05-04 08:12:31.402, 2026-05-04T08:12:31.402Z",
        "2026-05-04 08:12:31+02:00, 2026-05-04T06:12:31Z",
        "2026-05-04, 2026-05-04T00:00:00Z",
        "' 2026-05-04 ', 2026-05-04T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z"
    })
    void readsEveryFormOfTheHub(String text, Instant moment) {
        assertThat(LenientInstant.parse(text)).isEqualTo(moment);
        Times times = HubJson.read(json("{\"at\":\"" + text + "\"}"), Times.class);
        assertThat(times.at()).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "2026-02-30",
                "2026-13-01",
                "2026-05-04T25:00:00Z",
                "04.05.2026",
                "1777882351",
                "2026-05-04T",
                "2026-05-04T08:12:31 UTC and more",
                "2026-05-0408:12:31",
                "2026-05-04T08:12:31+99:00"
            })
    void anythingElseIsNull(String text) {
        assertThat(LenientInstant.parse(text)).isNull();
    }

    @Test
    void isWrittenAsIso8601() {
        Times times = new Times(Instant.parse("2026-05-04T08:12:31.402Z"), null, List.of());
        assertThat(new String(HubJson.write(times), StandardCharsets.UTF_8))
                .isEqualTo("{\"at\":\"2026-05-04T08:12:31.402Z\",\"all\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "1777882351.5", "true", "{\"epoch\":[1,{\"x\":2}]}", "[2026,5,4]", "null", "\"soon\""})
    void neverFailsAnAnswerAndLeavesTheRestOfItAlone(String odd) {
        Times times = HubJson.read(
                json("{\"at\":" + odd + ",\"other\":\"2026-05-04\",\"all\":[" + odd + ",\"2026-05-04\"]}"),
                Times.class);
        assertThat(times.at()).isNull();
        assertThat(times.other()).isEqualTo("2026-05-04T00:00:00Z");
        assertThat(times.all()).containsExactly(null, Instant.parse("2026-05-04T00:00:00Z"));
    }

    @Test
    void randomTextNeverThrows() {
        Random random = new Random(7);
        String alphabet = "0123456789-:.TZ+ []tz/aW\u0000\u20ac";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "2026-05-04" : "");
            int length = random.nextInt(24);
            for (int c = 0; c < length; c++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            LenientInstant.parse(text.toString());
        }
    }

    @Test
    void warnsOncePerMemberAndNeverWithTheWholeValue() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.qhub.json");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            String secret = "priv4te-".repeat(40) + "\nforged line";
            var type = HubJson.mapper().getTypeFactory().constructMapType(Map.class, String.class, Instant.class);
            for (int i = 0; i < 5; i++) {
                HubJson.read(HubJson.write(Map.of("warned_at", secret + i, "warned_too", "now\nforged line")), type);
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).hasSize(2).allSatisfy(event -> {
            assertThat(event.getLevel()).hasToString("WARN");
            assertThat(event.getFormattedMessage()).hasSizeLessThan(200).doesNotContain("\n");
        });
        assertThat(log.list.toString()).contains("'warned_at'", "'warned_too'").doesNotContain("priv4te-".repeat(10));
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
