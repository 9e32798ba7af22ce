package io.qhub.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.PathOverrides;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.testing.MockServers;
import java.time.Duration;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Where the document is looked for, and what becomes of answers that are none. */
class DiscoveryTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String MOVED = Documents.same().replace("/jobs/{jobId}", "/v2/jobs/{job_id}");

    private final MockWebServer hub = MockServers.create();

    @BeforeEach
    void start() throws Exception {
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private Mono<PathOverrides> discover() {
        return Contract.discover(Documents.ALL, hub.url("/api/").toString(), new StaticCredential("token-1"));
    }

    private void answer(int code, String body) {
        hub.enqueue(new MockResponse.Builder().code(code).body(body).build());
    }

    @Test
    void readsTheDocumentOfTheBaseUrlAtEachSubscription() throws InterruptedException {
        Mono<PathOverrides> overrides = discover();
        assertThat(hub.getRequestCount()).isZero();
        for (int i = 1; i <= 2; i++) {
            answer(200, MOVED);
            assertThat(overrides.block(WAIT).asMap()).containsOnly(Map.entry("test.jobs.getJob", "/v2/jobs/{id}"));
            RecordedRequest request = hub.takeRequest();
            assertThat(request.getTarget()).isEqualTo("/api/docs");
            assertThat(request.getHeaders().get("X-Auth-Token")).isEqualTo("token-1");
            assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
            assertThat(hub.getRequestCount()).isEqualTo(i);
        }
    }

    @Test
    void looksAtTheOlderPlaceWhereThereIsNothingAtTheNewer() throws InterruptedException {
        answer(404, "nothing");
        answer(200, MOVED);

        assertThat(discover().block(WAIT).asMap()).hasSize(1);

        assertThat(hub.takeRequest().getTarget()).isEqualTo("/api/docs");
        assertThat(hub.takeRequest().getTarget()).isEqualTo("/api/v3/api-docs");
    }

    @Test
    void saysThatItIsNowhere() {
        answer(404, "nothing");
        answer(404, "nothing either");

        assertThatThrownBy(() -> discover().block(WAIT))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("contract.docs.getDocs")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .filteredOn(NotFoundException.class::isInstance)
                        .hasSize(1));
    }

    @Test
    void whatTheHubRefusesIsTyped() {
        answer(401, "who?");
        assertThatThrownBy(() -> discover().block(WAIT)).isInstanceOf(UnauthorizedException.class);
        answer(404, "nothing");
        answer(401, "who?");
        assertThatThrownBy(() -> discover().block(WAIT)).isInstanceOf(UnauthorizedException.class);
        answer(400, "no");
        assertThatThrownBy(() -> discover().block(WAIT)).isInstanceOf(HubApiException.class);
        assertThat(hub.getRequestCount()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>log in</html>", "{\"a\":", "{}", "openapi: 3.0.0", "[1]"})
    void whatIsNoDocumentIsADecodingError(String body) {
        answer(200, body);

        assertThatThrownBy(() -> discover().block(WAIT))
                .isInstanceOf(HubDecodingException.class)
                .hasMessageStartingWith("contract.docs.getDocs: The OpenAPI document cannot be used: it ");
    }

    @Test
    void anEndlessDocumentIsNotReadToItsEnd() {
        byte[] endless = new byte[64 * 1024 * 1024 + 1];
        hub.enqueue(new MockResponse.Builder()
                .body(new okio.Buffer().write(endless))
                .build());

        assertThatThrownBy(() -> discover().block(WAIT))
                .isInstanceOfSatisfying(HubDecodingException.class, failure -> assertThat(failure.isTooLarge())
                        .isTrue());
    }

    @Test
    void aMovedOperationWorksWithWhatWasDiscovered() throws InterruptedException {
        answer(200, MOVED);
        PathOverrides found = discover().block(WAIT);
        hub.takeRequest();

        answer(200, "{\"id\":\"j-1\"}");
        try (TestClient client = new TestClient(hub.url("/api").toString(), found)) {
            assertThat(client.getJob("j 1").block(WAIT).id()).isEqualTo("j-1");
        }
        assertThat(hub.takeRequest().getTarget()).isEqualTo("/api/v2/jobs/j%201");
    }

    @Test
    void readsThroughAClientToo() throws InterruptedException {
        answer(200, MOVED);
        try (TestClient client = new TestClient(hub.url("/api").toString(), PathOverrides.none())) {
            ContractReport report =
                    Contract.report(Documents.ALL, client.http()).block(WAIT);
            assertThat(report.moved()).hasSize(1);
            assertThat(report.found()).hasSize(4);

            answer(200, MOVED);
            assertThat(Contract.discover(Documents.ALL, client.http()).block(WAIT))
                    .isEqualTo(report.overrides());
        }
    }
}
