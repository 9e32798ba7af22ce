package io.qhub.quantum.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.json.HubJson;
import io.qhub.core.json.LenientInstant;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whole answers as the Hub sends them: read, looked at, and written back without a loss. */
class ModelSamplesTest {

    @Test
    void aJobThatWaits() {
        Job job = read("""
                {"id": "7d2b6a10-0c55-4f2e-9f0e-5a1c6e1b8d01", "name": "ghz-3", "backend_id": "azure.ionq.simulator",
                 "provider": "AZURE", "provider_job_id": null, "input_params": {}, "input_format": "IONQ_CIRCUIT_V1",
                 "tags": ["ghz", "night"], "status": "PENDING", "created_at": "2026-06-11T21:40:03.118Z",
                 "started_at": null, "ended_at": null, "runtime": null, "shots": 800, "session_id": null,
                 "sdk_provider": "CLIENT"}
                """, Job.class);

        assertThat(job.status()).isEqualTo(JobStatus.PENDING);
        assertThat(job.inputFormat()).isEqualTo(JobInputFormat.IONQ_CIRCUIT_V1);
        assertThat(job.inputParams()).isEqualTo(JsonNodeFactory.instance.objectNode());
        assertThat(job.createdAt()).isEqualTo("2026-06-11T21:40:03.118Z");
        assertThat(job.startedAt()).isNull();
        assertThat(job.tags()).containsExactly("ghz", "night");
        assertThat(job.additionalProperties()).isEmpty();
    }

    @Test
    void aJobThatFailedInASession() {
        Job job = read("""
                {"id": "c0ffee00-2f0c-4d55-8a7b-000000000021", "backend_id": "ibm.qpu.aachen", "provider": "IBM",
                 "provider_job_id": "d0zzz", "input_params": {"program_id": "estimator"}, "input_format": "QISKIT_QPY",
                 "tags": [], "status": "FAILED", "created_at": "2026-06-11T09:00:00Z", "started_at":
                 "2026-06-11T09:00:05Z", "ended_at": "2026-06-11T09:00:09Z", "runtime": 4000000000, "shots": 2048,
                 "session_id": "5e551011-0a0e-4b4b-8a54-51b0d3a1e6c2", "sdk_provider": "QISKIT",
                 "error_data": {"code": "EXECUTION_ERROR", "message": "unknown gate"}, "queue_position": 4}
                """, Job.class);

        assertThat(job.status()).isNotNull().satisfies(status -> {
            assertThat(status.isTerminal()).isTrue();
            assertThat(status.isSuccessful()).isFalse();
        });
        assertThat(job.runtime()).isEqualTo(4_000_000_000L);
        assertThat(job.errorData()).isNotNull();
        assertThat(job.errorData().get("message").stringValue()).isEqualTo("unknown gate");
        assertThat(job.additionalProperties()).containsOnlyKeys("queue_position");
    }

    @Test
    void aJobOfAnOlderVersion() {
        Job job = HubJson.read(bytes("""
                        {"id": "17", "backendId": "aws.sim.sv1", "provider": "AWS", "inputFormat": "QISKIT",
                         "input_params": "{\\"qubits\\": \\"2\\"}", "error_data": "no JSON at all", "status": "COMPLETED",
                         "creation_time": "2024-03-01T10:00:00.5", "begin_execution_time": "2024-03-01 10:00:01",
                         "end_execution_time": "2024-03-01T10:00:02", "cancellation_time": null,
                         "metadata": {"owner": "lab"}}
                        """), Job.class);

        assertThat(job.backendId()).isEqualTo("aws.sim.sv1");
        assertThat(job.inputFormat()).isEqualTo(JobInputFormat.QISKIT);
        assertThat(job.inputParams())
                .isEqualTo(JsonNodeFactory.instance.objectNode().put("qubits", "2"));
        assertThat(job.errorData()).isEqualTo(JsonNodeFactory.instance.stringNode("no JSON at all"));
        assertThat(job.createdAt()).isEqualTo("2024-03-01T10:00:00.5Z");
        assertThat(job.startedAt()).isEqualTo("2024-03-01T10:00:01Z");
        assertThat(job.endedAt()).isEqualTo("2024-03-01T10:00:02Z");
        assertThat(job.additionalProperties()).containsKey("metadata");
    }

    @Test
    void terseStatuses() {
        assertThat(read("{\"status\": \"CANCELLING\"}", JobStatusResponse.class).status())
                .isEqualTo(JobStatus.CANCELLING);
        assertThat(read("{\"status\": \"DRAINING\"}", SessionStatusResponse.class)
                        .status())
                .isEqualTo(SessionStatus.DRAINING);
        BackendStateInfo state = read(
                "{\"status\": \"PAUSED\", \"queue_avg_time\": 90, \"queue_size\": 12, \"provider_token_valid\": true}",
                BackendStateInfo.class);
        assertThat(state).isEqualTo(new BackendStateInfo(BackendStatus.PAUSED, 90, 12, true));
    }

    @Test
    void aSimulator() {
        Backend backend = read("""
                {"id": "azure.ionq.simulator", "internal_id": "ionq.simulator", "provider": "AZURE",
                 "hardware_provider": "IONQ", "name": "Simulator", "display_name": "IonQ, simulated",
                 "type": "SIMULATOR", "technology": "TRAPPED_ION", "status": "ONLINE", "queue_size": 2,
                 "avg_queue_time": 15, "updated_at": "2026-06-10", "access_type": "PAY_PER_USE",
                 "documentation": {"description": "State vectors.", "url": "https://example.org/sim", "status_url": null,
                  "location": "DE", "sdks": ["PLANQK", "QISKIT_RUNTIME"]},
                 "configuration": {"gates": [{"name": "rx", "native_gate": true}], "operations": ["h"],
                  "instructions": ["rx", "measure"], "qubits": [{"id": "0"}, {"id": "1"}], "qubit_count": 29,
                  "connectivity": {"fully_connected": false, "graph": {"0": ["1"], "1": []}},
                  "shots_range": {"min": 1, "max": 10000}, "supported_input_formats": ["IONQ_CIRCUIT_V1"],
                  "output_format": "IONQ_RESULT_V1", "memory_result_supported": false, "photonic_properties": null,
                  "options": {"noise": "none"}},
                 "availability": [{"granularity": "weekly", "start": "08:00:00", "end": "18:30:00"}],
                 "costs": [{"granularity": "2-Qubit Gate Shot", "currency": "EUR", "value": 0.0003}],
                 "has_calibration": false, "free_of_charge": true}
                """, Backend.class);

        assertThat(backend.updatedAt()).isEqualTo("2026-06-10T00:00:00Z");
        assertThat(backend.costs())
                .containsExactly(new Cost(CostGranularity.TWO_QUBIT_GATE_SHOT, "EUR", new BigDecimal("0.0003")));
        assertThat(backend.documentation()).isNotNull();
        assertThat(backend.documentation().sdks())
                .containsExactly(DocumentationSdk.PLANQK, DocumentationSdk.QISKIT_RUNTIME);
        Configuration configuration = backend.configuration();
        assertThat(configuration).isNotNull();
        assertThat(configuration.connectivity())
                .isEqualTo(new Connectivity(false, Map.of("0", List.of("1"), "1", List.of())));
        assertThat(configuration.shotsRange()).isEqualTo(new ShotsRange(1, 10_000));
        assertThat(configuration.gates()).containsExactly(new Gate("rx", true));
        assertThat(configuration.qubits()).containsExactly(new Qubit("0"), new Qubit("1"));
        assertThat(configuration.outputFormat()).isEqualTo(ConfigurationOutputFormat.IONQ_RESULT_V1);
    }

    @Test
    void aListOfBackends() {
        byte[] json = bytes("""
                [{"id": "aws.sim.dm1", "provider": "AWS", "type": "SIMULATOR", "status": "RETIRED",
                  "costs": [{"granularity": "minute", "currency": "EUR", "value": 7}]},
                 {"id": "quandela.qpu.belenos", "provider": "QUANDELA", "technology": "PHOTONIC",
                  "configuration": {"qubit_count": 0, "supported_input_formats": ["PERCEVAL", "SOMETHING_NEW"],
                   "photonic_properties": {"max_modes": 24, "min_modes": 1, "max_photons": 12, "min_photons": 1}}}]
                """);
        List<Backend> backends = HubJson.readLenient(json, HubJson.listOf(Backend.class));

        assertThat(backends).extracting(Backend::id).containsExactly("aws.sim.dm1", "quandela.qpu.belenos");
        Configuration photonic = backends.get(1).configuration();
        assertThat(photonic).isNotNull();
        assertThat(photonic.photonicProperties()).isEqualTo(new PhotonicProperties(24, 1, 12, 1));
        assertThat(photonic.supportedInputFormats())
                .containsExactly(JobInputFormat.PERCEVAL, JobInputFormat.of("SOMETHING_NEW"));
        sameJson(HubJson.write(backends), json);
    }

    @Test
    void aCalibration() {
        CalibrationResponse calibration = read("""
                {"backend_id": "aws.iqm.garnet", "calibrated_at": "2026-06-10T22:15:00Z",
                 "calibration": {"oneQubitProperties": {"1": {"T1": {"value": 3.1e-05, "unit": "S"}}}}}
                """, CalibrationResponse.class);
        assertThat(calibration.calibration()).isNotNull();
        assertThat(calibration.calibratedAt()).isEqualTo("2026-06-10T22:15:00Z");
    }

    @Test
    void aSessionFromOpenToClosed() {
        Session open = read("""
                {"id": "5e551011", "backend_id": "ibm.qpu.aachen", "provider": "IBM", "status": "OPEN",
                 "mode": "dedicated", "created_at": "2026-06-11T08:55:00Z", "started_at": null, "closed_at": null,
                 "expires_at": "2026-06-11T09:10:00Z", "usage_time_millis": 0, "provider_id": "cw0001",
                 "tags": ["nightly"], "metadata": {"purpose": "sweep"}, "sdk_provider": "QISKIT", "final": false,
                 "final_not_aborted": false}
                """, Session.class);
        assertThat(open.mode()).isEqualTo(SessionMode.DEDICATED);
        assertThat(open.finalState()).isFalse();
        assertThat(open.status()).isNotNull().matches(status -> !status.isTerminal());

        Session closed = read("""
                {"id": "5e551011", "backend_id": "ibm.qpu.aachen", "provider": "IBM", "status": "CLOSED",
                 "mode": "dedicated", "created_at": "2026-06-11T08:55:00Z", "started_at": "2026-06-11T08:59:58Z",
                 "closed_at": "2026-06-11T09:04:12Z", "expires_at": "2026-06-11T09:10:00Z",
                 "usage_time_millis": 12840, "provider_id": "cw0001", "tags": [],
                 "metadata": {"max_ttl": 900, "last_job_started": null}, "sdk_provider": "QISKIT", "final": true,
                 "final_not_aborted": true}
                """, Session.class);
        assertThat(closed.finalState()).isTrue();
        assertThat(closed.finalNotAborted()).isTrue();
        assertThat(closed.status()).isNotNull().matches(status -> status.isTerminal() && status.isSuccessful());
    }

    @Test
    void workloadsByType() {
        List<WorkloadResponse> entries = HubJson.readLenient(bytes("""
                        [{"type": "JOB", "id": "j", "backend_id": "b", "provider": "AZURE", "status": "RUNNING",
                          "sdk_provider": "CLIENT", "tags": ["demo"], "created_at": "2026-06-11T08:12:31.402Z",
                          "shots": 9, "runtime": 12, "name": "n", "session_id": "s"},
                         {"type": "SESSION", "id": "s", "provider": "IBM", "status": "DRAINING", "mode": "batch",
                          "closed_at": "2026-06-11", "expires_at": "2026-06-12", "usage_time_millis": 5},
                         {"type": "RESERVATION", "id": "r", "provider": "IQM", "slot": 4},
                         {"id": "?"}]
                        """), HubJson.listOf(WorkloadResponse.class));
        List<Workload> workloads =
                entries.stream().map(WorkloadResponse::asWorkload).toList();

        assertThat(workloads.get(0)).isInstanceOfSatisfying(Workload.JobWorkload.class, job -> {
            assertThat(job.status()).isEqualTo(JobStatus.RUNNING);
            assertThat(job.shots()).isEqualTo(9);
            assertThat(job.runtime()).isEqualTo(12);
            assertThat(job.name()).isEqualTo("n");
            assertThat(job.sessionId()).isEqualTo("s");
            assertThat(job.tags()).containsExactly("demo");
            assertThat(job.provider()).isEqualTo(Provider.AZURE);
            assertThat(job.createdAt()).isEqualTo("2026-06-11T08:12:31.402Z");
        });
        assertThat(workloads.get(1)).isInstanceOfSatisfying(Workload.SessionWorkload.class, session -> {
            assertThat(session.status()).isEqualTo(SessionStatus.DRAINING);
            assertThat(session.mode()).isEqualTo(SessionMode.BATCH);
            assertThat(session.closedAt()).isEqualTo("2026-06-11T00:00:00Z");
            assertThat(session.expiresAt()).isEqualTo("2026-06-12T00:00:00Z");
            assertThat(session.usageTimeMillis()).isEqualTo(5);
        });
        assertThat(workloads.get(2)).isInstanceOfSatisfying(Workload.OtherWorkload.class, other -> {
            assertThat(other.id()).isEqualTo("r");
            assertThat(other.response().type()).isEqualTo(WorkloadType.of("RESERVATION"));
            assertThat(other.response().additionalProperties()).containsOnlyKeys("slot");
        });
        assertThat(workloads.get(3)).isInstanceOf(Workload.OtherWorkload.class);
    }

    /** Reads, holds what is written back against what was read, and gives the value. */
    private static <T> T read(String json, Class<T> type) {
        T value = HubJson.read(bytes(json), type);
        sameJson(HubJson.write(value), bytes(json));
        assertThat(HubJson.read(HubJson.write(value), type)).isEqualTo(value);
        return value;
    }

    private static void sameJson(byte[] written, byte[] read) {
        assertThat(normal(HubJson.mapper().readTree(written)))
                .isEqualTo(normal(HubJson.mapper().readTree(read)));
    }

    /** Without nulls and empty lists, and with timestamps in one form: what may differ between two equal values. */
    private static JsonNode normal(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = normal(object.get(name));
                if (value.isNull() || (value.isArray() && value.isEmpty())) {
                    object.remove(name);
                } else {
                    object.set(name, value);
                }
            }
        } else if (json instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, normal(array.get(i)));
            }
        } else if (json.isString()) {
            Instant moment = LenientInstant.parse(json.stringValue());
            return moment == null ? json : JsonNodeFactory.instance.stringNode(moment.toString());
        } else if (json.isNumber()) {
            return JsonNodeFactory.instance.numberNode(json.decimalValue().stripTrailingZeros());
        }
        return json;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
