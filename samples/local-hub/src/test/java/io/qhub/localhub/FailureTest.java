package io.qhub.localhub;

import static io.qhub.localhub.TestClient.BELL_QASM;
import static io.qhub.localhub.TestClient.ionqJob;
import static io.qhub.localhub.TestClient.json;
import static io.qhub.localhub.TestClient.qasmJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.Failures;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureTest {

    private final LocalHub hub =
            LocalHub.builder().queueTime(Duration.ZERO).runTime(Duration.ZERO).start();
    private final TestClient client = new TestClient(hub);

    @AfterEach
    void close() {
        // Nothing that went wrong may leave a request behind.
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.stats().activeRequests()).isZero());
        hub.close();
    }

    private int jobs() {
        return client.getJson("/jobs").get("total_elements").intValue();
    }

    @Test
    void aStatusIsAnsweredInsteadOfProcessing() {
        Failures.Active rule =
                hub.fail(FailureRule.on("POST", "/jobs").times(1).status(503).header("Retry-After", "1"));
        HttpResponse<String> failed = client.post("/jobs", ionqJob(""));
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(json(failed).get("status").intValue()).isEqualTo(503);
        assertThat(client.post("/jobs", ionqJob("")).statusCode()).isEqualTo(201);
        assertThat(rule.hits()).isEqualTo(1);
        assertThat(jobs()).isEqualTo(1);
        assertThat(hub.stats().requests("POST", "/quantum/jobs")).isEqualTo(2);
        assertThat(hub.stats().answers(503)).isEqualTo(1);
    }

    @Test
    void aStatusCanHideThatTheRequestTookEffect() {
        hub.fail(FailureRule.on("POST", "/quantum/jobs")
                .times(1)
                .statusAfter(500)
                .body("oops"));
        HttpResponse<String> failed = client.post("/jobs", ionqJob(""));
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("oops");
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void rulesSelectTheirRequests() throws Exception {
        hub.fail(FailureRule.on("GET", "/jobs/*").after(1).times(2).status(500));
        hub.fail(FailureRule.on("*", "/sessions/**").status(502));
        hub.fail(FailureRule.onAny()
                .when(request -> "acme".equals(request.organization()))
                .status(504));
        assertThat(client.get("/jobs").statusCode()).isEqualTo(200);
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.add(client.get("/jobs/x").statusCode());
        }
        assertThat(statuses).containsExactly(404, 500, 500, 404);
        assertThat(client.get("/jobs/x/status").statusCode()).isEqualTo(404);
        assertThat(client.get("/sessions/x/jobs").statusCode()).isEqualTo(502);
        assertThat(client.with("X-OrganizationId", "acme").get("/backends").statusCode())
                .isEqualTo(504);
        hub.noFailures();
        assertThat(client.get("/sessions/x/jobs").statusCode()).isEqualTo(404);
    }

    @Test
    void aShareOfTheRequestsFailsTheSameWayForTheSameSeed() {
        List<Integer> first = statuses(hub, client);
        assertThat(first).filteredOn(status -> status == 500).hasSizeBetween(25, 75);
        try (LocalHub same = LocalHub.start();
                LocalHub other = LocalHub.builder().seed(9).start()) {
            assertThat(statuses(same, new TestClient(same))).isEqualTo(first);
            assertThat(statuses(other, new TestClient(other))).isNotEqualTo(first);
        }
    }

    private static List<Integer> statuses(LocalHub hub, TestClient client) {
        hub.fail(FailureRule.onAny().probability(0.25).status(500));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            statuses.add(client.get("/backends").statusCode());
        }
        return statuses;
    }

    @Test
    void aResetBeforeProcessingLeavesNothing() {
        hub.fail(FailureRule.on("POST", "/jobs").times(1).resetBefore());
        assertThatThrownBy(() -> client.send("POST", "/jobs", ionqJob(""))).isInstanceOf(IOException.class);
        assertThat(jobs()).isZero();
    }

    @Test
    void aResetAfterProcessingLeavesAJob() {
        hub.fail(FailureRule.on("POST", "/jobs").times(1).resetAfter());
        assertThatThrownBy(() -> client.send("POST", "/jobs", ionqJob(""))).isInstanceOf(IOException.class);
        assertThat(jobs()).isEqualTo(1);
    }

    @Test
    void aDelayedCommitShowsLater() {
        hub.fail(FailureRule.on("POST", "/jobs").times(1).delayCommit(Duration.ofSeconds(1)));
        assertThatThrownBy(() -> client.send("POST", "/jobs", ionqJob(""))).isInstanceOf(IOException.class);
        assertThat(jobs()).isZero();
        Awaitility.await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
    }

    @Test
    void aBodyIsCut() {
        for (long bytes : new long[] {0, 10}) {
            hub.fail(FailureRule.on("GET", "/backends").times(1).cutBody(bytes));
            assertThatThrownBy(() -> client.send("GET", "/backends", "")).isInstanceOf(IOException.class);
        }
        assertThat(client.get("/backends").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerStalls() throws Exception {
        hub.fail(FailureRule.on("POST", "/jobs").times(1).stall(Duration.ofSeconds(1)));
        CompletableFuture<HttpResponse<String>> late = client.sendAsync("POST", "/jobs", ionqJob(""));
        assertThatThrownBy(() -> late.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(late.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);

        hub.fail(FailureRule.on("GET", "/backends").times(1).stallBody(100, Duration.ofSeconds(1)));
        CompletableFuture<HttpResponse<String>> slow = client.sendAsync("GET", "/backends", "");
        assertThatThrownBy(() -> slow.get(200, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(json(slow.get(10, TimeUnit.SECONDS))).hasSize(4);
    }

    @Test
    void anAnswerCanStallForever() throws Exception {
        for (FailureRule rule : List.of(
                FailureRule.on("GET", "/backends").times(1).stall(),
                FailureRule.on("GET", "/backends").times(1).stallBody(5))) {
            hub.fail(rule);
            java.net.Socket socket = new java.net.Socket(
                    "127.0.0.1", java.net.URI.create(hub.url()).getPort());
            try (socket) {
                socket.getOutputStream()
                        .write(("GET /quantum/backends HTTP/1.1\r\nHost: x\r\nX-Auth-Token: " + hub.token()
                                        + "\r\n\r\n")
                                .getBytes());
                Awaitility.await().untilAsserted(() -> assertThat(hub.stats().activeRequests())
                        .isEqualTo(1));
            }
            Awaitility.await().untilAsserted(() -> assertThat(hub.stats().activeRequests())
                    .isZero());
        }
    }

    @Test
    void theRateLimitAnswers429() {
        hub.settings().rateLimit(3, Duration.ofSeconds(30));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(client.get("/backends").statusCode());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
        HttpResponse<String> refused = client.get("/backends");
        int seconds =
                Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow());
        assertThat(seconds).isBetween(1, 30);
        assertThat(json(refused).get("status").intValue()).isEqualTo(429);
        hub.settings().noRateLimit();
        assertThat(client.get("/backends").statusCode()).isEqualTo(200);
    }

    @Test
    void theRateLimitStartsAnewAfterItsWindow() {
        hub.settings().rateLimit(1, Duration.ofSeconds(2));
        assertThat(client.get("/backends").statusCode()).isEqualTo(200);
        assertThat(client.get("/backends").statusCode()).isEqualTo(429);
        Awaitility.await().pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
                        client.get("/backends").statusCode())
                .isEqualTo(200));
    }

    @Test
    void latencyHoldsAnswersBackButNotTheirEffect() throws Exception {
        hub.settings().latency(Duration.ofSeconds(1));
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync("POST", "/jobs", qasmJob(BELL_QASM, 1, ""));
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.stats().jobsCreated()).isEqualTo(1));
        assertThat(answer).isNotDone();
        assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }

    @Test
    void countsConnectionsAndRequests() {
        client.get("/backends");
        client.get("/jobs/a");
        client.get("/jobs/b");
        client.get("/nowhere");
        assertThat(hub.stats().requestsByRoute())
                .containsEntry("GET /quantum/backends", 1L)
                .containsEntry("GET /quantum/jobs/{id}", 2L)
                .containsEntry("GET (none)", 1L);
        assertThat(hub.stats().requests()).isEqualTo(4);
        assertThat(hub.stats().connections()).isEqualTo(1);
        assertThat(hub.stats().openConnections()).isEqualTo(1);
        assertThat(hub.stats().mostActiveRequests()).isEqualTo(1);
    }

    @Test
    void rulesAreChecked() {
        assertThatThrownBy(() -> hub.fail(FailureRule.on("GET", "/jobs")))
                .hasMessageContaining("does not say what fails");
        assertThatThrownBy(() -> FailureRule.on("GET", "jobs")).hasMessageContaining("must start with '/'");
        assertThatThrownBy(() -> FailureRule.onAny().status(99)).hasMessageContaining("99");
        assertThatThrownBy(() -> FailureRule.onAny().probability(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> FailureRule.onAny().times(0)).hasMessageContaining("count");
        assertThatThrownBy(() -> FailureRule.onAny().resetAfter().header("a", "b"))
                .hasMessageContaining("after status");
    }
}
