package io.qhub.localhub;

import static io.qhub.localhub.TestClient.BELL_QASM;
import static io.qhub.localhub.TestClient.ionqJob;
import static io.qhub.localhub.TestClient.json;
import static io.qhub.localhub.TestClient.qasmJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LifecycleTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final LocalHub hub =
            LocalHub.builder().queueTime(Duration.ZERO).runTime(Duration.ZERO).start();
    private final TestClient client = new TestClient(hub);

    @AfterEach
    void close() {
        hub.close();
    }

    private String job(String more) {
        return client.create(qasmJob(BELL_QASM, 10, more));
    }

    private String inSession(String session) {
        return job(",\"session_id\":\"" + session + "\"");
    }

    private static void refused(HttpResponse<String> response, int status, String part) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).get("error_message").stringValue()).contains(part);
    }

    // ------------------------------------------------------------------------------------------------- jobs

    @Test
    void jobsWaitForTheirQueueTimeAndRunForTheirRunTime() {
        hub.settings().queueTime(Duration.ofSeconds(1)).runTime(Duration.ofSeconds(1));
        String id = job("");
        JsonNode pending = client.getJson("/jobs/" + id);
        assertThat(pending.get("status").stringValue()).isEqualTo("PENDING");
        assertThat(pending.get("started_at").isNull()).isTrue();
        assertThat(pending.get("provider_job_id").isNull()).isTrue();
        assertThat(client.getJson("/backends/aws.sim.sv1").get("queue_size").intValue())
                .isEqualTo(1);
        client.awaitStatus("/jobs/" + id, "RUNNING");
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        JsonNode done = client.getJson("/jobs/" + id);
        Instant created = Instant.parse(done.get("created_at").stringValue());
        Instant started = Instant.parse(done.get("started_at").stringValue());
        Instant ended = Instant.parse(done.get("ended_at").stringValue());
        assertThat(Duration.between(created, started)).isGreaterThanOrEqualTo(Duration.ofMillis(999));
        assertThat(Duration.between(started, ended)).isGreaterThanOrEqualTo(Duration.ofMillis(999));
        assertThat(client.getJson("/backends/aws.sim.sv1").get("queue_size").intValue())
                .isZero();
    }

    @Test
    void onlySoManyJobsOfABackendRunAtOnceAndTheOthersKeepTheirOrder() {
        hub.settings().parallelism(1).runTime(Duration.ofMillis(30));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(job(""));
        }
        ids.forEach(id -> client.awaitStatus("/jobs/" + id, "COMPLETED"));
        Instant free = Instant.EPOCH;
        for (String id : ids) {
            JsonNode job = client.getJson("/jobs/" + id);
            assertThat(Instant.parse(job.get("started_at").stringValue())).isAfterOrEqualTo(free);
            free = Instant.parse(job.get("ended_at").stringValue());
        }
    }

    @Test
    void backendsDoNotWaitForOneAnother() {
        hub.settings().parallelism(1).runTime(LONG);
        String first = job("");
        String second = job("");
        String other = client.create(ionqJob(""));
        client.awaitStatus("/jobs/" + other, "RUNNING");
        client.awaitStatus("/jobs/" + first, "RUNNING");
        assertThat(client.status("/jobs/" + second)).isEqualTo("PENDING");
    }

    @Test
    void cancellingAJobInTheQueueEndsItAtOnce() {
        hub.settings().queueTime(LONG);
        String id = job("");
        HttpResponse<String> answer = client.delete("/jobs/" + id);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        JsonNode job = client.getJson("/jobs/" + id);
        assertThat(job.get("status").stringValue()).isEqualTo("CANCELLED");
        assertThat(job.get("ended_at").isNull()).isFalse();
        assertThat(job.get("runtime").isNull()).isTrue();
        assertThat(client.delete("/jobs/" + id).statusCode()).isEqualTo(204);
        assertThat(client.getJson("/backends/aws.sim.sv1/status")
                        .get("queue_size")
                        .intValue())
                .isZero();
    }

    @Test
    void cancellingARunningJobTakesAWhileAndFreesItsPlace() {
        hub.settings().parallelism(1).runTime(LONG).cancelTime(Duration.ofSeconds(1));
        String id = job("");
        client.awaitStatus("/jobs/" + id, "RUNNING");
        hub.settings().runTime(Duration.ZERO);
        String next = job("");
        client.delete("/jobs/" + id);
        assertThat(client.status("/jobs/" + id)).isEqualTo("CANCELLING");
        assertThat(client.status("/jobs/" + next)).isEqualTo("PENDING");
        client.awaitStatus("/jobs/" + id, "CANCELLED");
        client.awaitStatus("/jobs/" + next, "COMPLETED");
        client.delete("/jobs/" + next);
        assertThat(client.status("/jobs/" + next)).isEqualTo("COMPLETED");
    }

    @Test
    void aJobCanBeMadeToFail() {
        String id = job(",\"input_params\":{\"failure_message\":\"the trap lost its ions\"}");
        client.awaitStatus("/jobs/" + id, "FAILED");
        JsonNode job = client.getJson("/jobs/" + id);
        assertThat(job.get("error_data"))
                .hasToString("{\"code\":\"EXECUTION_ERROR\",\"message\":\"the trap lost its ions\"}");
        refused(client.get("/jobs/" + id + "/result"), 404, "is FAILED");
    }

    @Test
    void aPausedBackendHoldsItsQueue() {
        hub.settings().queueTime(Duration.ofSeconds(1));
        String id = job("");
        hub.backendStatus("aws.sim.sv1", "PAUSED");
        refused(client.post("/jobs", qasmJob(BELL_QASM, 1, "")), 422, "PAUSED");
        Awaitility.await().during(Duration.ofMillis(1500)).untilAsserted(() -> assertThat(client.status("/jobs/" + id))
                .isEqualTo("PENDING"));
        hub.backendStatus("aws.sim.sv1", "ONLINE");
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        assertThatThrownBy(() -> hub.backendStatus("aws.sim.sv1", "ASLEEP")).hasMessageContaining("ASLEEP");
        assertThatThrownBy(() -> hub.backendStatus("nope", "ONLINE")).hasMessageContaining("nope");
    }

    @Test
    void aPhotonicBackendThatIsResumedFailsItsJobs() {
        hub.backendStatus("quandela.qpu.belenos", "ONLINE");
        String id = client.create(
                "{\"backend_id\":\"quandela.qpu.belenos\",\"shots\":1,\"input\":{\"backendId\":\"quandela.qpu.belenos\",\"value\":{\"command\":\"probs\"}}}");
        client.awaitStatus("/jobs/" + id, "FAILED");
        assertThat(json(client.get("/jobs/" + id + "/input")).stringValue()).isEqualTo("{\"command\":\"probs\"}");
    }

    @Test
    void theCalibrationOfAJobIsThatOfItsBackend() {
        String id = client.create(qasmJob(BELL_QASM, 1, "").replace("aws.sim.sv1", "aws.iqm.garnet"));
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        assertThat(client.getJson("/jobs/" + id + "/calibration"))
                .isEqualTo(client.getJson("/backends/aws.iqm.garnet/calibration"));
    }

    // --------------------------------------------------------------------------------------------- sessions

    @Test
    void aSessionFollowsItsJobs() {
        hub.settings().runTime(Duration.ofSeconds(1));
        HttpResponse<String> created = client.post("/sessions", """
                {"backend_id": "aws.sim.sv1", "provider": "AWS", "mode": "batch", "ttl": 900, "tags": ["t"],
                 "metadata": {"purpose": "test"}, "sdk_provider": "QISKIT"}
                """);
        assertThat(created.statusCode()).isEqualTo(201);
        JsonNode session = json(created);
        String id = session.get("id").stringValue();
        String path = "/sessions/" + id;
        assertThat(session.get("status").stringValue()).isEqualTo("OPEN");
        assertThat(session.get("mode").stringValue()).isEqualTo("batch");
        assertThat(session.get("metadata")).hasToString("{\"purpose\":\"test\"}");
        assertThat(session.get("tags")).hasToString("[\"t\"]");
        assertThat(session.get("sdk_provider").stringValue()).isEqualTo("QISKIT");
        assertThat(session.get("final").booleanValue()).isFalse();
        assertThat(Duration.between(
                        Instant.parse(session.get("created_at").stringValue()),
                        Instant.parse(session.get("expires_at").stringValue())))
                .isEqualTo(Duration.ofSeconds(900));

        String job = inSession(id);
        client.awaitStatus(path, "ACTIVE");
        assertThat(client.getJson("/jobs/" + job).get("session_id").stringValue())
                .isEqualTo(id);
        client.awaitStatus(path, "INACTIVE");
        assertThat(client.getJson(path).get("usage_time_millis").longValue()).isGreaterThanOrEqualTo(999);
        assertThat(client.getJson(path + "/jobs").valueStream().map(j -> j.get("id")
                        .stringValue()))
                .containsExactly(job);

        String last = inSession(id);
        HttpResponse<String> closing = client.patch(path, "{\"accept_jobs\": false}");
        assertThat(closing.statusCode()).isEqualTo(200);
        assertThat(json(closing).get("status").stringValue()).isEqualTo("DRAINING");
        refused(client.post("/jobs", qasmJob(BELL_QASM, 1, ",\"session_id\":\"" + id + "\"")), 422, "DRAINING");
        client.awaitStatus(path, "CLOSED");
        assertThat(client.status("/jobs/" + last)).isEqualTo("COMPLETED");
        JsonNode closed = client.getJson(path);
        assertThat(closed.get("final").booleanValue()).isTrue();
        assertThat(closed.get("final_not_aborted").booleanValue()).isTrue();
        assertThat(closed.get("closed_at").isNull()).isFalse();
        refused(client.patch(path, "{\"accept_jobs\": true}"), 422, "CLOSED");
    }

    @Test
    void aDrainingSessionCanAcceptJobsAgain() {
        hub.settings().queueTime(LONG);
        String id = client.createSession("batch", 900);
        inSession(id);
        client.patch("/sessions/" + id, "{\"accept_jobs\": false}");
        assertThat(json(client.patch("/sessions/" + id, "{\"accept_jobs\": true}"))
                        .get("status")
                        .stringValue())
                .isEqualTo("OPEN");
        inSession(id);
        refused(client.patch("/sessions/" + id, "{}"), 400, "lacks accept_jobs");
        refused(client.patch("/sessions/" + id, "{\"accept_jobs\": 1}"), 400, "accept_jobs must be true or false");
    }

    @Test
    void cancellingASessionAbortsItsQueueAndCancelsWhatRuns() {
        hub.settings().parallelism(1).runTime(LONG);
        String id = client.createSession("batch", 900);
        String running = inSession(id);
        String queued = inSession(id);
        String outside = job("");
        client.awaitStatus("/jobs/" + running, "RUNNING");
        hub.settings().runTime(Duration.ZERO);
        assertThat(client.post("/sessions/" + id + "/cancel", "").statusCode()).isEqualTo(204);
        JsonNode session = client.getJson("/sessions/" + id);
        assertThat(session.get("status").stringValue()).isEqualTo("ABORTED");
        assertThat(session.get("final").booleanValue()).isTrue();
        assertThat(session.get("final_not_aborted").booleanValue()).isFalse();
        assertThat(client.status("/jobs/" + queued)).isEqualTo("ABORTED");
        client.awaitStatus("/jobs/" + running, "CANCELLED");
        client.awaitStatus("/jobs/" + outside, "COMPLETED");
        assertThat(client.status("/sessions/" + id)).isEqualTo("ABORTED");
        assertThat(client.post("/sessions/" + id + "/cancel", "").statusCode()).isEqualTo(204);
    }

    @Test
    void deleteAndCloseLetTheJobsEnd() {
        hub.settings().runTime(Duration.ofSeconds(1));
        for (String how : new String[] {"delete", "close"}) {
            String id = client.createSession("dedicated", 900);
            String job = inSession(id);
            HttpResponse<String> answer = how.equals("delete")
                    ? client.delete("/sessions/" + id)
                    : client.post("/sessions/" + id + "/close", "");
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(client.status("/sessions/" + id)).isEqualTo("DRAINING");
            client.awaitStatus("/sessions/" + id, "CLOSED");
            assertThat(client.status("/jobs/" + job)).isEqualTo("COMPLETED");
        }
        String idle = client.createSession("batch", 900);
        client.delete("/sessions/" + idle);
        assertThat(client.status("/sessions/" + idle)).isEqualTo("CLOSED");
    }

    @Test
    void aSessionEndsWithItsTimeToLive() {
        hub.settings().queueTime(LONG);
        String id = client.createSession("batch", 2);
        String job = inSession(id);
        client.awaitStatus("/sessions/" + id, "CLOSED");
        assertThat(client.status("/jobs/" + job)).isEqualTo("ABORTED");
        refused(client.post("/jobs", qasmJob(BELL_QASM, 1, ",\"session_id\":\"" + id + "\"")), 422, "CLOSED");
    }

    @Test
    void jobsOfADedicatedSessionDoNotQueue() {
        hub.settings().queueTime(LONG);
        String job = inSession(client.createSession("dedicated", 900));
        client.awaitStatus("/jobs/" + job, "COMPLETED");
    }

    @Test
    void refusesBadSessionRequests() {
        refused(client.post("/sessions", "{}"), 400, "lacks backend_id, mode, provider");
        String good = "{\"backend_id\":\"aws.sim.sv1\",\"provider\":\"AWS\",\"mode\":\"batch\",\"ttl\":5}";
        refused(client.post("/sessions", good.replace("batch", "BATCH")), 400, "mode must be batch or dedicated");
        refused(client.post("/sessions", good.replace("5", "0")), 400, "ttl");
        refused(
                client.post("/sessions", good.replace("\"AWS\"", "\"IBM\"")),
                422,
                "the provider of aws.sim.sv1 is AWS");
        refused(client.post("/sessions", good.replace("aws.sim.sv1", "nope")), 422, "no backend has the id nope");
        refused(
                client.post(
                        "/sessions",
                        good.replace("aws.sim.sv1", "azure.ionq.simulator").replace("AWS", "AZURE")),
                422,
                "the backend azure.ionq.simulator has no session support");
        refused(client.get("/sessions/nope"), 404, "no session has the id nope");
        String id = client.createSession("batch", 9);
        refused(
                client.post("/jobs", ionqJob(",\"session_id\":\"" + id + "\"")),
                422,
                "belongs to the backend aws.sim.sv1");
        refused(client.post("/jobs", ionqJob(",\"session_id\":\"nope\"")), 404, "no session has the id nope");
    }

    // ---------------------------------------------------------------------------------------------- scoping

    @Test
    void organizationsDoNotSeeOneAnother() {
        TestClient acme = client.with("X-OrganizationId", "acme");
        TestClient other = client.with("X-OrganizationId", "other");
        String mine = job("");
        String theirs = acme.create(qasmJob(BELL_QASM, 1, ""));
        String session = acme.createSession("batch", 60);
        acme.awaitStatus("/jobs/" + theirs, "COMPLETED");
        for (TestClient stranger : List.of(client, other)) {
            for (String path : List.of("", "/status", "/result", "/result-stream", "/input", "/calibration")) {
                refused(stranger.get("/jobs/" + theirs + path), 404, "no job has the id");
            }
            refused(stranger.delete("/jobs/" + theirs), 404, "no job");
            for (String path : List.of("", "/status", "/jobs")) {
                refused(stranger.get("/sessions/" + session + path), 404, "no session has the id");
            }
            refused(stranger.delete("/sessions/" + session), 404, "no session");
            refused(
                    stranger.post("/jobs", qasmJob(BELL_QASM, 1, ",\"session_id\":\"" + session + "\"")),
                    404,
                    "session");
        }
        refused(acme.get("/jobs/" + mine), 404, "no job has the id " + mine);
        assertThat(client.getJson("/jobs").get("total_elements").intValue()).isEqualTo(1);
        assertThat(acme.getJson("/workloads").get("total_elements").intValue()).isEqualTo(2);
        assertThat(other.getJson("/workloads").get("total_elements").intValue()).isZero();
    }

    @Test
    void organizationsCanBeLimited() {
        try (LocalHub limited = LocalHub.builder().organizations("acme").start()) {
            TestClient any = new TestClient(limited);
            assertThat(any.get("/jobs").statusCode()).isEqualTo(200);
            assertThat(any.with("X-OrganizationId", "acme").get("/jobs").statusCode())
                    .isEqualTo(200);
            refused(any.with("X-OrganizationId", "evil").get("/jobs"), 403, "evil");
        }
    }

    @Test
    void tokensAreRequired() {
        refused(TestClient.anonymous(hub).get("/jobs"), 401, "the access token is missing");
        TestClient wrong = TestClient.anonymous(hub, "X-Auth-Token", "wrong");
        assertThat(wrong.post("/jobs", ionqJob("")).body())
                .isEqualTo("{\"status\":401,\"error_message\":\"the access token is not valid\"}");
        hub.tokens().accept("second");
        assertThat(TestClient.anonymous(hub, "x-auth-token", "second")
                        .get("/jobs")
                        .statusCode())
                .isEqualTo(200);
        hub.tokens().revoke(hub.token());
        refused(client.get("/backends"), 401, "not valid");
        assertThat(hub.tokens().toString() + hub).doesNotContain(hub.token(), "second");
    }

    @Test
    void serviceExecutionsSeeTheirOwnJobs() {
        hub.settings().runTime(Duration.ZERO);
        TestClient one = client.with("X-Service-Execution-Id", "exec-1");
        TestClient two = client.with("x-planqk-service-execution-id", "exec-2");
        String first = one.create(ionqJob(""));
        String second = two.create(ionqJob(""));
        String session = one.createSession("batch", 60);
        String inSession = one.create(qasmJob(BELL_QASM, 1, ",\"session_id\":\"" + session + "\""));
        client.awaitStatus("/jobs/" + first, "COMPLETED");
        for (JsonNode page : List.of(
                client.getJson("/service-executions/exec-2/jobs"),
                two.getJson("/jobs"),
                client.getJson("/jobs?serviceExecutionId=exec-2"),
                client.with("X-Service-Execution-Id", "exec-2").getJson("/jobs"))) {
            assertThat(page.get("content").valueStream().map(job -> job.get("id")
                            .stringValue()))
                    .containsExactly(second);
        }
        assertThat(client.getJson("/jobs").get("total_elements").intValue()).isEqualTo(3);
        String base = "/service-executions/exec-1";
        assertThat(client.getJson(base + "/jobs/" + first).get("id").stringValue())
                .isEqualTo(first);
        assertThat(client.status(base + "/jobs/" + first)).isEqualTo("COMPLETED");
        assertThat(client.getJson(base + "/jobs/" + first + "/result").has("histogram"))
                .isTrue();
        assertThat(client.get(base + "/jobs/" + first + "/result-stream").statusCode())
                .isEqualTo(200);
        assertThat(client.getJson(base + "/jobs/" + first + "/input").isString())
                .isTrue();
        refused(client.get(base + "/jobs/" + first + "/calibration"), 404, "no calibration");
        refused(client.get(base + "/jobs/" + second), 404, "no job has the id");
        assertThat(client.delete(base + "/jobs/" + first).statusCode()).isEqualTo(204);
        assertThat(client.getJson(base + "/sessions/" + session + "/jobs")
                        .valueStream()
                        .map(job -> job.get("id").stringValue()))
                .containsExactly(inSession);
        assertThat(client.getJson(base + "/workloads").get("total_elements").intValue())
                .isEqualTo(3);
        assertThat(client.status(base + "/sessions/" + session)).isIn("INACTIVE", "ACTIVE", "OPEN");
        assertThat(client.patch(base + "/sessions/" + session, "{\"accept_jobs\":false}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.delete(base + "/sessions/" + session).statusCode()).isEqualTo(204);
        refused(client.get("/service-executions/exec-2/sessions/" + session), 404, "no session");
    }

    // ----------------------------------------------------------------------------------------------- paging

    private List<String> ids(JsonNode page) {
        return page.get("content")
                .valueStream()
                .map(job -> job.get("id").stringValue())
                .toList();
    }

    @Test
    void pagesNewestFirst() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            created.add(0, job(""));
        }
        JsonNode first = client.getJson("/jobs");
        assertThat(first.get("page").intValue()).isZero();
        assertThat(first.get("size").intValue()).isEqualTo(20);
        assertThat(first.get("total_elements").intValue()).isEqualTo(45);
        assertThat(first.get("total_pages").intValue()).isEqualTo(3);
        assertThat(first.get("last").booleanValue()).isFalse();
        List<String> all = new ArrayList<>(ids(first));
        all.addAll(ids(client.getJson("/jobs?page=1")));
        JsonNode last = client.getJson("/jobs?page=2&size=20");
        assertThat(last.get("last").booleanValue()).isTrue();
        all.addAll(ids(last));
        assertThat(all).isEqualTo(created);
        assertThat(ids(client.getJson("/jobs?page=3"))).isEmpty();
        assertThat(ids(client.getJson("/jobs?page=2147483647&size=1000"))).isEmpty();
        assertThat(client.getJson("/jobs?size=5000").get("size").intValue()).isEqualTo(1000);
    }

    @Test
    void sortsBySeveralFields() {
        String b1 = job(",\"name\":\"b\"");
        String a1 = client.create(ionqJob(",\"name\":\"a\""));
        String b2 = client.create(ionqJob(",\"name\":\"b\""));
        String unnamed = job("");
        assertThat(ids(client.getJson("/jobs?sort=name,asc&sort=backend_id,desc")))
                .containsExactly(a1, b2, b1, unnamed);
        assertThat(ids(client.getJson("/jobs?sort=name,desc&sort=backendId,asc")))
                .containsExactly(b1, b2, a1, unnamed);
        assertThat(ids(client.getJson("/jobs?sort=created_at,desc"))).containsExactly(unnamed, b2, a1, b1);
        assertThat(ids(client.getJson("/jobs?sort=shots"))).startsWith(unnamed, b1);
        refused(
                client.get("/jobs?sort=mood,asc"),
                400,
                "sort names an unknown field: mood; known are backend_id, created_at");
        refused(client.get("/jobs?sort=name,up"), 400, "field,asc or field,desc, not name,up");
        refused(client.get("/jobs?page=-1"), 400, "page must be an integer of at least 0, not -1");
        refused(client.get("/jobs?size=0"), 400, "size must be an integer of at least 1, not 0");
        refused(client.get("/jobs?size=x"), 400, "not x");
    }

    @Test
    void workloadsAreJobsAndSessions() {
        String job = job("");
        String session = client.createSession("batch", 60);
        JsonNode page = client.getJson("/workloads");
        assertThat(ids(page)).containsExactly(session, job);
        assertThat(page.get("content").valueStream().map(w -> w.get("type").stringValue()))
                .containsExactly("SESSION", "JOB");
        assertThat(page.get("content").get(0).get("status").stringValue()).isEqualTo("OPEN");
        assertThat(page.get("content").get(1).get("shots").intValue()).isEqualTo(10);
        assertThat(ids(client.getJson("/workloads?sort=type,asc&size=1"))).containsExactly(job);
    }

    @Test
    void newJobsCanBeMissingFromListings() {
        hub.settings().listingDelay(LONG);
        String id = job("");
        assertThat(client.getJson("/jobs").get("total_elements").intValue()).isZero();
        assertThat(client.getJson("/workloads").get("total_elements").intValue())
                .isZero();
        assertThat(client.getJson("/jobs/" + id).get("id").stringValue()).isEqualTo(id);
        hub.settings().listingDelay(Duration.ZERO);
        assertThat(ids(client.getJson("/jobs"))).containsExactly(id);
    }
}
