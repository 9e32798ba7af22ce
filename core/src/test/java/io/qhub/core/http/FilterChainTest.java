package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.credentials.AccessToken;
import io.qhub.testing.MockServers;
import io.qhub.testing.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The order of the filters, by what each position sees. */
class FilterChainTest {

    private static final Duration WAIT = Waits.seconds(20);
    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");
    private static final TestOperation DOWNLOAD = TestOperation.get("test.things.download", "/things/{id}");

    private final MockWebServer server = MockServers.create();
    private final JumpScheduler scheduler = new JumpScheduler();
    private final List<String> seen = new ArrayList<>();
    private @Nullable TestHub http;

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        if (http != null) {
            http.close();
        }
        server.close();
    }

    /** Notes what it sees of the request and of its end. */
    private ExchangeFilterFunction spy(String name) {
        return (request, next) -> {
            seen.add(name + " > token " + request.headers().getFirst("X-Auth-Token") + ", organization "
                    + request.headers().getFirst("X-OrganizationId") + ", extra "
                    + request.headers().getFirst("X-Extra"));
            return next.exchange(request)
                    .doOnNext(response ->
                            seen.add(name + " < " + response.statusCode().value()))
                    .doOnError(failure ->
                            seen.add(name + " < " + failure.getClass().getSimpleName()));
        };
    }

    private TestHub spied() {
        AtomicInteger tokens = new AtomicInteger();
        TestHub built = TestHttp.at(server.url("").toString())
                .credential(() -> Mono.fromSupplier(() -> AccessToken.of("t" + tokens.incrementAndGet())))
                .jumping(scheduler)
                .organization("acme")
                .requestOptions(o -> o.header("X-Extra", "e"))
                .webClientBuilder(WebClient.builder().filter(spy("host")))
                .perCall(spy("call 1"))
                .perCall(spy("call 2"))
                .perAttempt(spy("try 1"))
                .perAttempt(spy("try 2"))
                .build();
        http = built;
        return built;
    }

    @Test
    void eachFilterSeesWhatItsPlacePromises() {
        server.enqueue(new MockResponse.Builder().code(500).build());
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(new MockResponse.Builder().body("\"done\"").build());

        assertThat(spied().call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");

        assertThat(seen)
                .containsExactly(
                        // The host's filters come before the request context, the caller's after it, both once per
                        // call.
                        "host > token null, organization null, extra null",
                        "call 1 > token null, organization acme, extra e",
                        "call 2 > token null, organization acme, extra e",
                        // Tries see the token of each try, and answers that no filter has made an error of.
                        "try 1 > token t1, organization acme, extra e",
                        "try 2 > token t1, organization acme, extra e",
                        "try 2 < 500",
                        "try 1 < 500",
                        "try 1 > token t2, organization acme, extra e",
                        "try 2 > token t2, organization acme, extra e",
                        "try 2 < 401",
                        "try 1 < 401",
                        "try 1 > token t3, organization acme, extra e",
                        "try 2 > token t3, organization acme, extra e",
                        "try 2 < 200",
                        "try 1 < 200",
                        "call 2 < 200",
                        "call 1 < 200",
                        "host < 200");
    }

    /** Without a host's builder there is no WebClient around the filters; their places are the same. */
    @Test
    void eachFilterSeesWhatItsPlacePromisesWithoutAHost() {
        server.enqueue(new MockResponse.Builder().code(500).build());
        server.enqueue(new MockResponse.Builder().code(401).build());
        server.enqueue(new MockResponse.Builder().body("\"done\"").build());
        AtomicInteger tokens = new AtomicInteger();
        TestHub built = TestHttp.at(server.url("").toString())
                .credential(() -> Mono.just(AccessToken.of("t" + tokens.incrementAndGet())))
                .jumping(scheduler)
                .organization("acme")
                .requestOptions(o -> o.header("X-Extra", "e"))
                .perCall(spy("call"))
                .perAttempt(spy("try 1"))
                .perAttempt((request, next) -> next.exchange(
                        ClientRequest.from(request).header("X-Try", "copied").build()))
                .perAttempt(spy("try 2"))
                .build();
        http = built;

        assertThat(built.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");

        assertThat(seen)
                .containsExactly(
                        "call > token null, organization acme, extra e",
                        "try 1 > token t1, organization acme, extra e",
                        "try 2 > token t1, organization acme, extra e",
                        "try 2 < 500",
                        "try 1 < 500",
                        "try 1 > token t2, organization acme, extra e",
                        "try 2 > token t2, organization acme, extra e",
                        "try 2 < 401",
                        "try 1 < 401",
                        "try 1 > token t3, organization acme, extra e",
                        "try 2 > token t3, organization acme, extra e",
                        "try 2 < 200",
                        "try 1 < 200",
                        "call < 200");
    }

    @Test
    void aRequestOfACallersFilterReachesTheServerAsTheFilterMadeIt() throws InterruptedException {
        server.enqueue(new MockResponse.Builder().body("\"done\"").build());
        TestHub built = TestHttp.at(server.url("").toString())
                .perAttempt((request, next) -> next.exchange(
                        ClientRequest.from(request).header("X-Try", "copied").build()))
                .build();
        http = built;

        assertThat(built.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");

        RecordedRequest received = server.takeRequest();
        assertThat(received.getHeaders().get("X-Try")).isEqualTo("copied");
        assertThat(received.getHeaders().get("X-Auth-Token")).isEqualTo(TestHttp.TOKEN);
        assertThat(received.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(received.getHeaders().get("User-Agent")).startsWith("qhub-java/");
    }

    @Test
    void aCallFilterThatEndsWithoutAnAnswerFailsTheCall() {
        TestHub built = TestHttp.at(server.url("").toString())
                .perCall((request, next) -> Mono.empty())
                .build();
        http = built;

        StepVerifier.create(built.call(GET, "x").to(String.class)).verifyError(IllegalStateException.class);
    }

    @Test
    void onlyTriesSeeTheNetworksOwnFailureAndRedirectsAreFollowedInsideThem() {
        server.enqueue(new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "/elsewhere")
                .build());
        server.enqueue(new MockResponse.Builder().code(404).build());

        StepVerifier.create(spied().call(DOWNLOAD, "x").toStream())
                .verifyError(io.qhub.core.error.NotFoundException.class);

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(seen)
                .filteredOn(line -> line.contains("<"))
                .containsExactly(
                        "try 2 < 404",
                        "try 1 < 404",
                        "call 2 < NotFoundException",
                        "call 1 < NotFoundException",
                        "host < NotFoundException");
    }

    @Test
    void aBodyThatIsCutFailsTheTryBeforeAnyFilterHasSeenTheAnswer() {
        server.enqueue(new MockResponse.Builder()
                .body("\"" + "x".repeat(100_000) + "\"")
                .onResponseBody(new mockwebserver3.SocketEffect.CloseSocket())
                .build());
        server.enqueue(new MockResponse.Builder().body("\"done\"").build());

        assertThat(spied().call(GET, "x").to(String.class).block(WAIT)).isEqualTo("done");

        assertThat(seen).filteredOn(line -> line.contains("<")).hasSize(7);
        assertThat(seen)
                .filteredOn(line -> line.contains("<"))
                .element(0)
                .asString()
                .endsWith("Exception");
        assertThat(seen).filteredOn(line -> line.endsWith("< 200")).hasSize(5);
    }

    @Test
    void aTryMayReplaceTheAnswerAndItIsDecodedAndRetriedLikeTheRealOne() {
        AtomicInteger tries = new AtomicInteger();
        TestHub built = TestHttp.at(server.url("").toString())
                .jumping(scheduler)
                .perAttempt(
                        (request, next) -> Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(200))
                                .body(tries.incrementAndGet() < 3 ? "not JSON" : "\"made up\"")
                                .build()))
                .build();
        http = built;

        assertThat(built.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("made up");

        assertThat(tries).hasValue(3);
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void aCallFilterMayAnswerFromACacheWithoutTokenOrTry() {
        TestHub built = TestHttp.at(server.url("").toString())
                .credential(() -> Mono.error(new AssertionError("no token is needed")))
                .perCall((request, next) -> Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(200))
                        .body("\"cached\"")
                        .build()))
                .perAttempt(spy("try"))
                .build();
        http = built;

        assertThat(built.call(GET, "x").to(String.class).block(WAIT)).isEqualTo("cached");

        assertThat(seen).isEmpty();
    }

    @Test
    void aFailureOfACallersFilterStaysWhatItIsAndIsNotRetried() {
        TestHub built = TestHttp.at(server.url("").toString())
                .jumping(scheduler)
                .perAttempt((request, next) -> Mono.error(new IllegalStateException("mine")))
                .build();
        http = built;

        StepVerifier.create(built.call(GET, "x").to(String.class)).verifyErrorSatisfies(failure -> assertThat(failure)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("mine"));
        assertThat(scheduler.waits()).isEmpty();
    }

    @Test
    void theHostsCredentialsStayWithTheHostAndItsOtherHeadersCome() throws InterruptedException {
        server.enqueue(new MockResponse.Builder().body("\"a\"").build());
        WebClient.Builder host = WebClient.builder()
                .baseUrl("https://host.test/api")
                .defaultHeader("Authorization", "Bearer host-secret")
                .defaultHeader("Proxy-Authorization", "Basic host-secret")
                .defaultHeader("X-Auth-Token", "host-secret")
                .defaultHeader("Cookie", "session=host-secret")
                .defaultHeader("X-OrganizationId", "host-organization")
                .defaultHeader("X-Host", "h")
                .defaultCookie("sid", "host-secret")
                .defaultRequest(request -> request.header("authorization", "Bearer host-secret")
                        .header("X-OrganizationId", "host-organization")
                        .cookie("sid2", "host-secret"));
        TestHub built =
                TestHttp.at(server.url("").toString()).webClientBuilder(host).build();
        http = built;

        built.call(GET, "x").to(String.class).block(WAIT);

        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().toString()).doesNotContain("host-secret", "host-organization");
        assertThat(request.getHeaders().get("X-Auth-Token")).isEqualTo(TestHttp.TOKEN);
        assertThat(request.getHeaders().get("X-Host")).isEqualTo("h");
        assertThat(request.getTarget()).isEqualTo("//things/x".substring(1));
        // The host's own builder is as it was.
        host.defaultHeaders(
                headers -> assertThat(headers.getFirst("X-Auth-Token")).isEqualTo("host-secret"));
    }
}
