package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qhub.core.error.BadRequestException;
import io.qhub.core.error.ConflictException;
import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.InternalServerErrorException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.ServerErrorException;
import io.qhub.core.error.TooManyRequestsException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.error.UnprocessableEntityException;
import io.qhub.core.error.UnsupportedMediaTypeException;
import io.qhub.testing.MockServers;
import io.qhub.testing.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Answers that are no success, over real sockets and one connection. */
class ErrorFilterTest {

    private static final Duration WAIT = Waits.seconds(30);
    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");

    private final MockWebServer server = MockServers.create();
    private TestHub http;

    @BeforeEach
    void start() throws IOException {
        server.start();
        http = TestHttp.at(server.url("").toString())
                .jumping(new JumpScheduler())
                .maxRetries(0)
                .rateLimitPatience(Duration.ZERO)
                .connections(c -> c.maxConnections(1))
                .build();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    static Stream<Arguments> statuses() {
        return Stream.of(
                Arguments.of(400, BadRequestException.class, "400 Bad Request"),
                Arguments.of(401, UnauthorizedException.class, "401 Unauthorized"),
                Arguments.of(402, HubApiException.class, "402 Payment Required"),
                Arguments.of(403, ForbiddenException.class, "403 Forbidden"),
                Arguments.of(404, NotFoundException.class, "404 Not Found"),
                Arguments.of(409, ConflictException.class, "409 Conflict"),
                Arguments.of(413, ContentTooLargeException.class, "413 "),
                Arguments.of(415, UnsupportedMediaTypeException.class, "415 Unsupported Media Type"),
                Arguments.of(422, UnprocessableEntityException.class, "422 "),
                Arguments.of(429, TooManyRequestsException.class, "429 Too Many Requests"),
                Arguments.of(499, HubApiException.class, "499: nothing of the kind"),
                Arguments.of(500, InternalServerErrorException.class, "500 Internal Server Error"),
                Arguments.of(503, ServerErrorException.class, "503 Service Unavailable"),
                Arguments.of(599, ServerErrorException.class, "599: nothing of the kind"),
                Arguments.of(304, HubApiException.class, "304 Not Modified"));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void eachStatusHasItsExceptionWithAllThatTheServerSaid(int status, Class<?> type, String words) {
        String body = "{\"status\":" + status + ",\"error_message\":\"nothing of the kind\"}";
        server.enqueue(new MockResponse.Builder()
                .code(status)
                .addHeader("X-Request-Id", "r-1")
                .body(status == 304 ? "" : body)
                .build());

        HubApiException failure = failure();

        assertThat(failure).isExactlyInstanceOf(type).hasNoCause();
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.headers().getFirst("X-Request-Id")).isEqualTo("r-1");
        assertThat(failure.operation()).isEqualTo("test.things.get");
        assertThat(failure).hasMessageStartingWith("test.things.get: the Hub answered " + words);
        if (status != 304) {
            assertThat(failure.body()).isEqualTo(body);
            assertThat(failure.json().path("status").intValue()).isEqualTo(status);
            assertThat(failure.apiMessage()).isEqualTo("nothing of the kind");
            assertThat(failure).hasMessageContaining(": nothing of the kind");
        }
    }

    @Test
    void aSentenceOfTheServersIsNotEndedTwice() {
        server.enqueue(new MockResponse.Builder()
                .code(403)
                .body("{\"error_message\":\"Not yours.\"}")
                .build());

        assertThat(failure())
                .hasMessageContaining("Not yours. The token is valid")
                .hasMessageNotContaining("..");
    }

    @Test
    void aPageOfHtmlStaysOutOfTheMessage() {
        String page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
        server.enqueue(new MockResponse.Builder()
                .code(502)
                .addHeader("Content-Type", "text/html")
                .body(page)
                .build());

        HubApiException failure = failure();

        assertThat(failure).hasMessage("test.things.get: the Hub answered 502 Bad Gateway");
        assertThat(failure.body()).isEqualTo(page);
        assertThat(failure.json()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 1024 * 1024})
    void bodiesAreKeptUpTo64KiBAndTheNextCallGoesThrough(int size) {
        for (boolean chunked : new boolean[] {false, true}) {
            okio.Buffer body = new okio.Buffer().writeUtf8("x".repeat(size));
            MockResponse.Builder answer = new MockResponse.Builder().code(500);
            server.enqueue((chunked ? answer.chunkedBody(body, 1_000) : answer.body(body)).build());
            server.enqueue(new MockResponse.Builder().body("\"done\"").build());

            assertThat(failure().body()).hasSize(Math.min(size, 64 * 1024));
            assertThat(http.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");
        }
    }

    @Test
    void aShortErrorKeepsItsConnection() throws InterruptedException {
        server.enqueue(new MockResponse.Builder().code(500).body("short").build());
        server.enqueue(new MockResponse.Builder().body("\"done\"").build());

        failure();
        http.call(GET, "x").to(String.class).block(WAIT);

        assertThat(server.takeRequest().getConnectionIndex()).isZero();
        assertThat(server.takeRequest().getConnectionIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"what is this", "text/plain; charset=no-such-charset", "text/", "a/b/c; charset=\"", ";"})
    void aContentTypeThatIsNoneDoesNotHideTheError(String type) {
        server.enqueue(new MockResponse.Builder()
                .code(404)
                .addHeader("Content-Type", type)
                .body("no such thing")
                .build());
        server.enqueue(new MockResponse.Builder()
                .addHeader("Content-Type", type)
                .body("\"done\"")
                .build());

        assertThat(failure()).isExactlyInstanceOf(NotFoundException.class).hasMessageContaining("no such thing");
        assertThat(http.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");
    }

    @Test
    void theBodyIsReadInItsOwnCharset() {
        server.enqueue(new MockResponse.Builder()
                .code(404)
                .addHeader("Content-Type", "text/plain; charset=ISO-8859-1")
                .body(new okio.Buffer().write("gibt es nicht: \u00fc".getBytes(StandardCharsets.ISO_8859_1)))
                .build());

        assertThat(failure().body()).isEqualTo("gibt es nicht: \u00fc");
    }

    @Test
    void anErrorWhoseBodyIsCutIsStillThatError() {
        server.enqueue(new MockResponse.Builder()
                .code(403)
                .body("x".repeat(200_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());

        assertThat(failure()).isExactlyInstanceOf(ForbiddenException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 400})
    void aPathThatNobodyHasSeenSaysSoWhereItMayBeWrong(int status) {
        for (TestOperation operation : new TestOperation[] {GET, GET.inferred(), GET.designed()}) {
            server.enqueue(new MockResponse.Builder().code(status).build());

            Throwable failure = catchThrowable(
                    () -> http.call(operation, "x").to(String.class).block(WAIT));

            String evidence = operation.evidence().name().toLowerCase(java.util.Locale.ROOT);
            if (status != 400 && operation.evidence() != Evidence.VERIFIED) {
                assertThat(failure)
                        .hasMessageContaining("The path of this operation is " + evidence + ", not verified")
                        .hasMessageContaining("builder.path(\"test.things.get\", \"/things/{id}\")")
                        .hasMessageContaining("Contract.discover(..)");
            } else {
                assertThat(failure).hasMessageNotContaining("verified");
            }
        }
    }

    @Test
    void noExceptionOfTheNetworkHoldsTheRequest() throws IOException {
        server.close();

        Throwable failure =
                catchThrowable(() -> http.call(GET, "x").to(String.class).block(WAIT));

        assertThat(failure).isExactlyInstanceOf(HubTransportException.class);
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.getClass().getName()).doesNotStartWith("org.springframework");
            assertThat(each.toString()).doesNotContain(TestHttp.TOKEN);
        }
    }

    @Test
    void anExceptionThatACallersFilterMakesOfAnAnswerLosesTheRequestToo() {
        server.enqueue(new MockResponse.Builder().code(418).body("teapot").build());
        TestHub filtered = TestHttp.at(server.url("").toString())
                .maxRetries(0)
                .perAttempt((request, next) -> next.exchange(request).flatMap(response -> response.createError()))
                .build();

        Throwable failure =
                catchThrowable(() -> filtered.call(GET, "x").to(String.class).block(WAIT));

        filtered.close();
        assertThat(failure).isInstanceOf(HubException.class);
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.getClass().getName()).doesNotStartWith("org.springframework");
        }
    }

    private HubApiException failure() {
        Mono<@Nullable String> call = http.call(GET, "x").to(String.class);
        return (HubApiException) catchThrowable(() -> call.block(WAIT));
    }
}
