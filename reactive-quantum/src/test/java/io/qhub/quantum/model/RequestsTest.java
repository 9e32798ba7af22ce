package io.qhub.quantum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.qhub.core.json.HubJson;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class RequestsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CreateJobRequest minimal = CreateJobRequest.builder(
                    "aws.sim.sv1", 1, JobInput.openQasm("OPENQASM 3.0;"))
            .build();

    @Test
    void whatIsNotSetIsNotSent() {
        sends(minimal, "{\"backend_id\":\"aws.sim.sv1\",\"shots\":1,\"input\":\"OPENQASM 3.0;\"}");
        sends(
                CreateSessionRequest.builder("ibm.qpu.aachen", Provider.IBM, SessionMode.BATCH)
                        .build(),
                "{\"backend_id\":\"ibm.qpu.aachen\",\"mode\":\"batch\",\"provider\":\"IBM\"}");
        sends(new UpdateSessionStateRequest(false), "{\"accept_jobs\":false}");
        sends(new UpdateSessionStateRequest(true), "{\"accept_jobs\":true}");
    }

    @Test
    void anIonqJob() {
        IonqCircuit bell = JobInput.ionq(2).h(0).cnot(0, 1).build();
        sends(
                CreateJobRequest.builder("azure.ionq.simulator", 640, bell)
                        .name("bell")
                        .inputFormat(JobInputFormat.IONQ_CIRCUIT_V1)
                        .inputParams(JobInputParams.none())
                        .tag("a")
                        .tag("b")
                        .build(),
                """
                {"backend_id": "azure.ionq.simulator", "shots": 640, "name": "bell", "tags": ["a", "b"],
                 "input_format": "IONQ_CIRCUIT_V1", "input_params": {},
                 "input": {"gateset": "qis", "qubits": 2, "circuit": [{"type": "h", "targets": [0]},
                  {"type": "cnot", "targets": [1], "controls": [0]}]}}
                """);
        sends(
                CreateJobRequest.builder("azure.ionq.simulator", 640, bell.wrapped("azure.ionq.simulator"))
                        .inputParams(JobInputParams.none().wrapped("azure.ionq.simulator"))
                        .build(),
                """
                {"backend_id": "azure.ionq.simulator", "shots": 640,
                 "input_params": {"backendId": "azure.ionq.simulator"},
                 "input": {"backendId": "azure.ionq.simulator", "gateset": "qis", "qubits": 2,
                  "circuit": [{"type": "h", "targets": [0]}, {"type": "cnot", "targets": [1], "controls": [0]}]}}
                """);
    }

    @Test
    void everyIonqGate() {
        IonqCircuit circuit = JobInput.ionq(3)
                .x(0)
                .y(0)
                .z(0)
                .rx(1, 0.5)
                .ry(1, 0.25)
                .rz(1, -1)
                .h(2)
                .s(0)
                .si(0)
                .v(0)
                .vi(0)
                .t(0)
                .ti(0)
                .not(0)
                .cnot(0, 2)
                .swap(1, 2)
                .xx(0, 1, 0.1)
                .yy(0, 1, 0.2)
                .zz(0, 1, 0.3)
                .pauliExp(List.of("XX", "ZI"), List.of(0.5, 2.0), 1.5, 0, 1)
                .gate(IonqGate.of(IonqGateType.X, List.of(2)).controlledBy(List.of(0, 1)))
                .gate(IonqGate.of(IonqGateType.of("gpi"), List.of(0)).with(Map.of("phase", JSON.numberNode(0.5))))
                .register("meas", 2, 0)
                .extra("shots_hint", JSON.numberNode(5))
                .build();

        JsonNode written = HubJson.mapper().readTree(HubJson.write(circuit));
        assertThat(written).isEqualTo(HubJson.mapper().readTree("""
                                        {"gateset": "qis", "qubits": 3, "circuit": [
                                         {"type": "x", "targets": [0]}, {"type": "y", "targets": [0]},
                                         {"type": "z", "targets": [0]}, {"type": "rx", "targets": [1], "rotation": 0.5},
                                         {"type": "ry", "targets": [1], "rotation": 0.25},
                                         {"type": "rz", "targets": [1], "rotation": -1.0},
                                         {"type": "h", "targets": [2]}, {"type": "s", "targets": [0]},
                                         {"type": "si", "targets": [0]}, {"type": "v", "targets": [0]},
                                         {"type": "vi", "targets": [0]}, {"type": "t", "targets": [0]},
                                         {"type": "ti", "targets": [0]}, {"type": "not", "targets": [0]},
                                         {"type": "cnot", "targets": [2], "controls": [0]},
                                         {"type": "swap", "targets": [1, 2]},
                                         {"type": "xx", "targets": [0, 1], "rotation": 0.1},
                                         {"type": "yy", "targets": [0, 1], "rotation": 0.2},
                                         {"type": "zz", "targets": [0, 1], "rotation": 0.3},
                                         {"type": "pauliExp", "targets": [0, 1], "terms": ["XX", "ZI"],
                                          "coefficients": [0.5, 2.0], "time": 1.5},
                                         {"type": "x", "targets": [2], "controls": [0, 1]},
                                         {"type": "gpi", "targets": [0], "phase": 0.5}],
                                         "registers": {"meas": [2, 0]}, "shots_hint": 5}
                                        """));
        assertThat(HubJson.read(HubJson.write(circuit), IonqCircuit.class)).isEqualTo(circuit);
        List<String> used = circuit.circuit().stream()
                .map(gate -> String.valueOf(gate.type()))
                .distinct()
                .toList();
        ModelContractTest.contract()
                .get("enums")
                .get("AzureIonqCircuitItemType")
                .forEach(value -> assertThat(used).contains(value.stringValue()));
    }

    @Test
    void gatesThatCannotBeAreRefused() {
        IonqCircuit.Builder circuit = JobInput.ionq(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobInput.ionq(0))
                .withMessage("qubits is 0, and must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.h(2))
                .withMessage("Qubit 2 is not one of the circuit's 2, counted from 0");
        assertThatIllegalArgumentException().isThrownBy(() -> circuit.h(-1)).withMessageContaining("Qubit -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.cnot(1, 1))
                .withMessage("Qubit 1 is named twice by one gate");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.swap(0, 0))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.rx(0, Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.register("m", 5))
                .withMessageContaining("5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.pauliExp(List.of("XXX"), List.of(1.0), 1, 0, 1))
                .withMessageContaining("'XXX' must be 2 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.pauliExp(List.of("XX"), List.of(), 1, 0, 1))
                .withMessageContaining("the same number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> circuit.gate(IonqGate.of(IonqGateType.X, List.of())))
                .withMessageContaining("no target");
        assertThat(circuit.build().circuit()).isEmpty();
    }

    @Test
    void openQasmBareAndWrapped() {
        CreateJobRequest.Builder request = minimal.toBuilder();
        sends(
                request.inputParams(JobInputParams.aws()
                                .disableQubitRewiring(true)
                                .qubitCount(2)
                                .extra("verbatim", JSON.booleanNode(true))
                                .build())
                        .sessionId("s-1")
                        .sdkProvider(SdkProvider.BRAKET)
                        .provider(Provider.AWS)
                        .build(),
                """
                {"backend_id": "aws.sim.sv1", "shots": 1, "input": "OPENQASM 3.0;", "session_id": "s-1",
                 "sdk_provider": "BRAKET", "provider": "AWS",
                 "input_params": {"disable_qubit_rewiring": true, "qubit_count": 2, "verbatim": true}}
                """);
        sends(
                CreateJobRequest.builder(
                                "aws.sim.sv1", 1, JobInput.openQasm("Q").wrapped("backend_id", "aws.sim.sv1"))
                        .inputParams(JobInputParams.aws().build().wrapped("backend_id", "aws.sim.sv1"))
                        .build(),
                """
                {"backend_id": "aws.sim.sv1", "shots": 1, "input": {"backend_id": "aws.sim.sv1", "value": "Q"},
                 "input_params": {"backend_id": "aws.sim.sv1"}}
                """);
    }

    @Test
    void percevalBareAndWrapped() {
        JsonNode payload = JSON.objectNode().put("command", "probs").put("max_samples", 5);
        JobInputParams params =
                JobInputParams.quandela().pcvlVersion("1.2").processId("p").build();
        sends(
                CreateJobRequest.builder("quandela.sim.belenos", 5, JobInput.perceval(payload))
                        .inputParams(params)
                        .build(),
                """
                {"backend_id": "quandela.sim.belenos", "shots": 5, "input": {"command": "probs", "max_samples": 5},
                 "input_params": {"pcvl_version": "1.2", "process_id": "p"}}
                """);
        sends(
                CreateJobRequest.builder(
                                "quandela.sim.belenos",
                                5,
                                JobInput.perceval(payload).wrapped("quandela.sim.belenos"))
                        .inputParams(params.wrapped("quandela.sim.belenos"))
                        .build(),
                """
                {"backend_id": "quandela.sim.belenos", "shots": 5,
                 "input": {"backendId": "quandela.sim.belenos", "value": {"command": "probs", "max_samples": 5}},
                 "input_params": {"backendId": "quandela.sim.belenos", "pcvl_version": "1.2", "process_id": "p"}}
                """);
    }

    @Test
    void iqmIbmAndRawForms() {
        JsonNode circuit = JSON.objectNode().put("name", "c0");
        sends(
                CreateJobRequest.builder("iqm.qpu.emerald", 9, JobInput.iqm(List.of(circuit)))
                        .inputParams(JobInputParams.iqm()
                                .calibrationSetId("cal")
                                .qubitMapping(JSON.nullNode())
                                .extra("heralding_mode", JSON.stringNode("none"))
                                .build())
                        .build(),
                """
                {"backend_id": "iqm.qpu.emerald", "shots": 9, "input": {"circuits": [{"name": "c0"}]},
                 "input_params": {"calibration_set_id": "cal", "heralding_mode": "none"}}
                """);
        sends(
                CreateJobRequest.builder(
                                "ibm.qpu.aachen",
                                9,
                                JobInput.ibm(JSON.objectNode().put("version", 2)))
                        .inputParams(JobInputParams.ibm("sampler")
                                .backendName("aachen")
                                .image("i")
                                .logLevel("INFO")
                                .jobTags(List.of("t"))
                                .maxExecutionTime(60)
                                .startSession(false)
                                .sessionTime(5)
                                .version(2)
                                .privateJob(true)
                                .build())
                        .build(),
                """
                {"backend_id": "ibm.qpu.aachen", "shots": 9, "input": {"version": 2},
                 "input_params": {"program_id": "sampler", "backend_name": "aachen", "image": "i", "log_level": "INFO",
                  "job_tags": ["t"], "max_execution_time": 60, "start_session": false, "session_time": 5, "version": 2,
                  "private": true}}
                """);
        JsonNode free = HubJson.mapper().readTree("{\"a\": null, \"b\": [1.5, {\"c\": \"d\"}]}");
        sends(
                CreateJobRequest.builder("qudora.sim.xg1", 9, JobInput.raw(free))
                        .inputParams(JobInputParams.raw(free))
                        .build(),
                """
                {"backend_id": "qudora.sim.xg1", "shots": 9, "input": {"a": null, "b": [1.5, {"c": "d"}]},
                 "input_params": {"a": null, "b": [1.5, {"c": "d"}]}}
                """);
    }

    @Test
    void qrydParams() {
        sends(
                JobInputParams.qryd()
                        .format("qoqo")
                        .backend("")
                        .fusionMaxQubits(4)
                        .seedSimulator(1)
                        .allowCompilation(true)
                        .pczTheta(2.13)
                        .useExtendedSet(true)
                        .useReverseTraversal(false)
                        .extendedSetSize(5)
                        .extendedSetWeight(0.5)
                        .reverseTraversalIterations(3)
                        .build(),
                """
                {"format": "qoqo", "backend": "", "fusion_max_qubits": 4, "seed_simulator": 1,
                 "allow_compilation": true, "pcz_theta": 2.13, "use_extended_set": true,
                 "use_reverse_traversal": false, "extended_set_size": 5, "extended_set_weight": 0.5,
                 "reverse_traversal_iterations": 3}
                """);
    }

    @Test
    void aSession() {
        sends(
                CreateSessionRequest.builder("ibm.qpu.aachen", Provider.IBM, SessionMode.DEDICATED)
                        .ttl(900)
                        .tags(List.of("nightly"))
                        .metadata(JSON.objectNode().put("purpose", "sweep"))
                        .sdkProvider(SdkProvider.QISKIT)
                        .build(),
                """
                {"backend_id": "ibm.qpu.aachen", "provider": "IBM", "mode": "dedicated", "ttl": 900,
                 "tags": ["nightly"], "metadata": {"purpose": "sweep"}, "sdk_provider": "QISKIT"}
                """);
    }

    @Test
    void aRequestReadFromJsonIsSentAsItWas() {
        byte[] json = HubJson.write(CreateJobRequest.builder(
                        "azure.ionq.simulator", 3, JobInput.ionq(1).h(0).build().wrapped("azure.ionq.simulator"))
                .inputParams(JobInputParams.none())
                .tag("t")
                .build());
        CreateJobRequest read = HubJson.read(json, CreateJobRequest.class);
        assertThat(read.input()).isInstanceOf(JobInput.Raw.class);
        assertThat(HubJson.mapper().readTree(HubJson.write(read)))
                .isEqualTo(HubJson.mapper().readTree(json));
    }

    @Test
    void toBuilderKeepsEverything() {
        CreateJobRequest full = minimal.toBuilder()
                .name("n")
                .inputFormat(JobInputFormat.QIR_V1)
                .inputParams(JobInputParams.none())
                .tags(List.of("a", "b"))
                .sessionId("s")
                .sdkProvider(SdkProvider.CLIENT)
                .provider(Provider.AWS)
                .build();
        assertThat(full.toBuilder().build()).isEqualTo(full);
        assertThat(full.toBuilder().tag("c").build().tags()).containsExactly("a", "b", "c");
        assertThat(full.tags()).containsExactly("a", "b").isUnmodifiable();
        assertThat(full.toBuilder().tags(List.of()).build().tags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void shotsAndTtlAreAtLeastOne(int value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateJobRequest.builder("b", value, minimal.input()))
                .withMessage("shots is " + value + ", and must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateSessionRequest.builder("b", Provider.IBM, SessionMode.BATCH)
                        .ttl(value))
                .withMessage("ttl is " + value + ", and must be at least 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blankTextIsRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateJobRequest.builder(blank, 1, minimal.input()))
                .withMessage("backendId is blank");
        assertThatIllegalArgumentException().isThrownBy(() -> JobInput.openQasm(blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> minimal.toBuilder().sessionId(blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> minimal.toBuilder().tag(blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> minimal.toBuilder().tags(List.of("a", blank)));
        assertThatIllegalArgumentException().isThrownBy(() -> JobInputParams.ibm(blank));
        assertThatIllegalArgumentException().isThrownBy(() -> minimal.input().wrapped(blank));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CreateSessionRequest.builder(blank, Provider.IBM, SessionMode.BATCH));
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullsAreRefusedAtOnce() {
        assertThatNullPointerException()
                .isThrownBy(() -> CreateJobRequest.builder("b", 1, null))
                .withMessage("input");
        assertThatNullPointerException()
                .isThrownBy(() -> CreateJobRequest.builder(null, 1, minimal.input()))
                .withMessage("backendId");
        assertThatNullPointerException()
                .isThrownBy(() -> minimal.toBuilder().name(null))
                .withMessage("name");
        assertThatNullPointerException()
                .isThrownBy(() -> CreateSessionRequest.builder("b", null, SessionMode.BATCH))
                .withMessage("provider");
        assertThatNullPointerException()
                .isThrownBy(() -> CreateSessionRequest.builder("b", Provider.IBM, null))
                .withMessage("mode");
    }

    @Test
    void inputsOfTheWrongShapeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobInput.perceval(JSON.stringNode("x")))
                .withMessage("payload is a JSON string, and must be an object");
        assertThatIllegalArgumentException().isThrownBy(() -> JobInput.ibm(JSON.arrayNode()));
        assertThatIllegalArgumentException().isThrownBy(() -> JobInput.raw(JSON.nullNode()));
        assertThatIllegalArgumentException().isThrownBy(() -> JobInputParams.raw(JSON.stringNode("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> JobInput.iqm(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> minimal.input().wrapped("a").wrapped("b"))
                .withMessage("input is wrapped already");
    }

    private static void sends(Object request, String json) {
        assertThat(HubJson.mapper().readTree(HubJson.write(request)))
                .isEqualTo(HubJson.mapper().readTree(json));
    }
}
