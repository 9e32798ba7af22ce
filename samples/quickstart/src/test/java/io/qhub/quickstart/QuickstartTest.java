package io.qhub.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuickstartTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--output";
        all[arguments.length + 1] = directory.resolve("results").toString();
        return Quickstart.run(new PrintWriter(out, true), new PrintWriter(err, true), true, all);
    }

    @Test
    void runsBothCircuitsThroughTheWholeClient() throws IOException {
        assertThat(run("--shots", "400")).as("errors: %s", err).isZero();
        assertThat(out.toString())
                .contains("Bell pair (IonQ JSON), 400 shots on azure.ionq.simulator")
                .contains("5-qubit GHZ (OpenQASM), 400 shots on aws.sim.sv1")
                .contains("PENDING", "RUNNING", "COMPLETED");
        assertThat(bars("00", "11")).as("the Bell pair's counts").isEqualTo(400);
        assertThat(bars("00000", "11111")).as("the GHZ state's counts").isEqualTo(400);
        try (var files = Files.list(directory.resolve("results"))) {
            assertThat(files.toList()).hasSize(2).allMatch(file -> file.toString()
                    .endsWith(".json"));
        }
    }

    private long bars(String... states) {
        long sum = 0;
        for (String state : states) {
            Matcher bar = Pattern.compile("(?m)^  " + state + " +(\\d+) ").matcher(out.toString());
            while (bar.find()) {
                sum += Long.parseLong(bar.group(1));
            }
        }
        return sum;
    }

    @Test
    void runsACircuitOfTheUsers() throws IOException {
        Path circuit = directory.resolve("three.qasm");
        Files.writeString(circuit, "OPENQASM 3.0;\nqubit[3] q;\nbit[3] b;\nx q[1];\nb = measure q;\n");
        assertThat(run("--circuit", circuit.toString(), "--shots", "10"))
                .as("errors: %s", err)
                .isZero();
        assertThat(bars("010")).isEqualTo(10);

        Path ionq = directory.resolve("one.json");
        Files.writeString(ionq, "{\"qubits\": 1, \"circuit\": [{\"type\": \"x\", \"targets\": [0]}]}");
        assertThat(run("--circuit", ionq.toString(), "--shots", "7"))
                .as("errors: %s", err)
                .isZero();
        assertThat(bars("1")).isEqualTo(7);
    }

    @Test
    void runsAServiceByAccessKeyWithItsLogAndItsFiles() {
        assertThat(run("--service")).as("errors: %s", err).isZero();
        // The graph is bipartite: all nine edges are cut, by even and odd nodes.
        assertThat(out.toString())
                .contains("by the optimiser", "started as ", " INFO ")
                .containsPattern("assignment (010101|101010) cuts 9 edges \\(exact\\)");
        assertThat(directory.resolve("results").resolve("output.json")).isNotEmptyFile();
        assertThat(directory.resolve("results").resolve("trace.csv")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--circuit none.qasm | There is no circuit file none.qasm.",
                "--backend no.such.backend | There is no backend no.such.backend",
                "--shots 0 | --shots must be at least 1, not 0.",
                "--shots many | Invalid value for option '--shots'",
                "--shots 1000000000 | shots, not 1000000000.",
                "--nonsense | Unknown option: '--nonsense'",
                "--base-url http://localhost:1 | --base-url goes with --hub",
                "--service --backend aws.sim.sv1 | --service runs on an embedded local hub",
                "--service --hub | --service runs on an embedded local hub",
            })
    void badInputIsOneClearSentenceAndAnExitCode(String arguments, String sentence) {
        assertThat(run(arguments.strip().split(" "))).isEqualTo(2);
        assertThat(err.toString().strip()).contains(sentence).doesNotContain("\n", "Exception");
    }

    @Test
    void aCircuitThatTheBackendDoesNotTakeIsRefusedBeforeItIsSubmitted() throws IOException {
        Path circuit = directory.resolve("bell.json");
        Files.writeString(circuit, "{\"qubits\": 1, \"circuit\": []}");
        assertThat(run("--circuit", circuit.toString(), "--backend", "aws.sim.sv1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("The backend aws.sim.sv1 does not take IONQ_CIRCUIT_V1");
    }

    @Test
    void whatTheHubRefusesIsToldInItsWords() throws IOException {
        Path circuit = directory.resolve("bad.qasm");
        Files.writeString(circuit, "OPENQASM 3.0;\nqubit[1] q;\nnonsense q[0];\n");
        assertThat(run("--circuit", circuit.toString())).isEqualTo(1);
        assertThat(err.toString().strip()).contains("422", "line 3, column 1").doesNotContain("\n");
    }

    @Test
    void withoutATokenTheRealHubIsNotAsked() {
        // Neither variable nor config file is there when tests run; the sentence lists where a token was looked for.
        if (System.getenv().keySet().stream().noneMatch(name -> name.matches("(KQH|PLANQK|SERVICE)_.*"))
                && !Files.exists(Path.of(System.getProperty("user.home"), ".config", "qhubctl", "config.json"))
                && !Files.exists(Path.of(System.getProperty("user.home"), ".config", "planqk", "config.json"))) {
            assertThat(run("--hub")).isEqualTo(2);
            assertThat(err.toString()).startsWith("No token for the Hub:").contains("KQH_PERSONAL_ACCESS_TOKEN");
        }
    }

    @Test
    void manyOutcomesAreCutShort() {
        java.util.Map<String, Long> counts = new java.util.HashMap<>();
        for (int i = 0; i < 40; i++) {
            counts.put("state-" + i, (long) i);
        }
        List<String> lines = Histogram.of(counts).lines().toList();
        assertThat(lines).hasSize(17);
        assertThat(lines.get(0)).contains("state-39");
        assertThat(lines.get(16)).contains("and 24 more");
    }

    @Test
    void helpNamesAllOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--hub", "--backend", "--shots", "--circuit", "--service", "--output");
    }
}
