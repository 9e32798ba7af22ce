package io.qhub.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The README's Java is code that compiles, and its commands are those of the build. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final String SNIPPETS = "ReadmeSnippets.java";

    @Test
    void eachJavaBlockIsCompiledCode() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String code = squeezed(snippetsOfAllSamples());
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(8);
        assertThat(blocks).allSatisfy(block -> assertThat(code).contains(squeezed(block)));
    }

    @Test
    void theCommandsAreThoseOfTheBuild() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(Files.readString(ROOT.resolve(".ci").resolve("run"))).contains("command='mvn -B verify'");
        assertThat(readme).contains("\nmvn -B verify\n");
        assertThat(List.of("quickstart", "fan-out", "object-storage", "microservice"))
                .allSatisfy(sample -> {
                    String command = "mvn -q test-compile exec:java -pl samples/" + sample + " -am";
                    assertThat(Files.readString(Path.of("..", sample, "pom.xml")))
                            .contains(command);
                    assertThat(readme).contains("\n" + command + "\n");
                });
    }

    @Test
    void theBatchOfTheReadmeRuns() {
        CreateJobRequest request = CreateJobRequest.builder(
                        "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
                .build();
        try (LocalHub hub = LocalHub.start();
                HubQuantumClient quantum = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(hub.token())
                        .build()) {
            ReadmeSnippets snippets = new ReadmeSnippets(quantum, request);
            assertThat(snippets.runJob().block()).isEqualTo(Map.of("1", 10L));
            assertThat(snippets.batch(Flux.just(request, request, request))
                            .collectList()
                            .block())
                    .hasSize(3)
                    .allMatch(line -> line.contains("JobResult"));
        }
    }

    private static String snippetsOfAllSamples() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var samples = Files.list(Path.of(".."))) {
            for (Path tests : samples.map(sample -> sample.resolve(Path.of("src", "test", "java")))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (var files = Files.find(tests, 8, (file, attributes) -> file.endsWith(SNIPPETS))) {
                    for (Path snippets : files.toList()) {
                        all.append(Files.readString(snippets));
                    }
                }
            }
        }
        return all.toString();
    }

    // Formatting and line breaks are the formatter's business, in code and in text.
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
