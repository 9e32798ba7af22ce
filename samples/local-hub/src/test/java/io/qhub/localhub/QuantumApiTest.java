package io.qhub.localhub;

import static io.qhub.localhub.TestClient.BELL_IONQ;
import static io.qhub.localhub.TestClient.BELL_QASM;
import static io.qhub.localhub.TestClient.ionqJob;
import static io.qhub.localhub.TestClient.json;
import static io.qhub.localhub.TestClient.qasmJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class QuantumApiTest {

    private final LocalHub hub = LocalHub.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ZERO)
            .seed(42)
            .start();
    private final TestClient client = new TestClient(hub);

    @AfterEach
    void close() {
        hub.close();
    }

    private static void refused(HttpResponse<String> response, int status, String... parts) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode body = json(response);
        assertThat(body.get("status").intValue()).isEqualTo(status);
        assertThat(body.get("error_message").stringValue()).contains(parts);
        assertThat(response.headers().firstValue("Date")).isPresent();
    }

    // --------------------------------------------------------------------------------------------- backends

    @Test
    void listsTheBackendsWithFullDocuments() {
        JsonNode backends = client.getJson("/backends");
        assertThat(backends.valueStream().map(b -> b.get("id").stringValue()))
                .containsExactly("azure.ionq.simulator", "aws.sim.sv1", "aws.iqm.garnet", "quandela.qpu.belenos");
        for (JsonNode backend : backends) {
            assertThat(backend.propertyNames())
                    .contains(
                            "internal_id",
                            "provider",
                            "hardware_provider",
                            "name",
                            "display_name",
                            "type",
                            "technology",
                            "status",
                            "queue_size",
                            "updated_at",
                            "access_type",
                            "documentation",
                            "configuration",
                            "availability",
                            "costs",
                            "has_calibration",
                            "free_of_charge");
            assertThat(backend.get("updated_at").stringValue()).matches("\\d{4}-\\d\\d-\\d\\d");
            assertThat(client.getJson("/backends/" + backend.get("id").stringValue()))
                    .isEqualTo(backend);
        }
        assertThat(backends.get(0).get("configuration").get("gates")).hasSize(20);
        assertThat(backends.get(1)
                        .get("configuration")
                        .get("shots_range")
                        .get("max")
                        .intValue())
                .isEqualTo(100_000);
        assertThat(backends.get(2)
                        .get("configuration")
                        .get("connectivity")
                        .get("graph")
                        .get("7"))
                .hasToString("[\"2\",\"6\",\"8\",\"12\"]");
        assertThat(backends.get(3).get("status").stringValue()).isEqualTo("PAUSED");
    }

    @ParameterizedTest
    @CsvSource({"?provider=AWS,2", "?onlyPlanqkSdk=True,3", "?onlyQiskit=true&provider=AZURE,1", "?provider=IBM,0"})
    void filtersBackends(String query, int expected) {
        assertThat(client.getJson("/backends" + query)).hasSize(expected);
    }

    @Test
    void answersForOneBackend() {
        assertThat(client.getJson("/backends/aws.sim.sv1/status"))
                .hasToString("{\"status\":\"ONLINE\",\"queue_avg_time\":0,\"queue_size\":0}");
        assertThat(client.getJson("/backends/quandela.qpu.belenos/config")
                        .get("specs")
                        .get("detector")
                        .stringValue())
                .isEqualTo("threshold");
        assertThat(client.getJson("/backends/least-busy?provider=AWS")
                        .get("provider")
                        .stringValue())
                .isEqualTo("AWS");
        refused(client.get("/backends/aws.sim.nope"), 404, "no backend has the id aws.sim.nope");
        refused(client.get("/backends/aws.sim.sv1/calibration"), 404, "no calibration");
    }

    @Test
    void calibrationIsTheLastOneBeforeTheTimeAskedFor() {
        String path = "/backends/aws.iqm.garnet/calibration?effectiveAt=";
        JsonNode early = client.getJson(path + "2026-05-04T08:00:00Z");
        assertThat(early.get("backend_id").stringValue()).isEqualTo("aws.iqm.garnet");
        assertThat(early.get("calibrated_at").stringValue()).isEqualTo("2026-05-03T22:15:00.000Z");
        assertThat(early.get("calibration")
                        .get("oneQubitProperties")
                        .get("1")
                        .get("T1")
                        .get("value")
                        .doubleValue())
                .isBetween(2.5e-5, 4.5e-5);
        assertThat(client.getJson(path + "2026-05-04T23:00:00%2B01:00")).isEqualTo(early);
        JsonNode late = client.getJson(path + "2026-05-04T22:15:00Z");
        assertThat(late.get("calibrated_at").stringValue()).isEqualTo("2026-05-04T22:15:00.000Z");
        assertThat(late.get("calibration")).isNotEqualTo(early.get("calibration"));
        refused(client.get(path + "yesterday"), 400, "effectiveAt", "yesterday");
    }

    // ------------------------------------------------------------------------------------------------- jobs

    @Test
    void runsAnIonqCircuit() {
        Instant before = Instant.now();
        String id = client.create(
                ionqJob(
                        ",\"name\":\"bell\",\"tags\":[\"b\",\"a\",\"b\"],\"input_params\":{\"backendId\":\"azure.ionq.simulator\",\"k\":1}"));
        client.awaitStatus("/jobs/" + id, "COMPLETED");
        JsonNode job = client.getJson("/jobs/" + id);
        assertThat(job.get("name").stringValue()).isEqualTo("bell");
        assertThat(job.get("tags")).hasToString("[\"b\",\"a\"]");
        assertThat(job.get("input_params")).hasToString("{\"k\":1}");
        assertThat(job.get("input_format").stringValue()).isEqualTo("IONQ_CIRCUIT_V1");
        assertThat(job.get("provider").stringValue()).isEqualTo("AZURE");
        assertThat(job.get("sdk_provider").stringValue()).isEqualTo("CLIENT");
        assertThat(job.get("session_id").isNull()).isTrue();
        assertThat(job.get("error_data")).isNull();
        assertThat(job.get("created_at").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(job.get("created_at").stringValue())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(job.get("runtime").longValue())
                .isEqualTo(Duration.between(
                                Instant.parse(job.get("started_at").stringValue()),
                                Instant.parse(job.get("ended_at").stringValue()))
                        .toMillis());
        assertThat(client.getJson("/jobs/" + id + "/result")).hasToString("{\"histogram\":{\"0\":0.5,\"3\":0.5}}");
        HttpResponse<String> input = client.get("/jobs/" + id + "/input");
        assertThat(json(input).isString()).isTrue();
        assertThat(json(input).stringValue()).isEqualTo(BELL_IONQ);
        assertThat(hub.stats().jobsCreated()).isEqualTo(1);
    }

    @Test
    void takesTheWrappedAndTheBareInput() {
        String bare = client.create(qasmJob(BELL_QASM, 10, ""));
        String wrapped = client.create(
                "{\"backend_id\":\"aws.sim.sv1\",\"shots\":10,\"input\":{\"backendId\":\"aws.sim.sv1\",\"value\":\"qubit q; x q;\"}}");
        String ionq = client.create(
                "{\"backend_id\":\"azure.ionq.simulator\",\"shots\":10,\"input\":{\"backend_id\":\"azure.ionq.simulator\","
                        + BELL_IONQ.substring(1) + "}");
        assertThat(json(client.get("/jobs/" + bare + "/input")).stringValue()).isEqualTo(BELL_QASM);
        assertThat(json(client.get("/jobs/" + wrapped + "/input")).stringValue())
                .isEqualTo("qubit q; x q;");
        assertThat(json(client.get("/jobs/" + ionq + "/input")).stringValue()).isEqualTo(BELL_IONQ);
    }

    @Test
    void answersOpenQasmWithMeasuredShots() {
        JsonNode result = client.run(qasmJob(
                "OPENQASM 3.0; qubit[3] q; bit[2] c; x q[2]; c[0] = measure q[2]; c[1] = measure q[0];", 50, ""));
        assertThat(result.get("measuredQubits")).hasToString("[2,0]");
        assertThat(result.get("measurements")).hasSize(50).allSatisfy(row -> assertThat(row)
                .hasToString("[1,0]"));
        assertThat(result.get("taskMetadata").get("shots").intValue()).isEqualTo(50);
        assertThat(result.get("taskMetadata").get("deviceId").stringValue()).endsWith("amazon/sv1");
        assertThat(result.get("braketSchemaHeader").get("name").stringValue())
                .isEqualTo("braket.task_result.gate_model_task_result");
        assertThat(result.get("additionalMetadata").get("action").get("source").stringValue())
                .startsWith("OPENQASM 3.0;");
    }

    @Test
    void sameSeedAndSubmissionsGiveTheSameResults() {
        List<JsonNode> first = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            first.add(client.run(qasmJob(BELL_QASM, 200, "")));
        }
        assertThat(new HashSet<>(first)).hasSize(3);
        try (LocalHub same = LocalHub.builder().seed(42).start();
                LocalHub other = LocalHub.builder().seed(43).start()) {
            TestClient again = new TestClient(same);
            // Another job in between does not shift the samples.
            again.run(qasmJob("qubit q; h q;", 5, ""));
            for (JsonNode result : first) {
                assertThat(again.run(qasmJob(BELL_QASM, 200, ""))).isEqualTo(result);
            }
            assertThat(new TestClient(other).run(qasmJob(BELL_QASM, 200, ""))).isNotEqualTo(first.get(0));
        }
    }

    @Test
    void namesWhatIsMissingOrMalformed() {
        refused(client.post("/jobs", "{\"shots\": 3"), 400, "not valid JSON", "line 1");
        refused(client.post("/jobs", "[]"), 400, "must be a JSON object");
        refused(client.post("/jobs", "{\"shots\": null}"), 400, "lacks backend_id, shots, input");
        refused(client.post("/jobs", ""), 400, "must be a JSON object");
        refused(client.post("/jobs", ionqJob(",\"tags\":\"x\"")), 400, "tags must be an array of strings");
        refused(client.post("/jobs", ionqJob(",\"name\":7")), 400, "name must be a string");
        refused(client.post("/jobs", ionqJob(",\"input_params\":[]")), 400, "input_params must be an object");
        refused(client.post("/jobs", ionqJob("").replace("100", "1.5")), 400, "shots must be an integer");
        assertThat(hub.stats().jobsCreated()).isZero();
    }

    @Test
    void refusesWhatTheBackendCannotDo() {
        refused(client.post("/jobs", ionqJob("").replace("azure.ionq.simulator", "azure.nope")), 404, "azure.nope");
        refused(
                client.post("/jobs", ionqJob(",\"input_format\":\"PERCEVAL\"")),
                422,
                "azure.ionq.simulator does not support the input format PERCEVAL; it supports IONQ_CIRCUIT_V1");
        refused(client.post("/jobs", ionqJob("").replace("100", "10001")), 422, "takes 1 to 10000 shots, not 10001");
        refused(client.post("/jobs", ionqJob("").replace("100", "0")), 422, "shots");
        refused(
                client.post("/jobs", "{\"backend_id\":\"quandela.qpu.belenos\",\"shots\":1,\"input\":{}}"),
                422,
                "quandela.qpu.belenos is PAUSED");
        refused(
                client.post("/jobs", qasmJob("OPENQASM 3.0;\nqubit[2] q;\n  hh q[0];", 1, "")),
                422,
                "line 3, column 3: the gate 'hh' is not known");
        refused(client.post("/jobs", qasmJob("qubit[23] q;", 1, "")), 422, "23 qubits", "at most 22");
        refused(
                client.post("/jobs", ionqJob("").replace("\"qubits\":2", "\"qubits\":40")),
                422,
                "40 qubits",
                "at most 22");
        refused(client.post("/jobs", ionqJob("").replace("cnot", "cnut")), 422, "circuit[1]: the gate cnut");
        refused(client.post("/jobs", qasmJob("x", 1, "").replace("\"x\"", "7")), 422, "OpenQASM source text");
    }

    @Test
    void unfinishedAndUnknownJobsHaveNoResult() {
        hub.settings().runTime(Duration.ofMinutes(1));
        String id = client.create(ionqJob(""));
        refused(client.get("/jobs/" + id + "/result"), 404, "has no result");
        refused(client.get("/jobs/" + id + "/result-stream"), 404, "has no result");
        refused(client.get("/jobs/nope"), 404, "no job has the id nope");
        refused(client.delete("/jobs/nope"), 404, "no job");
        refused(client.get("/jobs/" + id + "/calibration"), 404, "no calibration");
        refused(client.get("/nothing"), 404, "/nothing");
        HttpResponse<String> wrongMethod = client.patch("/jobs", "{}");
        refused(wrongMethod, 405, "has no PATCH");
        assertThat(wrongMethod.headers().firstValue("Allow")).hasValue("GET, POST");
    }

    @Test
    void twoThousandJobsAtOnceAllComplete() {
        hub.settings().queueTime(Duration.ofMillis(20)).runTime(Duration.ofMillis(5));
        int count = 2_000;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(client.sendAsync("POST", "/jobs", qasmJob(BELL_QASM, 10, "")));
        }
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> response = answer.join();
            assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
            ids.add(json(response).get("id").stringValue());
        }
        assertThat(ids).hasSize(count);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Set<String> completed = new HashSet<>();
            for (int page = 0; page < 2; page++) {
                client.getJson("/jobs?size=1000&page=" + page).get("content").forEach(job -> {
                    if (job.get("status").stringValue().equals("COMPLETED")) {
                        completed.add(job.get("id").stringValue());
                    }
                });
            }
            assertThat(completed).isEqualTo(ids);
        });
        assertThat(hub.stats().jobsCreated()).isEqualTo(count);
    }
}
