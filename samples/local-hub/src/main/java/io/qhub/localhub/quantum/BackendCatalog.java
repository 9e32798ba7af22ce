package io.qhub.localhub.quantum;

import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.quantum.Backend.Engine;
import io.qhub.localhub.sim.IonqCircuit;
import io.qhub.localhub.sim.OpenQasm;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The four backends of the local hub, and their documents. */
final class BackendCatalog {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> OPEN_QASM = List.of("BRAKET_OPEN_QASM_V3", "OPEN_QASM_V3", "OPEN_QASM_V2");

    private final Map<String, Backend> backends = new LinkedHashMap<>();

    BackendCatalog(int maxQubits) {
        add(ionq(maxQubits));
        add(sv1(maxQubits));
        add(garnet(Math.min(20, maxQubits)));
        add(belenos());
    }

    Collection<Backend> all() {
        return backends.values();
    }

    @Nullable
    Backend find(String id) {
        return backends.get(id);
    }

    Backend get(String id) {
        Backend backend = backends.get(id);
        if (backend == null) {
            throw new HttpError(404, "no backend has the id " + id);
        }
        return backend;
    }

    private void add(Backend backend) {
        backends.put(backend.id, backend);
    }

    private static Backend ionq(int qubits) {
        ObjectNode document = parse("""
                {
                  "id": "azure.ionq.simulator",
                  "internal_id": "ionq.simulator",
                  "provider": "AZURE",
                  "hardware_provider": "IONQ",
                  "name": "IonQ Simulator",
                  "display_name": "Azure IonQ Simulator",
                  "type": "SIMULATOR",
                  "technology": "TRAPPED_ION",
                  "access_type": "PAY_PER_USE",
                  "documentation": {
                    "description": "Ideal simulator of IonQ JSON circuits; answers with exact probabilities.",
                    "url": "https://docs.ionq.com",
                    "status_url": null,
                    "location": "localhost",
                    "sdks": ["PLANQK", "QISKIT", "PENNYLANE"]
                  },
                  "availability": [{"granularity": "daily", "start": "00:00:00", "end": "23:59:59"}],
                  "costs": [{"granularity": "job", "currency": "EUR", "value": 0.0}],
                  "has_calibration": false,
                  "free_of_charge": true
                }
                """);
        ObjectNode configuration =
                configuration(document, IonqCircuit.GATES, false, List.of("IONQ_CIRCUIT_V1"), 10_000);
        configuration.put("output_format", "IONQ_RESULT_V1");
        numbered(configuration, qubits, 0);
        return new Backend(document, Engine.IONQ, false, null, "ONLINE", parse("""
                {"backend": "simulator", "status": "available", "gateset": ["qis"], "noise_model": "ideal"}
                """));
    }

    private static Backend sv1(int qubits) {
        ObjectNode document = parse("""
                {
                  "id": "aws.sim.sv1",
                  "internal_id": "arn:aws:braket:::device/quantum-simulator/amazon/sv1",
                  "provider": "AWS",
                  "hardware_provider": "AWS",
                  "name": "SV1",
                  "display_name": "AWS SV1",
                  "type": "SIMULATOR",
                  "technology": "UNKNOWN",
                  "access_type": "PAY_PER_USE",
                  "documentation": {
                    "description": "State-vector simulator for OpenQASM programs; answers with measured shots.",
                    "url": "https://docs.aws.amazon.com/braket",
                    "status_url": null,
                    "location": "localhost",
                    "sdks": ["PLANQK", "QISKIT"]
                  },
                  "availability": [{"granularity": "daily", "start": "00:00:00", "end": "23:59:59"}],
                  "costs": [{"granularity": "minute", "currency": "EUR", "value": 0.07}],
                  "has_calibration": false,
                  "free_of_charge": false
                }
                """);
        numbered(configuration(document, OpenQasm.GATES, false, OPEN_QASM, 100_000), qubits, 0);
        return new Backend(
                document,
                Engine.OPENQASM,
                true,
                "arn:aws:braket:::device/quantum-simulator/amazon/sv1",
                "ONLINE",
                parse("""
                {"deviceName": "SV1", "deviceType": "SIMULATOR", "deviceStatus": "ONLINE", "providerName": "Amazon Braket"}
                """));
    }

    private static Backend garnet(int qubits) {
        ObjectNode document = parse("""
                {
                  "id": "aws.iqm.garnet",
                  "internal_id": "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet",
                  "provider": "AWS",
                  "hardware_provider": "IQM",
                  "name": "Garnet",
                  "display_name": "AWS IQM Garnet",
                  "type": "QPU",
                  "technology": "SUPERCONDUCTING",
                  "access_type": "PAY_PER_USE",
                  "documentation": {
                    "description": "Stands for a QPU with sessions and calibration; computed without noise.",
                    "url": "https://docs.aws.amazon.com/braket",
                    "status_url": null,
                    "location": "localhost",
                    "sdks": ["PLANQK", "QISKIT"]
                  },
                  "availability": [{"granularity": "weekly", "start": "00:00:00", "end": "23:59:59"}],
                  "costs": [
                    {"granularity": "job", "currency": "EUR", "value": 0.28},
                    {"granularity": "shot", "currency": "EUR", "value": 0.00135}
                  ],
                  "has_calibration": true,
                  "free_of_charge": false
                }
                """);
        ObjectNode configuration = configuration(document, OpenQasm.GATES, true, OPEN_QASM, 20_000);
        numbered(configuration, qubits, 1);
        // A grid of rows of five stands for the real lattice.
        ObjectNode connectivity = configuration.putObject("connectivity").put("fully_connected", false);
        ObjectNode graph = connectivity.putObject("graph");
        for (int qubit = 1; qubit <= qubits; qubit++) {
            ArrayNode neighbours = graph.putArray(Integer.toString(qubit));
            int column = (qubit - 1) % 5;
            for (int other : new int[] {qubit - 5, column > 0 ? qubit - 1 : 0, column < 4 ? qubit + 1 : 0, qubit + 5}) {
                if (other >= 1 && other <= qubits) {
                    neighbours.add(Integer.toString(other));
                }
            }
        }
        return new Backend(
                document,
                Engine.OPENQASM,
                true,
                "arn:aws:braket:eu-north-1::device/qpu/iqm/Garnet",
                "ONLINE",
                parse("""
                {"deviceName": "Garnet", "deviceType": "QPU", "deviceStatus": "ONLINE", "providerName": "IQM"}
                """));
    }

    private static Backend belenos() {
        ObjectNode document = parse("""
                {
                  "id": "quandela.qpu.belenos",
                  "internal_id": "qpu:belenos",
                  "provider": "QUANDELA",
                  "hardware_provider": "QUANDELA",
                  "name": "Belenos",
                  "display_name": "Quandela Belenos",
                  "type": "QPU",
                  "technology": "PHOTONIC",
                  "access_type": "TOKEN_BASED",
                  "documentation": {
                    "description": "Stands for a QPU that is paused; photonic circuits are not simulated.",
                    "url": "https://perceval.quandela.net",
                    "status_url": null,
                    "location": "localhost",
                    "sdks": ["PERCEVAL"]
                  },
                  "availability": [],
                  "costs": [{"granularity": "second", "currency": "EUR", "value": 0.9}],
                  "has_calibration": false,
                  "free_of_charge": false
                }
                """);
        ObjectNode configuration = configuration(document, List.of(), false, List.of("PERCEVAL"), 1_000_000);
        configuration.put("qubit_count", 0);
        configuration
                .putObject("photonic_properties")
                .put("max_modes", 24)
                .put("min_modes", 1)
                .put("max_photons", 12)
                .put("min_photons", 1);
        return new Backend(document, Engine.NONE, false, null, "PAUSED", parse("""
                {
                  "name": "qpu:belenos",
                  "status": "paused",
                  "perfs": {},
                  "specs": {
                    "available_commands": ["probs", "sample_count"],
                    "connected_input_modes": [1, 3, 5],
                    "constraints": {
                      "min_mode_count": 1, "max_mode_count": 24, "min_photon_count": 1, "max_photon_count": 12
                    },
                    "detector": "threshold"
                  }
                }
                """));
    }

    private static ObjectNode configuration(
            ObjectNode document, Collection<String> gates, boolean nativeToo, List<String> formats, int maxShots) {
        ObjectNode configuration = document.putObject("configuration");
        ArrayNode list = configuration.putArray("gates");
        ArrayNode instructions = JSON.arrayNode();
        for (String gate : gates) {
            list.addObject()
                    .put("name", gate)
                    .put("native_gate", nativeToo && (gate.equals("cz") || gate.equals("rx") || gate.equals("ry")));
            instructions.add(gate);
        }
        configuration.putArray("operations");
        configuration.set("instructions", instructions.add("measure"));
        configuration.putArray("qubits");
        configuration.put("qubit_count", 0);
        configuration.putObject("connectivity").put("fully_connected", true).putObject("graph");
        configuration.putObject("shots_range").put("min", 1).put("max", maxShots);
        formats.forEach(configuration.putArray("supported_input_formats")::add);
        configuration.putNull("output_format");
        configuration.put("memory_result_supported", false);
        configuration.putNull("photonic_properties");
        return configuration;
    }

    private static void numbered(ObjectNode configuration, int qubits, int first) {
        ArrayNode list = configuration.putArray("qubits");
        for (int i = 0; i < qubits; i++) {
            list.addObject().put("id", Integer.toString(first + i));
        }
        configuration.put("qubit_count", qubits);
    }

    private static ObjectNode parse(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    /** The calibration in force at a time: there is a new one every day at 22:15 UTC, made up from the date. */
    static ObjectNode calibration(Backend backend, Instant effectiveAt) {
        if (!backend.calibrated) {
            throw new HttpError(404, "the backend " + backend.id + " has no calibration");
        }
        OffsetDateTime at = effectiveAt.atOffset(ZoneOffset.UTC);
        OffsetDateTime calibrated = at.with(LocalTime.of(22, 15));
        if (calibrated.isAfter(at)) {
            calibrated = calibrated.minusDays(1);
        }
        SplittableRandom random = new SplittableRandom(calibrated.toEpochSecond());
        ObjectNode calibration = JSON.objectNode();
        ObjectNode one = calibration.putObject("oneQubitProperties");
        Map<String, Double> pairs = new TreeMap<>();
        for (var qubit : backend.document
                .get("configuration")
                .get("connectivity")
                .get("graph")
                .properties()) {
            ObjectNode properties = one.putObject(qubit.getKey());
            properties
                    .putObject("T1")
                    .put("value", microseconds(random, 25, 45))
                    .put("unit", "S");
            properties.putObject("T2").put("value", microseconds(random, 8, 20)).put("unit", "S");
            for (var other : qubit.getValue()) {
                int to = Integer.parseInt(other.stringValue());
                if (Integer.parseInt(qubit.getKey()) < to) {
                    pairs.put(qubit.getKey() + "-" + to, 0.985 + random.nextInt(1000) / 1e5);
                }
            }
        }
        ObjectNode two = calibration.putObject("twoQubitProperties");
        pairs.forEach((pair, fidelity) -> two.putObject(pair)
                .putArray("twoQubitGateFidelity")
                .addObject()
                .put("gateName", "CZ")
                .put("fidelity", fidelity));
        ObjectNode answer = JSON.objectNode();
        answer.put("backend_id", backend.id);
        answer.put("calibrated_at", Documents.time(calibrated.toInstant().toEpochMilli()));
        answer.set("calibration", calibration);
        return answer;
    }

    private static double microseconds(SplittableRandom random, int from, int to) {
        return random.nextInt(from * 10, to * 10) / 1e7;
    }
}
