package io.qhub.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class ErrorBodiesTest {

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(
                        "{\"status\":404,\"error_message\":\"no backend has the id x\"}", "no backend has the id x"),
                Arguments.of(
                        "{\"status\":400,\"error\":\"Bad Request\",\"errorMessage\":\"name is taken\"}",
                        "name is taken"),
                Arguments.of(
                        "{\"timestamp\":\"2026-01-01\",\"status\":403,\"error\":\"Forbidden\",\"message\":\"not yours\","
                                + "\"path\":\"/x\"}",
                        "not yours"),
                Arguments.of(
                        "{\"timestamp\":1,\"status\":500,\"error\":\"Internal Server Error\"}",
                        "Internal Server Error"),
                Arguments.of("{\"error\":\"invalid_client\",\"error_description\":\"wrong secret\"}", "wrong secret"),
                Arguments.of("{\"error\":\"invalid_client\"}", "invalid_client"),
                Arguments.of("{\"error\":{\"code\":7,\"message\":\"nested\"}}", "nested"),
                Arguments.of("{\"detail\":\"Not found\"}", "Not found"),
                Arguments.of("{\"code\":\"500\",\"detail\":{\"message\":\"deeper\"}}", "deeper"),
                Arguments.of(
                        "{\"detail\":[{\"loc\":[\"body\",\"shots\"],\"msg\":\"must be positive\"}]}",
                        "must be positive"),
                Arguments.of("{\"type\":\"about:blank\",\"title\":\"Gone\",\"status\":410}", "Gone"),
                Arguments.of("{\"title\":\"Bad Request\",\"detail\":\"shots is missing\"}", "shots is missing"),
                Arguments.of("{\"errors\":[{\"message\":\"first\"},{\"message\":\"second\"}]}", "first"),
                Arguments.of(
                        "{\"message\":\"\",\"title\":\"the next that says something\"}",
                        "the next that says something"),
                Arguments.of("{\"message\":null,\"error\":\"not the null\"}", "not the null"),
                Arguments.of("[\"a\",\"b\"]", "a"),
                Arguments.of("\"just text\"", "just text"),
                Arguments.of("just text", "just text"),
                Arguments.of("{\"error\":\"cut in the mid", "{\"error\":\"cut in the mid"),
                Arguments.of("several\r\n  lines\tof text", "several lines of text"));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void findsTheWordsInEveryKnownShape(String body, String message) {
        assertThat(answered(body).message()).isEqualTo(message);
    }

    @Test
    void noMessageEndsALineOfALogOrSpeaksToATerminal() {
        assertThat(answered("{\"message\":\"\\u001b[2Jdone\\r\\nINFO all is well\\u0000\\u009b\"}")
                        .message())
                .isEqualTo("[2Jdone INFO all is well");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  \n",
                "{}",
                "[]",
                "[{}]",
                "{\"status\":500}",
                "{\"error\":{}}",
                "{\"message\":[]}",
                "{\"message\":\"\\u0000\"}",
                "<html><body><h1>502 Bad Gateway</h1></body></html>",
                "  <!DOCTYPE html><html></html>",
                "\u001f\ufffd\b\0\0\0\0\0\0\377 the beginning of gzip"
            })
    void saysNothingWhereTheBodySaysNothingToAPerson(String body) {
        assertThat(answered(body).message()).isNull();
    }

    @Test
    void shortensWhatIsTooLongForAMessage() {
        String huge = "x".repeat(60_000);

        assertThat(answered("x".repeat(500)).message()).isEqualTo("x".repeat(500));
        assertThat(answered("x".repeat(501)).message()).isEqualTo("x".repeat(500) + "...");
        assertThat(answered(huge).message()).hasSize(503).endsWith("...");
        assertThat(answered("{\"message\":\"" + huge + "\"}").message())
                .hasSize(503)
                .endsWith("...");
        assertThat(answered(huge).body()).hasSize(60_000);
    }

    @Test
    void survivesJsonOfAnyDepth() {
        HubApiException.Answered deep = answered("{\"error\":".repeat(10_000) + "1" + "}".repeat(10_000));
        HubApiException.Answered arrays = answered("[".repeat(20_000));

        assertThat(deep.json()).isNull();
        assertThat(arrays.json()).isNull();
    }

    @Test
    void keepsTheBodyAsJsonOnlyWhereItIsJson() {
        assertThat(answered("{\"a\":1}").json().path("a").intValue()).isEqualTo(1);
        assertThat(answered("{\"a\":").json()).isNull();
        assertThat(answered("a").json()).isNull();
    }

    private static HubApiException.Answered answered(String body) {
        return HubApiException.Answered.of(500, new HttpHeaders(), body, Instant.EPOCH);
    }
}
