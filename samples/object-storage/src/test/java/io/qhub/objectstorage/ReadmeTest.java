package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The Java of the READMEs is code that compiles and runs, and their command is that of the build. */
class ReadmeTest extends StoreTest {

    private static final Path ROOT_README = Path.of("..", "..", "README.md");
    private static final Path README = Path.of("README.md");
    private static final Path SNIPPETS =
            Path.of("src", "test", "java", "io", "qhub", "objectstorage", "ReadmeSnippets.java");
    private static final String COMMAND = "mvn -q test-compile exec:java -pl samples/object-storage -am";

    @Test
    void eachJavaBlockIsCompiledCode() throws IOException {
        String code = squeezed(Files.readString(SNIPPETS));
        List<String> own = blocks(Files.readString(README));
        assertThat(own).hasSize(3);
        assertThat(own).allSatisfy(block -> assertThat(code).contains(squeezed(block)));
        // The others of the main one are checked where their code is.
        assertThat(blocks(Files.readString(ROOT_README)).stream().filter(block -> block.contains("ObjectStore")))
                .hasSize(1)
                .allSatisfy(block -> assertThat(code).contains(squeezed(block)));
    }

    @Test
    void theCommandIsThatOfTheBuildAndItsOptionsAreAllThere() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).contains(COMMAND);
        assertThat(Files.readString(README)).contains("\n" + COMMAND + "\n");
        assertThat(Files.readString(ROOT_README)).contains("\n" + COMMAND + "\n");
        String readme = Files.readString(README);
        assertThat(new CommandLine(new ObjectStorage(null))
                        .getCommandSpec()
                        .optionsMap()
                        .keySet())
                .filteredOn(option -> option.startsWith("--"))
                .filteredOn(option -> !List.of("--help", "--version").contains(option))
                .allSatisfy(option -> assertThat(readme).contains("`" + option));
    }

    @Test
    void theRelayOfTheReadmeRuns() {
        CreateJobRequest request = CreateJobRequest.builder(
                        "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
                .build();
        try (LocalHub hub = LocalHub.start();
                HubQuantumClient quantum = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(hub.token())
                        .build()) {
            String id = quantum.jobs().createJob(request).block(PATIENCE).id();
            StoredObject stored = new ReadmeSnippets(quantum, client).relay(id).block(PATIENCE);
            assertThat(stored.sha256()).isEqualTo(hub.resultSha256(id));
            assertThat(keys()).containsExactly("jobs/" + id + ".json");
        }
        StoredObject known =
                ReadmeSnippets.known(store().build(), random(100), 100).block(PATIENCE);
        assertThat(known.bytes()).isEqualTo(100);
    }

    private static List<String> blocks(String readme) {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    // Formatting and line breaks are the formatter's business, in code and in text.
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
