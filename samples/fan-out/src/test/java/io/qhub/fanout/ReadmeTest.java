package io.qhub.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.journal.Batch;
import io.qhub.journal.EntryState;
import io.qhub.journal.JobJournal;
import io.qhub.journal.JournalDatabase;
import io.qhub.journal.NewEntry;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import reactor.core.publisher.Flux;

/** The README's Java about the journal is code that compiles and runs, and its command is that of the build. */
@Timeout(60)
class ReadmeTest {

    private static final Path ROOT_README = Path.of("..", "..", "README.md");
    private static final Path README = Path.of("README.md");
    private static final Path SNIPPETS = Path.of("src", "test", "java", "io", "qhub", "fanout", "ReadmeSnippets.java");
    private static final String COMMAND = "mvn -q test-compile exec:java -pl samples/fan-out -am";

    @TempDir
    Path directory;

    @Test
    void itsJavaIsCompiledCode() throws IOException {
        String code = squeezed(Files.readString(SNIPPETS));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT_README))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("journal.withLease"))
                .toList();
        assertThat(blocks).hasSize(1);
        assertThat(code).contains(squeezed(blocks.get(0)));
    }

    @Test
    void theCommandIsThatOfTheBuildAndTheOptionsItNamesAreThere() throws IOException {
        String readme = Files.readString(README);
        assertThat(Files.readString(Path.of("pom.xml"))).contains(COMMAND);
        assertThat(readme).contains("\n" + COMMAND + "\n");
        assertThat(Files.readString(ROOT_README)).contains("\n" + COMMAND + "\n");
        CommandLine command = new CommandLine(new FanOut(null, null, true, null));
        assertThat(Pattern.compile("`(--[a-z-]+)").matcher(readme).results().map(option -> option.group(1)))
                .isNotEmpty()
                .allSatisfy(option ->
                        assertThat(command.getCommandSpec().optionsMap()).containsKey(option));
    }

    @Test
    void theSweepOfTheReadmeRuns() {
        CreateJobRequest request = CreateJobRequest.builder(
                        "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
                .build();
        JournalDatabase database = JournalDatabase.file(directory.resolve("journal"));
        try (LocalHub hub = LocalHub.start();
                HubQuantumClient quantum = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(hub.token())
                        .build()) {
            JobJournal journal = database.journal();
            journal.createSchema().block();
            Batch batch =
                    Objects.requireNonNull(journal.openBatch("sweep-7", "d").block());
            journal.load(batch, Flux.range(0, 3).map(i -> new NewEntry(i, "key-" + i, "{}")))
                    .block();
            assertThat(new ReadmeSnippets(quantum, journal)
                            .sweep(point -> request)
                            .collectList()
                            .block())
                    .containsExactly(true, true, true);
            assertThat(journal.counts("sweep-7").block().of(EntryState.DONE)).isEqualTo(3);
            assertThat(hub.stats().jobsCreated()).isEqualTo(3);
        } finally {
            database.close().block();
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
