package io.qhub.microservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.testing.LogCapture;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers see, against a local hub. */
@Timeout(120)
class CircuitApiTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration QUICK = Duration.ofMillis(20);

    @TempDir
    static Path directory;

    private static LocalHub hub;
    private static RunningService service;

    @BeforeAll
    static void start() {
        hub = LocalHub.builder().queueTime(QUICK).runTime(QUICK).start();
        service = RunningService.start(hub, directory, Map.of("microservice.consumer-patience", "2s"));
    }

    @AfterAll
    static void stop() {
        service.close();
        hub.close();
    }

    @AfterEach
    void calm() {
        hub.noFailures();
        hub.settings().queueTime(QUICK).runTime(QUICK).resultPaddingBytes(0);
    }

    private static String completed(HttpResponse<String> taken) {
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        String path = RunningService.location(taken);
        assertThat(service.statuses(path)).last().isEqualTo("COMPLETED");
        return path;
    }

    private static void isProblem(HttpResponse<String> answer, int status, String sentence) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RunningService.json(answer).path("status").asInt()).isEqualTo(status);
        assertThat(RunningService.json(answer).path("detail").asString()).contains(sentence);
        assertThat(answer.body()).doesNotContain(hub.token()).doesNotContain(hub.url());
    }

    @Test
    void runsACircuitOfEachLanguageAndCountsWhatWasMeasured() {
        String bell = completed(service.postIonq("?shots=100", RunningService.BELL));
        assertThat(RunningService.json(service.get(bell + "/counts"))
                        .path("counts")
                        .propertyNames())
                .containsExactlyInAnyOrder("00", "11");
        String flip = completed(service.postQasm("?backend=aws.sim.sv1&shots=7", RunningService.FLIP));
        assertThat(RunningService.json(service.get(flip + "/counts"))
                        .path("counts")
                        .toString())
                .isIn("{\"10\":7}", "{\"01\":7}");
        assertThat(RunningService.json(service.get(flip)).path("status").asString())
                .isEqualTo("COMPLETED");
    }

    @Test
    void answersAtOnceAndTellsEachChange() {
        hub.settings().queueTime(Duration.ofSeconds(1)).runTime(Duration.ofSeconds(1));
        HttpResponse<String> taken = service.postIonq("", RunningService.BELL);
        assertThat(RunningService.json(taken).path("status").asString()).isEqualTo("PENDING");
        isProblem(service.get(RunningService.location(taken) + "/result"), 409, "no result");
        assertThat(service.statuses(RunningService.location(taken))).containsExactly("PENDING", "RUNNING", "COMPLETED");
        // Who comes late is told the end.
        assertThat(service.statuses(RunningService.location(taken))).containsExactly("COMPLETED");
    }

    @Test
    void scopesTheHubAndTheDatabaseByTenant() {
        List<String> organizations = new CopyOnWriteArrayList<>();
        hub.fail(FailureRule.on("*", "/jobs/**")
                .when(request -> {
                    organizations.add(String.valueOf(request.organization()));
                    return false;
                })
                .status(500));
        HttpResponse<String> taken = service.postIonq("", RunningService.BELL, "X-Tenant", "org-a");
        String path = RunningService.location(taken);
        await().atMost(SOON).until(() -> RunningService.json(service.get(path, "X-Tenant", "org-a"))
                .path("status")
                .asString()
                .equals("COMPLETED"));
        assertThat(service.get(path + "/result", "X-Tenant", "org-a").statusCode())
                .isEqualTo(200);
        assertThat(organizations).hasSizeGreaterThanOrEqualTo(3).containsOnly("org-a");
        for (String part : List.of("", "/events", "/result", "/counts")) {
            isProblem(service.get(path + part, "X-Tenant", "org-b"), 404, "There is no such circuit.");
            isProblem(service.get(path + part), 404, "There is no such circuit.");
        }
        isProblem(service.get(path, "X-Tenant", "a b"), 400, "X-Tenant");
        isProblem(service.get(path, "X-Tenant", "org-a", "X-Tenant", "org-b"), 400, "X-Tenant");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json | ''                            | ''                                    | the circuit is empty
            application/json | ''                            | {"qubits": 2                          | not valid JSON
            application/json | ''                            | [1]                                   | must be a JSON object
            application/json | ''                            | {"qubits": 1, "circuit": [{"gate":"warp","targets":[0]}]} | warp
            application/json | ?shots=0                      | {"qubits": 1, "circuit": []}          | shots must be at least 1
            application/json | ?shots=9999999                | {"qubits": 1, "circuit": [{"gate":"x","targets":[0]}]} | shots
            application/json | ?backend=no.such              | {"qubits": 1, "circuit": [{"gate":"x","targets":[0]}]} | no backend has the id no.such
            application/json | ?backend=                     | {"qubits": 1, "circuit": []}          | backend must be the id
            application/json | ?backend=aws.sim.sv1          | {"qubits": 1, "circuit": [{"gate":"x","targets":[0]}]} | does not support the input format
            text/plain       | ''                            | OPENQASM 3.0; qubit[1] q; warp q[0];  | the gate 'warp' is not known
            """)
    void refusesABadCircuitWithTheHubsSentence(String type, String query, String circuit, String sentence) {
        long jobs = hub.stats().jobsCreated();
        isProblem(
                service.send(service.request("/api/circuits" + query)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(circuit))),
                422,
                sentence);
        assertThat(hub.stats().jobsCreated()).isEqualTo(jobs);
    }

    @Test
    void tellsOtherMistakesAsWell() {
        isProblem(service.get("/api/circuits/nope"), 404, "There is no such circuit.");
        isProblem(service.delete("/api/circuits/nope"), 404, "There is no such circuit.");
        isProblem(
                service.send(service.request("/api/circuits/nope/events").header("Accept", "text/event-stream")),
                404,
                "");
        isProblem(service.get("/api/nothing"), 404, "");
        isProblem(service.postIonq("?shots=many", RunningService.BELL), 400, "");
        isProblem(
                service.send(service.request("/api/circuits")
                        .header("Content-Type", "application/xml")
                        .POST(BodyPublishers.ofString("<a/>"))),
                415,
                "");
        isProblem(service.postQasm("", "x".repeat(1_200_000)), 413, "");
    }

    @Test
    void anUnreachableHubIs503AndNothingIsSubmittedLater() {
        long jobs = hub.stats().jobsCreated();
        try (LogCapture log = new LogCapture()) {
            hub.fail(FailureRule.onAny().resetBefore());
            // A reset connection does not tell whether the Hub saw the request: it is looked for, and the caller told
            // so.
            HttpResponse<String> unknown = service.get("/api/backends");
            isProblem(unknown, 503, "The Hub cannot be reached");
            hub.noFailures();
            hub.fail(FailureRule.on("POST", "/jobs").status(503).header("Retry-After", "7"));
            HttpResponse<String> refused = service.postIonq("", RunningService.BELL);
            isProblem(refused, 503, "The Hub cannot be reached");
            assertThat(refused.headers().firstValue("Retry-After")).contains("7");
            log.assertNoSecret(hub.token());
        }
        hub.noFailures();
        completed(service.postIonq("", RunningService.BELL));
        assertThat(hub.stats().jobsCreated()).isEqualTo(jobs + 1);
    }

    @Test
    void aRateLimitIs429() {
        hub.fail(FailureRule.on("POST", "/jobs").status(429).header("Retry-After", "30"));
        HttpResponse<String> limited = service.postIonq("", RunningService.BELL);
        isProblem(limited, 429, "The Hub limits the rate");
        assertThat(limited.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void aTokenThatTheHubRefusesIsNoCallersFault() {
        hub.fail(FailureRule.on("POST", "/jobs").status(401));
        isProblem(service.postIonq("", RunningService.BELL), 502, "The Hub does not let this service in.");
    }

    @Test
    void aSubmissionWhoseAnswerIsLostIsFoundAgain() {
        long jobs = hub.stats().jobsCreated();
        hub.fail(FailureRule.on("POST", "/jobs").times(1).resetAfter());
        completed(service.postIonq("", RunningService.BELL));
        assertThat(hub.stats().jobsCreated()).isEqualTo(jobs + 1);
    }

    @Test
    void cancels() {
        hub.settings().queueTime(Duration.ofMinutes(10));
        String path = RunningService.location(service.postIonq("", RunningService.BELL));
        assertThat(service.delete(path).statusCode()).isEqualTo(202);
        assertThat(service.statuses(path)).last().isEqualTo("CANCELLED");
        isProblem(service.delete(path), 409, "The circuit has ended as CANCELLED.");
        isProblem(service.get(path + "/result"), 409, "no result");
    }

    @Test
    void streamsALargeResultAsItIs() throws Exception {
        hub.settings().resultPaddingBytes(40L << 20);
        String path = completed(service.postIonq("", RunningService.BELL));
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        try (InputStream in =
                new DigestInputStream(service.stream(path + "/result").body(), sha)) {
            assertThat(in.transferTo(java.io.OutputStream.nullOutputStream())).isGreaterThan(40L << 20);
        }
        String jobId = RunningService.json(service.get(path)).path("jobId").asString();
        assertThat(HexFormat.of().formatHex(sha.digest())).isEqualTo(hub.resultSha256(jobId));
    }

    @Test
    void aConsumerThatLeavesOrStopsReadingEndsTheTransfer() throws Exception {
        hub.settings().resultPaddingBytes(1L << 30);
        String path = completed(service.postIonq("", RunningService.BELL));
        try (InputStream in = service.stream(path + "/result").body()) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            assertThat(hub.stats().activeRequests()).isPositive();
        }
        await().atMost(SOON).until(() -> hub.stats().activeRequests() == 0);
        try (InputStream in = service.stream(path + "/result").body()) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            await().atMost(SOON).until(() -> hub.stats().activeRequests() == 0);
        }
    }

    @Test
    void aResultThatTheHubDoesNotGiveIsAProblem() {
        String path = completed(service.postIonq("", RunningService.BELL));
        hub.fail(FailureRule.on("GET", "/jobs/*/result-stream").resetBefore());
        isProblem(service.get(path + "/result"), 503, "The Hub cannot be reached");
    }

    @Test
    void theClientsFiguresAreAmongTheMetrics() {
        completed(service.postIonq("", RunningService.BELL));
        assertThat(service.get("/actuator/metrics").body()).contains("\"qhub.call\"");
        assertThat(service.get("/actuator/prometheus").body())
                .contains("qhub_call_seconds_count{")
                .contains("uri=\"/jobs/{id}/status\"");
        assertThat(service.get("/actuator/env").statusCode()).isEqualTo(404);
    }

    @Test
    void thePageComesWithAStrictPolicy() {
        HttpResponse<String> page = service.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'")
                .doesNotContain("unsafe")
                .doesNotContain("http"));
        assertThat(page.body()).contains("page.js").doesNotContain("http");
        assertThat(service.get("/page.js").body()).contains("EventSource");
        assertThat(service.get("/page.css").headers().firstValue("Content-Type"))
                .contains("text/css;charset=UTF-8");
    }
}
