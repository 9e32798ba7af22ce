package io.qhub.localhub;

import static io.qhub.localhub.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.qhub.localhub.gateway.LogSeverity;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ServiceApiTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String PROBLEM = "{\"qubo\":{\"0\":1,\"0,1\":-4,\"1,1\":2}}";
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
    private static final String ISO_TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private final LocalHub hub = LocalHub.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ZERO)
            .cancelTime(Duration.ZERO)
            .service("acme", "echo", "2.1.0", run -> {
                run.log(LogSeverity.INFO, "echoing");
                return Mono.just(JsonNodeFactory.instance
                        .objectNode()
                        .put("_links", "mine")
                        .put("_embedded", "mine")
                        .set("input", run.input()));
            })
            .start();
    private final TestClient client = TestClient.service(hub, "optimiser");

    @AfterEach
    void close() {
        hub.close();
    }

    private static void refused(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).propertyNames()).containsExactly("detail");
        assertThat(json(answer).get("detail").stringValue()).contains(detail);
    }

    // ------------------------------------------------------------------------------------------------ start

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void startsAndLists(String root) {
        hub.settings().queueTime(LONG);
        HttpResponse<String> answer =
                client.post(root, "{\"qubo\":{\"0\":1},\"$tags\":[\"nightly\",\"berlin\"],\"$secrets\":{\"K\":\"v\"}}");
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode execution = json(answer);
        assertThat(execution.propertyNames())
                .containsExactly(
                        "id",
                        "createdAt",
                        "startedAt",
                        "endedAt",
                        "status",
                        "type",
                        "serviceId",
                        "serviceDefinitionId",
                        "applicationId",
                        "tags");
        String id = execution.get("id").stringValue();
        assertThat(answer.headers().firstValue("Location")).hasValue(hub.serviceUrl("optimiser") + "/" + id);
        assertThat(execution.get("createdAt").stringValue()).matches(TIME);
        assertThat(execution.get("startedAt").isNull()).isTrue();
        assertThat(execution.get("endedAt").isNull()).isTrue();
        assertThat(execution.get("status").stringValue()).isEqualTo("PENDING");
        assertThat(execution.get("type").stringValue()).isEqualTo("MANAGED");
        assertThat(execution.get("applicationId").stringValue()).isEqualTo(hub.applicationId());
        assertThat(execution.get("tags")).hasToString("[\"nightly\",\"berlin\"]");
        String second = client.start("{}");
        JsonNode list = client.getJson(root);
        assertThat(list.valueStream().map(each -> each.get("id").stringValue())).containsExactly(second, id);
        assertThat(list.get(1)).isEqualTo(execution);
        assertThat(client.getJson("/" + id)).isEqualTo(execution);
        assertThat(hub.stats().requests("POST", "/local/optimiser/1.0.0/")).isEqualTo(2);
        assertThat(hub.stats().requests("GET", "/local/optimiser/1.0.0/{id}")).isEqualTo(1);
        assertThat(hub.stats().executionsStarted()).isEqualTo(2);
    }

    @Test
    void takesAMissingBodyForAnEmptyObject() {
        TestClient echo = TestClient.at(hub.serviceUrl("acme", "echo", "2.1.0"))
                .bearer(hub.gateway().issueToken());
        JsonNode result = echo.execute("");
        assertThat(result.get("input")).hasToString("{}");
        // What belongs to the gateway cannot be forged by the service.
        assertThat(result.get("_links").isObject()).isTrue();
        assertThat(result.get("_embedded").isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|the request body is not valid JSON (line 1, column",
                "[]|the request body must be a JSON object",
                "null|the request body must be a JSON object",
                "{\"$tags\":\"a\"}|$tags must be an array of strings",
                "{\"$tags\":[1]}|$tags must be an array of strings",
                "{\"$secrets\":[\"a\"]}|$secrets must be an object",
                "{\"roads\":{\"ref\":\"DATAPOOL\"}}|roads refers to a data pool, but its id is not a string",
                "{\"roads\":{\"ref\":\"DATAPOOL\",\"id\":\"a\",\"grant\":1}}|its grant is not a string"
            })
    void refusesBadRequests(String body, String detail) {
        refused(client.post("/", body), 400, detail);
        assertThat(client.getJson("/")).isEmpty();
    }

    @Test
    void refusesPoolsThatItDoesNotKnow() {
        HttpResponse<String> answer =
                client.post("/", "{\"roads\":{\"id\":\"dp-none\",\"ref\":\"DATAPOOL\",\"grant\":\"aaa.bbb.ccc\"}}");
        assertThat(answer.statusCode()).isBetween(400, 404);
        assertThat(answer.body()).doesNotContain("aaa.bbb");
        assertThat(client.getJson("/")).isEmpty();
    }

    // --------------------------------------------------------------------------------------- authentication

    @Test
    void wantsATokenOnEveryOperation() {
        String id = client.start(PROBLEM);
        for (TestClient stranger : List.of(
                TestClient.at(hub.serviceUrl("optimiser")),
                TestClient.at(hub.serviceUrl("optimiser")).bearer("unknown"),
                TestClient.at(hub.serviceUrl("optimiser")).with("Authorization", "Bearer"),
                TestClient.at(hub.serviceUrl("optimiser"))
                        .with("Authorization", "Basic " + hub.gateway().issueToken()),
                TestClient.at(hub.serviceUrl("optimiser")).bearer(hub.token()),
                TestClient.at(hub.serviceUrl("optimiser")).with("X-Auth-Token", hub.token()))) {
            for (HttpResponse<String> answer : List.of(
                    stranger.get("/"),
                    stranger.get(""),
                    stranger.post("/", PROBLEM),
                    stranger.get("/" + id),
                    stranger.get("/" + id + "/result"),
                    stranger.get("/" + id + "/result/output.json"),
                    stranger.get("/" + id + "/log"),
                    stranger.put("/" + id + "/cancel"))) {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
                JsonNode body = json(answer);
                assertThat(body.propertyNames()).containsExactly("status", "error", "message", "path");
                assertThat(body.get("error").stringValue()).isEqualTo("Unauthorized");
                assertThat(body.get("path").stringValue()).startsWith("/local/optimiser/1.0.0");
            }
        }
        assertThat(hub.stats().executionsStarted()).isEqualTo(1);
    }

    @Test
    void anyBearerCanBeAccepted() {
        String id = client.start(PROBLEM);
        hub.gateway().settings().anyBearerAccepted(true);
        TestClient keyless = TestClient.at(hub.serviceUrl("optimiser")).bearer("aB3dE6gH9jK2mN5pQ8sT1");
        assertThat(keyless.getJson("/")).hasSize(1);
        assertThat(keyless.get("/" + id).statusCode()).isEqualTo(200);
        assertThat(TestClient.at(hub.serviceUrl("optimiser")).get("/").statusCode())
                .isEqualTo(401);
    }

    @Test
    void anApplicationSeesItsOwnExecutionsOnly() {
        String id = client.start(PROBLEM);
        client.awaitExecution(id, "SUCCEEDED");
        TestClient other =
                TestClient.at(hub.serviceUrl("optimiser")).bearer(hub.gateway().issueToken("other"));
        assertThat(other.getJson("/")).isEmpty();
        for (HttpResponse<String> answer : List.of(
                other.get("/" + id),
                other.get("/" + id + "/result"),
                other.get("/" + id + "/result/output.json"),
                other.get("/" + id + "/log"),
                other.put("/" + id + "/cancel"))) {
            refused(answer, 404, "no execution has the id " + id);
        }
        String mine = other.start(PROBLEM);
        assertThat(other.getJson("/" + mine).get("applicationId").stringValue()).isEqualTo("other");
        assertThat(client.getJson("/")).hasSize(1);
    }

    @Test
    void knowsNeitherOtherServicesNorOtherExecutions() {
        String id = client.start(PROBLEM);
        TestClient failing = TestClient.service(hub, "failing");
        assertThat(failing.getJson("/")).isEmpty();
        refused(failing.get("/" + id), 404, "no execution has the id " + id);
        refused(client.get("/nope/log"), 404, "no execution has the id nope");
        refused(client.get("/" + id + "/interim-results"), 404, "there is no GET");
        String token = hub.gateway().issueToken();
        for (String path : List.of(
                "/local/optimizer/1.0.0/", "/local/optimiser/9.9.9/", "/other/optimiser/1.0.0/", "/local/optimiser/")) {
            assertThat(TestClient.at(hub.url()).bearer(token).get(path).statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(client.delete("/" + id).statusCode()).isEqualTo(405);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.serviceUrl("optimizer"))
                .withMessage("there is no service /local/optimizer/1.0.0");
    }

    // ----------------------------------------------------------------------------------------------- result

    @Test
    void theResultHasTheServicesMembersAndLinks() {
        JsonNode result = client.execute(PROBLEM);
        String id = result.get("_embedded").get("status").get("id").stringValue();
        assertThat(result.propertyNames())
                .containsExactly(
                        "assignment",
                        "energy",
                        "method",
                        "variables",
                        "terms",
                        "evaluations",
                        "seed",
                        "_links",
                        "_embedded");
        assertThat(result.get("_links"))
                .hasToString(("{'self':{'href':'/ID/result'},'status':{'href':'/ID'},"
                                + "'output.json':{'href':'/ID/result/output.json'},"
                                + "'trace.csv':{'href':'/ID/result/trace.csv'}}")
                        .replace('\'', '"')
                        .replace("ID", id));
        JsonNode embedded = result.get("_embedded").get("status");
        assertThat(embedded).isEqualTo(client.getJson("/" + id));
        assertThat(embedded.get("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(embedded.get("startedAt").stringValue()).matches(TIME);
        assertThat(embedded.get("endedAt").stringValue()).matches(TIME);
    }

    @Test
    void aFailureIsAnAnswerWithCodeAndDetail() {
        TestClient failing = TestClient.service(hub, "failing");
        String id = failing.start("{\"code\":\"INVALID_STOPS\",\"detail\":\"at least two stops are needed\"}");
        failing.awaitExecution(id, "FAILED");
        JsonNode result = failing.getJson("/" + id + "/result");
        assertThat(result.propertyNames()).containsExactly("code", "detail", "_links", "_embedded");
        assertThat(result.get("code").stringValue()).isEqualTo("INVALID_STOPS");
        assertThat(result.get("detail").stringValue()).isEqualTo("at least two stops are needed");
        assertThat(result.get("_links")).hasToString("{\"status\":{\"href\":\"/" + id + "\"}}");
        assertThat(result.get("_embedded").get("status").get("status").stringValue())
                .isEqualTo("FAILED");
        String plain = failing.start("");
        failing.awaitExecution(plain, "FAILED");
        assertThat(failing.getJson("/" + plain + "/result").get("code").stringValue())
                .isEqualTo("ALWAYS_FAILS");
    }

    @Test
    void thereIsNoResultBeforeTheEndNorAfterACancellation() {
        TestClient endless = TestClient.service(hub, "endless");
        String id = endless.start("");
        endless.awaitExecution(id, "RUNNING");
        refused(endless.get("/" + id + "/result"), 404, "is RUNNING and has no result");
        refused(endless.get("/" + id + "/result/output.json"), 404, "has no result file output.json");
        endless.put("/" + id + "/cancel");
        endless.awaitExecution(id, "CANCELLED");
        refused(endless.get("/" + id + "/result"), 404, "is CANCELLED and has no result");
        hub.settings().queueTime(LONG);
        String waiting = endless.start("");
        refused(endless.get("/" + waiting + "/result"), 404, "is PENDING and has no result");
    }

    @Test
    void theResultCanBeLate() {
        hub.gateway().settings().resultDelay(LONG);
        String id = client.start(PROBLEM);
        client.awaitExecution(id, "SUCCEEDED");
        refused(client.get("/" + id + "/result"), 404, "is SUCCEEDED and has no result");
        refused(client.get("/" + id + "/result/output.json"), 404, "has no result file");
        hub.gateway().settings().resultDelay(Duration.ZERO);
        assertThat(client.get("/" + id + "/result").statusCode()).isEqualTo(200);
    }

    // -------------------------------------------------------------------------------------------------- log

    @Test
    void theLogIsNullUntilThereIsSomething() {
        hub.settings().queueTime(LONG);
        String id = client.start(PROBLEM);
        HttpResponse<String> answer = client.get("/" + id + "/log");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("null");
    }

    @Test
    void theLogHasEntriesOldestFirst() {
        String id = client.start(PROBLEM);
        client.awaitExecution(id, "SUCCEEDED");
        JsonNode log = client.getJson("/" + id + "/log");
        assertThat(log.size()).isGreaterThanOrEqualTo(4);
        String last = "";
        for (JsonNode entry : log) {
            assertThat(entry.propertyNames()).containsExactly("message", "severity", "timestamp");
            assertThat(entry.get("severity").stringValue()).isIn("DEBUG", "NOTICE", "INFO", "WARNING", "ERROR");
            assertThat(entry.get("timestamp").stringValue()).matches(ISO_TIME).isGreaterThanOrEqualTo(last);
            last = entry.get("timestamp").stringValue();
        }
        assertThat(log.get(0).get("message").stringValue())
                .isEqualTo("a problem of 2 variables and 3 terms, method exact");
        assertThat(log.get(log.size() - 1).get("severity").stringValue()).isEqualTo("NOTICE");
        hub.gateway().settings().plainLogs(true);
        JsonNode plain = client.getJson("/" + id + "/log");
        assertThat(plain).hasSize(log.size());
        assertThat(plain.get(0).stringValue())
                .isEqualTo(log.get(0).get("message").stringValue());
    }

    @Test
    void theLogGrowsWhileTheExecutionRunsAndStopsWithIt() {
        TestClient endless = TestClient.service(hub, "endless");
        String id = endless.start("{\"log_every_ms\":5}");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        endless.getJson("/" + id + "/log").size())
                .isGreaterThan(3));
        assertThat(endless.executionStatus(id)).isEqualTo("RUNNING");
        endless.put("/" + id + "/cancel");
        endless.awaitExecution(id, "CANCELLED");
        JsonNode log = endless.getJson("/" + id + "/log");
        // Another execution logs on, this one does not.
        String other = endless.start("{\"log_every_ms\":5}");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        endless.getJson("/" + other + "/log").size())
                .isGreaterThan(5));
        assertThat(endless.getJson("/" + id + "/log")).isEqualTo(log);
    }

    @Test
    void theOptimiserLogsWhileItRuns() {
        hub.settings().runTime(Duration.ofSeconds(2));
        String id = client.start("{\"qubo\":{\"0\":1,\"3\":-1}}");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() ->
                        assertThat(client.getJson("/" + id + "/log").size()).isGreaterThan(2));
        assertThat(client.executionStatus(id)).isEqualTo("RUNNING");
        client.awaitExecution(id, "SUCCEEDED");
        assertThat(client.getJson("/" + id + "/log")).hasSize(7);
    }

    @Test
    void logEntriesCanBeLate() {
        hub.gateway().settings().logDelay(LONG);
        String id = client.start(PROBLEM);
        client.awaitExecution(id, "SUCCEEDED");
        assertThat(client.get("/" + id + "/log").body()).isEqualTo("null");
        hub.gateway().settings().logDelay(Duration.ZERO);
        assertThat(client.getJson("/" + id + "/log").size()).isGreaterThan(3);
    }

    // ----------------------------------------------------------------------------------------------- cancel

    @Test
    void cancellingIsIdempotent() {
        TestClient endless = TestClient.service(hub, "endless");
        String id = endless.start("");
        endless.awaitExecution(id, "RUNNING");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = endless.put("/" + id + "/cancel");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).get("id").stringValue()).isEqualTo(id);
            assertThat(json(answer).get("status").stringValue()).isEqualTo("CANCELLED");
            assertThat(json(answer).get("endedAt").stringValue()).matches(TIME);
        }
        String done = client.start(PROBLEM);
        client.awaitExecution(done, "SUCCEEDED");
        HttpResponse<String> late = client.put("/" + done + "/cancel");
        assertThat(late.statusCode()).isEqualTo(200);
        assertThat(json(late)).isEqualTo(client.getJson("/" + done));
        assertThat(json(late).get("status").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void cancellingARunningExecutionTakesItsTime() {
        hub.settings().cancelTime(Duration.ofSeconds(1));
        TestClient endless = TestClient.service(hub, "endless");
        String id = endless.start("");
        endless.awaitExecution(id, "RUNNING");
        assertThat(json(endless.put("/" + id + "/cancel")).get("status").stringValue())
                .isEqualTo("RUNNING");
        assertThat(json(endless.put("/" + id + "/cancel")).get("status").stringValue())
                .isEqualTo("RUNNING");
        endless.awaitExecution(id, "CANCELLED");
    }

    @Test
    void aWaitingExecutionIsCancelledAtOnce() {
        hub.settings().queueTime(LONG).cancelTime(LONG);
        String id = client.start(PROBLEM);
        assertThat(json(client.put("/" + id + "/cancel")).get("status").stringValue())
                .isEqualTo("CANCELLED");
        JsonNode execution = client.getJson("/" + id);
        assertThat(execution.get("startedAt").isNull()).isTrue();
        assertThat(execution.get("endedAt").isNull()).isFalse();
    }

    // ------------------------------------------------------------------------------------------------ modes

    @Test
    void timesCanBeIso() {
        hub.gateway().settings().isoTimestamps(true);
        JsonNode execution = client.execute(PROBLEM).get("_embedded").get("status");
        for (String member : List.of("createdAt", "startedAt", "endedAt")) {
            assertThat(execution.get(member).stringValue()).matches(ISO_TIME);
        }
    }

    @Test
    void answersAsTheServerOf2024Did() {
        hub.gateway().settings().kind2024(true);
        // Whoever it is: that server did not look.
        TestClient old = TestClient.at(hub.serviceUrl("optimiser"));
        assertThat(old.getJson("/")).hasToString("{\"status\":\"Service is up and running\"}");
        HttpResponse<String> started = old.post("/", "{\"data\":" + PROBLEM + ",\"params\":{\"seed\":7}}");
        assertThat(started.statusCode()).isEqualTo(201);
        assertThat(json(started).propertyNames())
                .containsExactly("id", "status", "created_at", "started_at", "ended_at");
        assertThat(json(started).get("created_at").stringValue()).matches(TIME);
        String id = json(started).get("id").stringValue();
        old.awaitExecution(id, "SUCCEEDED");
        assertThat(old.bearer("abc").getJson("/" + id).get("ended_at").stringValue())
                .matches(TIME);
        JsonNode result = old.getJson("/" + id + "/result");
        assertThat(result.propertyNames())
                .containsExactly("assignment", "energy", "method", "variables", "terms", "evaluations", "seed");
        assertThat(result.get("seed").intValue()).isEqualTo(7);
        assertThat(old.getJson("/" + id + "/interim-results")).isEmpty();
        refused(old.get("/" + id + "/log"), 404, "there is no GET");
        refused(old.get("/" + id + "/result/output.json"), 404, "there is no GET");
        refused(old.post("/", "[]"), 422, "must be a JSON object");

        TestClient failing = TestClient.at(hub.serviceUrl("failing"));
        String failed = failing.start("");
        failing.awaitExecution(failed, "FAILED");
        refused(failing.get("/" + failed + "/result"), 404, "Not found");

        TestClient endless = TestClient.at(hub.serviceUrl("endless"));
        String running = endless.start("");
        refused(endless.get("/" + running + "/result"), 404, "has no result");
        assertThat(json(endless.put("/" + running + "/cancel")).propertyNames()).contains("ended_at");
        endless.awaitExecution(running, "CANCELLED");
    }
}
