package io.qhub.localhub;

import static io.qhub.localhub.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.control.Failures;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractIntegerAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The hub's switches, as far as services feel them. */
class ServiceLifecycleTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String PROBLEM = "{\"qubo\":{\"0\":1,\"0,1\":-4,\"1,1\":2}}";

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final LocalHub hub = LocalHub.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ZERO)
            .gateway(gateway -> gateway.isoTimestamps(true))
            .service("acme", "counting", "1.0.0", run -> {
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                return run.pause(Duration.ofMillis(20)).then(Mono.fromCallable(() -> {
                    running.decrementAndGet();
                    return JsonNodeFactory.instance
                            .objectNode()
                            .set("n", run.input().path("n"));
                }));
            })
            .start();
    private final TestClient client = TestClient.service(hub, "optimiser");
    private final TestClient counting = TestClient.at(hub.serviceUrl("acme", "counting", "1.0.0"))
            .bearer(hub.gateway().issueToken());

    @AfterEach
    void close() {
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.stats().activeRequests()).isZero());
        hub.close();
    }

    private static Instant time(JsonNode execution, String member) {
        return Instant.parse(execution.get(member).stringValue());
    }

    @Test
    void executionsWaitForTheirQueueTimeAndRunForTheirRunTime() {
        hub.settings().queueTime(Duration.ofSeconds(1)).runTime(Duration.ofSeconds(1));
        String id = client.start(PROBLEM);
        assertThat(client.executionStatus(id)).isEqualTo("PENDING");
        client.awaitExecution(id, "RUNNING");
        JsonNode running = client.getJson("/" + id);
        assertThat(running.get("endedAt").isNull()).isTrue();
        client.awaitExecution(id, "SUCCEEDED");
        JsonNode done = client.getJson("/" + id);
        assertThat(Duration.between(time(done, "createdAt"), time(done, "startedAt")))
                .isGreaterThanOrEqualTo(Duration.ofMillis(999));
        assertThat(Duration.between(time(done, "startedAt"), time(done, "endedAt")))
                .isGreaterThanOrEqualTo(Duration.ofMillis(999));
    }

    @Test
    void aFailureTakesTheRunTimeToo() {
        hub.settings().runTime(LONG);
        TestClient failing = TestClient.service(hub, "failing");
        String id = failing.start("");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        failing.getJson("/" + id + "/log").size())
                .isEqualTo(2));
        assertThat(failing.executionStatus(id)).isEqualTo("RUNNING");
    }

    @Test
    void onlySoManyExecutionsOfAServiceRunAtOnceAndTheOthersKeepTheirOrder() {
        hub.settings().parallelism(2);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(counting.start("{\"n\":" + i + "}"));
        }
        Instant last = Instant.EPOCH;
        for (String id : ids) {
            counting.awaitExecution(id, "SUCCEEDED");
            Instant started = time(counting.getJson("/" + id), "startedAt");
            assertThat(started).isAfterOrEqualTo(last);
            last = started;
        }
        assertThat(mostRunning).hasValue(2);
        // Another service has places of its own.
        hub.settings().parallelism(1);
        TestClient endless = TestClient.service(hub, "endless");
        endless.awaitExecution(endless.start(""), "RUNNING");
        String waiting = endless.start("");
        client.awaitExecution(client.start(PROBLEM), "SUCCEEDED");
        assertThat(endless.executionStatus(waiting)).isEqualTo("PENDING");
    }

    @Test
    void aCancelledExecutionMakesRoomForTheNext() {
        hub.settings().parallelism(1);
        TestClient endless = TestClient.service(hub, "endless");
        String first = endless.start("");
        String second = endless.start("");
        String third = endless.start("");
        endless.awaitExecution(first, "RUNNING");
        endless.put("/" + second + "/cancel");
        endless.put("/" + first + "/cancel");
        endless.awaitExecution(third, "RUNNING");
        assertThat(endless.executionStatus(second)).isEqualTo("CANCELLED");
    }

    @Test
    void aNewExecutionCanBeMissingFromTheList() {
        hub.settings().listingDelay(LONG);
        String id = client.start(PROBLEM);
        assertThat(client.getJson("/")).isEmpty();
        assertThat(client.get("/" + id).statusCode()).isEqualTo(200);
        hub.settings().listingDelay(Duration.ZERO);
        assertThat(client.getJson("/")).hasSize(1);
    }

    @Test
    void failureRulesFitTheOperations() {
        String id = client.start(PROBLEM);
        client.awaitExecution(id, "SUCCEEDED");
        String base = "/local/optimiser/1.0.0";
        for (List<String> each : List.of(
                List.of("GET", base, "/"),
                List.of("GET", base + "/", ""),
                List.of("GET", base + "/", "//"),
                List.of("POST", base, ""),
                List.of("GET", base + "/*", "/" + id),
                List.of("GET", base + "/{id}/result", "/" + id + "/result"),
                List.of("GET", base + "/{id}/result/*", "/" + id + "/result/output.json"),
                List.of("GET", "/{id}/log", "/" + id + "/log"),
                List.of("PUT", "/*/cancel", "/" + id + "/cancel"))) {
            Failures.Active rule =
                    hub.fail(FailureRule.on(each.get(0), each.get(1)).times(1).status(502));
            assertThatStatus(each, id).isEqualTo(502);
            assertThat(rule.hits()).as(each.toString()).isEqualTo(1);
            assertThatStatus(each, id).isBetween(200, 201);
        }
        hub.fail(FailureRule.on("GET", "/{id}/log")
                .when(request -> request.route().equals("/{id}/log"))
                .times(1)
                .status(200)
                .header("Content-Type", "application/json")
                .body(""));
        HttpResponse<String> empty = client.get("/" + id + "/log");
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
    }

    private AbstractIntegerAssert<?> assertThatStatus(List<String> each, String id) {
        try {
            return assertThat(client.send(each.get(0), each.get(2), "").statusCode())
                    .as(each.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theAnswerOfAStartCanBeLost() {
        hub.fail(FailureRule.on("POST", "/local/optimiser/1.0.0/").times(1).resetAfter());
        assertThatThrownBy(() -> client.send("POST", "/", PROBLEM)).isInstanceOf(IOException.class);
        Awaitility.await().untilAsserted(() -> assertThat(client.getJson("/")).hasSize(1));
        hub.fail(FailureRule.on("POST", "/local/optimiser/1.0.0/").times(1).resetBefore());
        assertThatThrownBy(() -> client.send("POST", "/", PROBLEM)).isInstanceOf(IOException.class);
        assertThat(client.getJson("/")).hasSize(1);
        assertThat(hub.stats().executionsStarted()).isEqualTo(1);
    }

    @Test
    void theRateLimitAndTheLatencyHold() {
        hub.settings().rateLimit(1, LONG);
        assertThat(client.get("/").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = client.get("/");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        hub.settings().noRateLimit().latency(Duration.ofSeconds(1));
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync("POST", "/", PROBLEM);
        Awaitility.await()
                .untilAsserted(() -> assertThat(hub.stats().executionsStarted()).isEqualTo(1));
        assertThat(answer).isNotDone();
        assertThat(answer.join().statusCode()).isEqualTo(201);
    }

    @Test
    void carriesTwoThousandExecutionsAtOnce() {
        hub.settings().parallelism(2_000).runTime(Duration.ofMillis(200));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            answers.add(counting.sendAsync("POST", "/", "{\"n\":" + i + "}"));
        }
        List<String> ids = new ArrayList<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(201);
            ids.add(json(answer.join()).get("id").stringValue());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(counting.getJson("/")
                                .valueStream()
                                .filter(each -> each.get("status").stringValue().equals("SUCCEEDED")))
                        .hasSize(2_000));
        answers.clear();
        ids.forEach(id -> answers.add(counting.sendAsync("GET", "/" + id + "/result", "")));
        for (int i = 0; i < 2_000; i++) {
            assertThat(json(answers.get(i).join()).get("n").intValue()).isEqualTo(i);
        }
        assertThat(hub.stats().executionsStarted()).isEqualTo(2_000);
        assertThat(hub.stats().answers(500)).isZero();
    }
}
