package io.qhub.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.json.HubJson;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quickstart.ReadmeSnippets.OfAnApplication.Circuits;
import io.qhub.service.HubServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** The README's application runs, and its table of properties is that of the modules' metadata. */
class SpringBootTest {

    private static final String BEGIN = "<!-- spring-properties -->\n";
    private static final String END = "<!-- /spring-properties -->";
    private static final String SERVICES = "qhub.services";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Circuits.class)
    static class Application {}

    @Test
    void theApplicationOfTheReadmeRuns() {
        CreateJobRequest request = CreateJobRequest.builder(
                        "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
                .build();
        try (LocalHub hub = LocalHub.start()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Application.class)
                    .withPropertyValues(
                            "qhub.api-key=" + hub.token(),
                            "qhub.quantum.base-url=" + hub.quantumUrl(),
                            "qhub.polling.initial-delay=10ms",
                            "qhub.services.route-planner.endpoint=https://gateway.hub.test/acme/route-planner/1.2.0",
                            "qhub.services.route-planner.access-key-id=id",
                            "qhub.services.route-planner.secret-access-key=secret")
                    .run(context -> {
                        assertThat(context).hasSingleBean(HubServiceClient.class);
                        assertThat(context.getBean(Circuits.class)
                                        .counts(request)
                                        .block(Duration.ofSeconds(30)))
                                .isEqualTo(Map.of("1", 10L));
                    });
        }
    }

    @Test
    void theTableOfPropertiesIsThatOfTheMetadata() throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertThat(begin).as("the table's beginning").isNotNegative();
        assertThat(end).as("the table's end").isGreaterThan(begin);
        String table = table();

        assertThat(readme.substring(begin + BEGIN.length(), end))
                .as("README.md, between %s and %s, must be:%n%s", BEGIN.strip(), END, table)
                .isEqualTo(table);
    }

    private static String table() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        for (URL module : Collections.list(
                SpringBootTest.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            for (JsonNode property : properties(module)) {
                String name = property.path("name").stringValue();
                if (name.equals(SERVICES)) {
                    nested(property)
                            .forEach(each -> properties.put(
                                    SERVICES + ".<name>." + each.path("name").stringValue(), each));
                } else if (name.startsWith("qhub.")) {
                    properties.put(name, property);
                }
            }
        }
        StringBuilder table = new StringBuilder("| Property | Default | What it is |\n|---|---|---|\n");
        properties.forEach((name, property) -> {
            JsonNode value = property.path("defaultValue");
            table.append("| `").append(name).append("` | ");
            table.append(value.isMissingNode() ? "" : "`" + value.asString() + "` ");
            table.append("| ")
                    .append(property.path("description").stringValue())
                    .append(" |\n");
        });
        return table.toString().replace("|  |", "| |");
    }

    /** What each value of a map consists of. */
    private static JsonNode nested(JsonNode property) {
        String type = property.path("type").stringValue().replaceAll(".*,|>", "");
        URL metadata = SpringBootTest.class
                .getClassLoader()
                .getResource("META-INF/spring/configuration-metadata/" + type + ".json");
        assertThat(metadata).as(type).isNotNull();
        return properties(metadata);
    }

    private static JsonNode properties(URL metadata) {
        try (InputStream json = metadata.openStream()) {
            return HubJson.mapper().readTree(json).path("properties");
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
