package io.qhub.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.credentials.StaticCredential;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.SessionStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(120)
class FanOutTest {

    private static final String TOKEN = "a-token";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path output() {
        return directory.resolve("out.jsonl");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.contains("--journal")) {
            all.addAll(List.of("--journal", directory.resolve("journal").toString()));
        }
        all.addAll(List.of("--output", output().toString()));
        return FanOut.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                true,
                new StaticCredential(TOKEN),
                all.toArray(String[]::new));
    }

    private int runOn(LocalHub hub, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--hub", "--base-url", hub.quantumUrl(), "--settle-time", "1"));
        return run(all.toArray(String[]::new));
    }

    private static LocalHub hub() {
        return LocalHub.builder().tokens(TOKEN).start();
    }

    @Test
    void sweepsACsvFileThroughACircuitOfTheUsers() throws IOException {
        Path csv = directory.resolve("points.csv");
        Files.writeString(csv, "alpha,beta\n0,0\n\n3.141592653589793,0\n0,3.141592653589793\n");
        Path circuit = directory.resolve("two.qasm");
        Files.writeString(circuit, "qubit[2] q;\nrx(${alpha}) q[0];\nrx(${ beta }) q[1];\n");
        assertThat(run("--csv", csv.toString(), "--circuit", circuit.toString(), "--shots", "20"))
                .as("errors: %s", err)
                .isZero();
        assertThat(out.toString()).contains("3 points, 0 of them ended before", "3 done, 0 failed");
        assertThat(Lines.of(output()).stream()
                        .collect(Collectors.toMap(line -> line.get("point").asInt(), line -> line.get("counts")
                                .toString())))
                .containsEntry(0, "{\"00\":20}")
                .containsEntry(1, "{\"10\":20}")
                .containsEntry(2, "{\"01\":20}");
        assertThat(Lines.of(output())).allSatisfy(line -> {
            assertThat(line.get("status").asString()).isEqualTo("COMPLETED");
            assertThat(line.get("parameters").propertyNames()).containsExactly("alpha", "beta");
        });
    }

    @Test
    void sweepsInIonqJsonWithSeveralWorkers() {
        assertThat(run("--backend", "azure.ionq.simulator", "--jobs", "30", "--workers", "3", "--submitting", "2"))
                .as("errors: %s", err)
                .isZero();
        List<JsonNode> lines = Lines.of(output());
        assertThat(lines).hasSize(30);
        assertThat(lines.stream()
                        .filter(line -> line.get("point").asInt() == 15)
                        .findFirst()
                        .orElseThrow()
                        .get("counts")
                        .toString())
                .as("half a turn")
                .isEqualTo("{\"11\":100}");
    }

    @Test
    void aSecondStartDoesNothingAgainAndRepairsTheFile() throws IOException {
        try (LocalHub hub = hub()) {
            assertThat(runOn(hub, "--jobs", "30")).as("errors: %s", err).isZero();
            Lines.areComplete(output(), 30, hub);
            String whole = Files.readString(output());
            // As a kill between the journal and the file leaves it, in the middle of a line.
            Files.writeString(output(), whole.substring(0, whole.length() * 2 / 3));
            assertThat(runOn(hub, "--jobs", "30")).as("errors: %s", err).isZero();
            assertThat(out.toString()).contains("30 points, 30 of them ended before");
            Lines.areComplete(output(), 30, hub);
            Files.delete(output());
            assertThat(runOn(hub, "--jobs", "30")).as("errors: %s", err).isZero();
            Lines.areComplete(output(), 30, hub);

            assertThat(runOn(hub, "--jobs", "31", "--shots", "7")).isEqualTo(2);
            assertThat(err.toString().strip())
                    .contains("shots was 100 and is 7", "points was generated: 30 and is generated: 31")
                    .doesNotContain("\n");
            assertThat(runOn(hub, "--jobs", "5", "--sweep", "another")).isEqualTo(2);
            assertThat(err.toString()).contains("line 1: this is no line of this sweep");
        }
    }

    @Test
    void aFileOfSomeoneElsesIsLeftAsItIs() throws IOException {
        Files.writeString(output(), "my diary, without an end");
        assertThat(run("--jobs", "3")).isEqualTo(2);
        assertThat(err.toString()).contains("line 1: this is no line of this sweep. Give another --output.");
        assertThat(Files.readString(output())).isEqualTo("my diary, without an end");
    }

    @Test
    void aPointThatTheHubRefusesFailsAloneAndSaysWhy() throws IOException {
        Path csv = directory.resolve("points.csv");
        Files.writeString(csv, "n\n1\n0\n2\n");
        Path circuit = directory.resolve("n.qasm");
        Files.writeString(circuit, "qubit[${n}] q;\nx q;\n");
        assertThat(run("--csv", csv.toString(), "--circuit", circuit.toString()))
                .isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("1 points failed; their lines say why.");
        assertThat(Lines.of(output())).hasSize(3);
        JsonNode refused = Lines.of(output()).stream()
                .filter(line -> line.get("point").asInt() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(refused.get("status").asString()).isEqualTo("REFUSED");
        assertThat(refused.get("error").asString()).contains("422", "line 1");
    }

    @Test
    void rateLimitsAndLostAnswersSlowItDownWithoutErrors() {
        try (LocalHub hub = hub()) {
            // Less than what is submitted at once.
            hub.settings().rateLimit(10, Duration.ofSeconds(1));
            hub.fail(FailureRule.on("POST", "/jobs").after(5).times(2).resetAfter());
            hub.fail(FailureRule.on("GET", "/jobs/*/result").times(1).status(503));
            assertThat(runOn(hub, "--jobs", "20")).as("errors: %s", err).isZero();
            assertThat(hub.stats().answers(429)).isPositive();
            Lines.areComplete(output(), 20, hub);
        }
    }

    @Test
    void aPausedBackendIsWaitedFor() {
        try (LocalHub hub = hub()) {
            hub.backendStatus("aws.sim.sv1", "PAUSED");
            CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> runOn(hub, "--jobs", "4"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> hub.stats().answers(422) >= 4);
            hub.backendStatus("aws.sim.sv1", "ONLINE");
            assertThat(running.join()).as("errors: %s", err).isZero();
            Lines.areComplete(output(), 4, hub);
        }
    }

    @Test
    void jobsRunInSessionsWhichAreReplacedWhenTheyEndAndClosedAtTheEnd() {
        try (LocalHub hub = hub();
                HubQuantumClient client = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(TOKEN)
                        .build()) {
            CompletableFuture<Integer> running = CompletableFuture.supplyAsync(
                    () -> runOn(hub, "--jobs", "24", "--sessions", "2", "--submitting", "1", "--outstanding", "4"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> hub.stats().jobsCreated() >= 6);
            String ended = Objects.requireNonNull(Lines.jobs(hub).get(0).sessionId());
            client.sessions().updateSessionState(ended, false).block();
            // What was refused with its session comes again a few seconds later.
            assertThat(running.join()).as("errors: %s", err).isZero();
            Lines.areComplete(output(), 24, hub);
            assertThat(hub.stats().sessionsCreated()).isEqualTo(3);
            List<String> used =
                    Lines.jobs(hub).stream().map(Job::sessionId).distinct().toList();
            assertThat(used).hasSize(3).contains(ended);
            assertThat(used).allSatisfy(id -> Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> SessionStatus.CLOSED.equals(
                            client.sessions().getSession(id).block().status())));
        }
    }

    @Test
    void aTokenThatIsRefusedStopsTheSweepAndLosesNothing() {
        try (LocalHub hub = hub()) {
            hub.fail(FailureRule.on("POST", "/jobs").after(5).status(401));
            assertThat(runOn(hub, "--jobs", "20")).isEqualTo(1);
            assertThat(err.toString().strip())
                    .startsWith("The Hub does not let us in")
                    .doesNotContain("\n")
                    .doesNotContain(TOKEN);
            hub.noFailures();
            assertThat(runOn(hub, "--jobs", "20")).as("errors: %s", err).isZero();
            Lines.areComplete(output(), 20, hub);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--csv none.csv | There is no CSV file none.csv.",
                "--csv none.csv --jobs 3 | Either --csv or --jobs, not both.",
                "--circuit none.qasm | There is no circuit file none.qasm.",
                "--backend no.such.backend | There is no backend no.such.backend",
                "--jobs 0 | --jobs must be 1 to 10000000, not 0.",
                "--shots 1000000000 | shots, not 1000000000.",
                "--shots many | Invalid value for option '--shots'",
                "--outstanding 32 | --outstanding must be 33 to 1000000, not 32.",
                "--nonsense | Unknown option: '--nonsense'",
                "--base-url http://localhost:1 | --base-url goes with --hub",
                "--rate-limit 3 --hub | --rate-limit is for the embedded hub",
                "--journal r2dbc:postgresql://h/d | A --journal that is shared goes with --hub",
                "--hub --journal r2dbc:mysql://u:secret@h/d | not the URL of a PostgreSQL",
            })
    void badInputIsOneClearSentenceAndAnExitCode(String arguments, String sentence) {
        assertThat(run(arguments.strip().split(" "))).isEqualTo(2);
        assertThat(err.toString().strip()).contains(sentence).doesNotContain("\n", "Exception", "secret");
        assertThat(output()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "theta\\n1\\nx\\n | line 3, column theta: 'x' is not a number.",
                "theta\\n1,2\\n | line 2: 2 fields, and the header has 1.",
                "theta\\n | has no record beside its header.",
                "phi\\n1\\n | The circuit has a place for 'theta', and the points have only [phi].",
                "theta,theta\\n1,2\\n | cannot be read: ",
                "theta\\nNaN\\n | 'NaN' is not a number.",
            })
    void aBadCsvFileIsRefusedBeforeAnythingIsSubmitted(String text, String sentence) throws IOException {
        Path csv = directory.resolve("points.csv");
        Files.writeString(csv, text.replace("\\n", "\n"));
        assertThat(run("--csv", csv.toString())).isEqualTo(2);
        assertThat(err.toString().strip()).contains(sentence).doesNotContain("\n");
        assertThat(output()).doesNotExist();
    }

    @Test
    void aServerThatIsNotThereIsToldWithoutItsPassword() {
        try (LocalHub hub = hub()) {
            assertThat(runOn(hub, "--jobs", "3", "--journal", "r2dbc:postgresql://u:secret@127.0.0.1:1/d"))
                    .isEqualTo(1);
            assertThat(err.toString().strip())
                    .startsWith("The journal cannot be used: ")
                    .doesNotContain("\n", "secret");
        }
    }

    @Test
    void helpNamesAllOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--csv", "--jobs", "--sessions", "--journal", "--output", "${theta}");
    }

    @Test
    void progressIsOneLineOfFigures() {
        Progress progress = new Progress(1_200);
        progress.submitted();
        progress.ended(io.qhub.journal.EntryState.DONE);
        Progress.Watch watch = progress.watch();
        watch.saw(io.qhub.quantum.model.JobStatus.PENDING);
        assertThat(progress.line(200))
                .startsWith("[                    ]  1/1,200  submitted 1  queued 1  running 0  done 1  failed 0")
                .contains("/s  ETA ");
        watch.saw(io.qhub.quantum.model.JobStatus.RUNNING);
        assertThat(progress.line(80))
                .startsWith("1/1,200  submitted 1  queued 0  running 1")
                .hasSizeLessThanOrEqualTo(80);
        watch.leave();
        assertThat(progress.line(200)).contains("running 0");
    }
}
