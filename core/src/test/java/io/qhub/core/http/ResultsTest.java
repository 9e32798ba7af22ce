package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.paging.Page;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ObjectAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** What each kind of result makes of an answer. */
class ResultsTest extends OnTheWire {

    private <T> ObjectAssert<T> answered(String body, Function<TestHub.Call, Mono<T>> result, String... headers) {
        server.script(exchange -> exchange.answer(201, body, headers));
        return assertThatObject(result.apply(client().call(GET, 1)).block(WAIT));
    }

    private <T> HubDecodingException unreadable(String body, Function<TestHub.Call, Mono<T>> result) {
        server.script(exchange -> exchange.answer(200, body, "Location: /things/7"));
        TestHub http = client(builder -> builder.maxRetries(0));
        return catchThrowableOfType(HubDecodingException.class, () -> result.apply(http.call(GET, 1))
                .block(WAIT));
    }

    @Test
    void oneValue() {
        answered(JSON, call -> call.to(Thing.class)).isEqualTo(new Thing("t-1"));
        assertThat(unreadable("", call -> call.to(Thing.class)))
                .hasMessageContaining("with an empty body")
                .satisfies(failure -> assertThat(failure.location()).isEqualTo("/things/7"));
        assertThat(unreadable("null", call -> call.to(Thing.class))).hasMessageContaining("with an empty body");
        assertThat(unreadable("{\"id\":", call -> call.to(Thing.class)))
                .hasMessageContaining(
                        "test.things.get: the Hub answered 200 with a body that is not the expected JSON");
    }

    @Test
    void oneValueThatHasWhatMatters() {
        Function<Thing, @Nullable String> missing = thing -> thing.id() == null ? "id" : null;

        answered(JSON, call -> call.to(Thing.class, missing)).isEqualTo(new Thing("t-1"));
        assertThat(unreadable("{}", call -> call.to(Thing.class, missing)))
                .hasMessageContaining("without the member 'id'");
        assertThat(unreadable("", call -> call.to(Thing.class, missing))).hasMessageContaining("with an empty body");
    }

    @Test
    void aValueOrNothing() {
        answered(JSON, call -> call.toMaybe(Thing.class)).isEqualTo(new Thing("t-1"));
        answered("", call -> call.toMaybe(Thing.class)).isNull();
        assertThat(unreadable("[", call -> call.toMaybe(Thing.class))).hasMessageContaining("not the expected JSON");
    }

    @Test
    void aValueWithItsStatusAndHeaders() {
        answered(JSON, call -> call.toAnswer(Thing.class), "X-Given: one").satisfies(answer -> {
            assertThat(answer.body()).isEqualTo(new Thing("t-1"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().getFirst("X-Given")).isEqualTo("one");
        });
    }

    @Test
    void manyValues() {
        answered("[{\"id\":\"a\"},null,{\"id\":\"b\"}]", call -> call.toFlux(Thing.class)
                        .collectList())
                .isEqualTo(List.of(new Thing("a"), new Thing("b")));
        answered("", call -> call.toFlux(Thing.class).collectList()).isEqualTo(List.of());
        answered("null", call -> call.toFlux(Thing.class).collectList()).isEqualTo(List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"id":"a"}]                                  | 1
            '  \t\r\n[{"id":"a"}]'                        | 1
            {"content":[{"id":"a"}],"totalElements":9}    | 9
            '\n{"content":[{"id":"a"}],"totalElements":9}' | 9
            """)
    void aPage(String body, long total) {
        answered(body, call -> call.toPage(Thing.class)).satisfies(page -> {
            assertThat(page.content()).containsExactly(new Thing("a"));
            assertThat(page.totalElements()).isEqualTo(total);
        });
        answered(body, call -> call.toPageAnswer(Thing.class), "X-Given: one").satisfies(answer -> {
            assertThat(answer.body().content()).containsExactly(new Thing("a"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.headers().getFirst("X-Given")).isEqualTo("one");
        });
    }

    @Test
    void aPageThatIsNone() {
        answered("[]", call -> call.toPage(Thing.class))
                .extracting(Page::content)
                .isEqualTo(List.of());
        assertThat(unreadable("", call -> call.toPage(Thing.class))).hasMessageContaining("with an empty body");
        assertThat(unreadable(" ", call -> call.toPage(Thing.class))).hasMessageContaining("not the expected JSON");
        assertThat(unreadable("null", call -> call.toPageAnswer(Thing.class)))
                .hasMessageContaining("with an empty body");
    }

    @Test
    void anyJson() {
        answered("[1]", TestHub.Call::toJson).extracting(JsonNode::size).isEqualTo(1);
        assertThat(unreadable("", TestHub.Call::toJson)).hasMessageContaining("with an empty body");
    }

    @Test
    void textInItsCharset() {
        answered("\u00e4", TestHub.Call::toText).isEqualTo("\u00e4");
        server.script(exchange -> exchange.answer(
                200, "\u00e4".getBytes(StandardCharsets.ISO_8859_1), "Content-Type: text/plain;charset=iso-8859-1"));
        assertThat(client().call(GET, 1).toText().block(WAIT)).isEqualTo("\u00e4");
        answered("", TestHub.Call::toText).isEqualTo("");
    }

    @Test
    void whatMayBeReadOfABodyThatIsNotTheContract() {
        HubDecodingException failure = unreadable("x".repeat(5_000), call -> call.to(Thing.class));

        assertThat(failure.excerpt()).hasSize(1_024);
        assertThat(failure.status()).isEqualTo(200);
    }

    /** Each shape of answer is asked for, and a stream as it is stored. */
    @Test
    void whatIsAskedFor() {
        TestHub http = client();
        http.call(GET, 1).to(Thing.class).block(WAIT);
        http.call(TestOperation.get("test.things.text", "/text")).toText().block(WAIT);
        http.call(DOWNLOAD, 1).toStream().map(OnTheWire::take).blockLast(WAIT);
        http.call(TestOperation.get("test.things.own", "/own").headers(HttpHeaders.ACCEPT))
                .header(HttpHeaders.ACCEPT, "application/vnd.qhub+json, a b ~")
                .to(Thing.class)
                .block(WAIT);

        assertThat(server.exchanges())
                .extracting(exchange -> exchange.headers.get(HttpHeaders.ACCEPT))
                .containsExactly(
                        List.of("application/json"),
                        List.of("text/plain, */*;q=0.8"),
                        List.of("*/*"),
                        List.of("application/vnd.qhub+json, a b ~"));
        assertThat(server.exchanges().get(2).headers.get(HttpHeaders.ACCEPT_ENCODING))
                .containsExactly("identity");
    }

    /** With filters of the caller's around it, the answer that counts is the one that they pass on. */
    @Test
    void whatAFilterPutsInThePlaceOfTheAnswer() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = client(builder -> builder.perCall((request, next) -> next.exchange(request)
                .map(answer -> answer.mutate().body("{\"id\":\"other\"}").build())));

        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("other"));
    }

    @Test
    void whatAFilterOnlyLooksAt() {
        server.script(exchange -> exchange.answer(200, JSON));
        TestHub http = client(builder ->
                builder.perCall((request, next) -> next.exchange(request).doOnNext(ClientResponse::statusCode)));

        assertThat(http.call(GET, 1).to(Thing.class).block(WAIT)).isEqualTo(new Thing("t-1"));
    }

    @Test
    void aCallThatMayCostMoneyAndIsOutOfTimeSaysWhetherItWasSent() {
        Duration limit = Duration.ofSeconds(40);
        TestHub http = client(builder -> builder.callTimeout(limit));
        server.script(exchange -> {
            exchange.readBody();
            exchange.hold();
        });
        StepVerifier.create(http.call(POST).to(Thing.class))
                .then(() -> {
                    server.next();
                    timer.advance(limit);
                })
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                SubmissionOutcomeUnknownException.class, open -> assertThat(open.attempts())
                                        .singleElement()
                                        .satisfies(attempt ->
                                                assertThat(attempt.elapsed()).isEqualTo(limit))))
                .verify(WAIT);
    }

    @Test
    void aBodyWhereThereArePartsAndAPartThatIsUnknown() {
        TestOperation form = TestOperation.post("test.things.form", "/form").parts("file");

        assertThatThrownBy(() -> client().call(form).body(new Thing("t-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes a multipart body");
        assertThatThrownBy(() -> client().call(form).part("other", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no part 'other'");
        assertThat(server.exchanges()).isEmpty();
    }

    @Test
    void aCallThatWasNeverSentIsATimeoutAndNothingElse() {
        Duration limit = Duration.ofSeconds(40);
        TestHub http = client(builder -> builder.callTimeout(limit).credential(Mono::never));
        StepVerifier.create(http.call(POST).to(Thing.class))
                .then(() -> timer.advance(limit))
                .expectErrorSatisfies(
                        failure -> assertThat(failure).isInstanceOfSatisfying(HubTimeoutException.class, late -> {
                            assertThat(late.phase()).isEqualTo(HubTimeoutException.Phase.CALL);
                            assertThat(late.mayHaveReachedServer()).isFalse();
                        }))
                .verify(WAIT);
        assertThat(server.exchanges()).isEmpty();
    }
}
