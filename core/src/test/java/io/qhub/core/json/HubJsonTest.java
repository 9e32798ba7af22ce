package io.qhub.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.qhub.testing.LogCapture;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

class HubJsonTest {

    record Colour(@JsonValue String value) implements OpenEnum {
        @JsonCreator
        static Colour of(String value) {
            return new Colour(value);
        }
    }

    record Part(@Nullable String partName, @Nullable Integer size) {}

    record Thing(
            @Nullable String zName,
            @Nullable Integer aCount,
            boolean flag,
            int number,
            @Nullable Colour mainColour,
            @Nullable List<String> tags,
            @Nullable List<Part> parts,
            @Nullable JsonNode free) {

        Thing {
            parts = parts == null
                    ? null
                    : parts.stream().filter(Objects::nonNull).toList();
        }
    }

    record Strict(String id) {
        Strict {
            Objects.requireNonNull(id, "id");
        }
    }

    record Outer(@Nullable String name, @Nullable Strict inner) {}

    @Test
    void readsBothCasesIgnoresWhatItDoesNotKnowAndTakesNullsForPrimitives() {
        Thing snake = HubJson.read(
                json(
                        "{\"z_name\":\"n\",\"a_count\":1,\"flag\":null,\"number\":null,\"main_colour\":\"RED\",\"new\":{}}"),
                Thing.class);
        Thing camel = HubJson.read(
                json("{\"zName\":\"n\",\"aCount\":1,\"mainColour\":\"RED\",\"another\":[1]}"), Thing.class);

        assertThat(snake).isEqualTo(camel);
        assertThat(snake).isEqualTo(new Thing("n", 1, false, 0, new Colour("RED"), null, null, null));
    }

    @Test
    void writesInTheOrderOfDeclarationAndWithoutNulls() {
        assertThat(text(HubJson.write(new Thing("n", null, true, 2, new Colour("RED"), null, null, null))))
                .isEqualTo("{\"zName\":\"n\",\"flag\":true,\"number\":2,\"mainColour\":\"RED\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "7.5", "true", "\"7\""})
    void aValueOfAnEnumerationIsAnyScalar(String scalar) {
        Thing thing = HubJson.read(json("{\"mainColour\":" + scalar + ",\"number\":3}"), Thing.class);
        assertThat(thing.mainColour()).isEqualTo(new Colour(scalar.replace("\"", "")));
        assertThat(thing.number()).isEqualTo(3);
    }

    @Test
    void strictReadingFailsOnAnOddMemberAndLenientReadingLosesOnlyIt() {
        byte[] odd = json("{\"z_name\":\"n\",\"a_count\":\"many\",\"main_colour\":{\"r\":1},\"tags\":{\"a\":1},"
                + "\"number\":99999999999,\"flag\":true,"
                + "\"parts\":[{\"part_name\":\"p\",\"size\":{}},\"odd\",7,{\"partName\":\"q\",\"size\":2}],"
                + "\"free\":{\"a\":[1]}}");

        assertThatThrownBy(() -> HubJson.read(odd, Thing.class)).isInstanceOf(JacksonException.class);
        Thing kept = HubJson.readLenient(odd, Thing.class);

        assertThat(kept.zName()).isEqualTo("n");
        assertThat(kept.aCount()).isNull();
        assertThat(kept.mainColour()).isNull();
        assertThat(kept.tags()).isNull();
        assertThat(kept.number()).isZero();
        assertThat(kept.flag()).isTrue();
        assertThat(kept.parts()).containsExactly(new Part("p", null), new Part("q", 2));
        assertThat(kept.free()).hasToString("{\"a\":[1]}");
    }

    @Test
    void aRecordThatRefusesItsMembersIsLostAlone() {
        Outer outer = HubJson.readLenient(json("{\"name\":\"n\",\"inner\":{\"id\":null}}"), Outer.class);
        assertThat(outer).isEqualTo(new Outer("n", null));
    }

    @Test
    void aListAsAWholeLosesItsOddElements() {
        List<Part> parts = HubJson.readLenient(
                json("[{\"partName\":\"a\"},null,\"odd\",{\"part_name\":\"b\",\"size\":[]}]"),
                HubJson.listOf(Part.class));
        assertThat(parts).containsExactly(new Part("a", null), new Part("b", null));
        List<Part> nulls = HubJson.readLenient(json("[null,{\"partName\":\"a\"}]"), HubJson.listOf(Part.class));
        assertThat(nulls).containsExactly(new Part("a", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "5", "\"text\"", "{\"zName\":", "{} {}", "", "<html>"})
    void whatIsNoAnswerAtAllStillFails(String body) {
        assertThatThrownBy(() -> HubJson.<Thing>readLenient(json(body), Thing.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void manyOddElementsCostOneRepairEach() {
        StringBuilder body = new StringBuilder("[");
        for (int i = 0; i < 4_000; i++) {
            body.append(i == 0 ? "" : ",").append("{\"partName\":\"p").append(i).append("\",\"size\":\"odd\"}");
        }
        List<Part> parts = HubJson.readLenient(json(body.append(']').toString()), HubJson.listOf(Part.class));
        assertThat(parts).hasSize(4_000).allMatch(part -> part.size() == null);
        assertThat(parts.get(3_999).partName()).isEqualTo("p3999");
    }

    @Test
    void warnsOncePerMemberWithoutItsValue() {
        record Warned(@Nullable Integer oddOne) {}
        Logger logger = (Logger) LoggerFactory.getLogger("io.qhub.json");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            for (int i = 0; i < 3; i++) {
                HubJson.readLenient(json("{\"odd_one\":\"not-to-be-shown\"}"), Warned.class);
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).singleElement().satisfies(event -> assertThat(event.getFormattedMessage())
                .contains("odd_one", "Warned")
                .doesNotContain("not-to-be-shown"));
    }

    @Test
    void anElementThatIsNoObjectIsToldOfOnceWithoutItsValue() {
        record Lost(@Nullable String name) {}
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 2; i++) {
                HubJson.readLenient(json("[\"s3cret\",7]"), HubJson.listOf(Lost.class));
            }
            assertThat(log.messages("io.qhub.json")).singleElement().satisfies(line -> assertThat(line)
                    .contains("'(none)'", "Lost", "no JSON object")
                    .doesNotContain("s3cret"));
        }
    }

    static final class Bean {
        @JsonAlias("label")
        public @Nullable String name;
    }

    record Aliased(
            @JsonAlias("label") @Nullable String name,
            @JsonAlias("howMany") @Nullable Integer itemCount) {}

    record Range(int first, int last) {
        @JsonCreator
        static Range of(@JsonProperty("start") @JsonAlias("from") int start) {
            return new Range(start, start);
        }
    }

    @Test
    void otherNamesThatATypeDeclaresAreFoundToo() {
        assertThat(HubJson.read(json("{\"label\":\"n\"}"), Bean.class).name).isEqualTo("n");
        assertThat(HubJson.read(json("{\"label\":\"n\",\"howMany\":2}"), Aliased.class))
                .isEqualTo(HubJson.read(json("{\"name\":\"n\",\"item_count\":2}"), Aliased.class))
                .isEqualTo(new Aliased("n", 2));
        assertThat(HubJson.read(json("{\"from\":3}"), Range.class)).isEqualTo(new Range(3, 3));
    }

    @Test
    void keepsTheLimitOnNesting() {
        String deep = "[".repeat(501) + "]".repeat(501);
        assertThatThrownBy(() -> HubJson.read(json("{\"free\":" + deep + "}"), Thing.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> HubJson.<Thing>readLenient(json("{\"free\":" + deep + "}"), Thing.class))
                .hasMessageContaining("nesting depth");
    }

    @Test
    void numbersThatAreTooLargeAreRefusedAndNotComputed() {
        assertThatThrownBy(() -> HubJson.read(json("{\"free\":" + "9".repeat(2_000) + "}"), Thing.class))
                .isInstanceOf(StreamConstraintsException.class);
        Thing thing = HubJson.readLenient(
                json("{\"zName\":\"n\",\"aCount\":\"1e999999999\",\"number\":1e999999999}"), Thing.class);
        assertThat(thing.zName()).isEqualTo("n");
        assertThat(thing.aCount()).isNull();
        assertThat(thing.number()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[\"a\",\"b\"],\"c\"]", "[[1],[[[3],4],6]]", "[[true,{}]]", "[{\"a\":[1]}]", "[[]]"})
    void anArrayWithinAListOfTextsDoesNotSwallowTheOtherMembers(String tags) {
        byte[] body = json("{\"tags\":" + tags + ",\"zName\":\"n\",\"aCount\":5}");
        assertThatThrownBy(() -> HubJson.read(body, Thing.class)).isInstanceOf(MismatchedInputException.class);
        Thing thing = HubJson.readLenient(body, Thing.class);
        assertThat(thing.zName()).isEqualTo("n");
        assertThat(thing.aCount()).isEqualTo(5);
        assertThat(thing.tags()).isNull();
    }

    @Test
    void findsNoModulesAndIsOneForAll() {
        assertThat(HubJson.mapper()).isSameAs(HubJson.mapper());
        assertThat(HubJson.mapper().registeredModules())
                .extracting(module -> module.getModuleName())
                .containsExactly("qhub");
        assertThatThrownBy(() -> HubJson.read(json("[]"), Thing.class)).isInstanceOf(MismatchedInputException.class);
    }

    @Test
    void aTextWithinAListOfTextsOfTheWrongTypeDropsTheList() {
        Thing thing = HubJson.readLenient(json("{\"z_name\":\"n\",\"tags\":[\"a\",{\"b\":1}]}"), Thing.class);
        assertThat(thing.zName()).isEqualTo("n");
        assertThat(thing.tags()).isNull();
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
