package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.http.Evidence;
import io.qhub.core.http.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README's table of namespaces against the operations. */
class ReadmeTest {

    private static final String BEGIN = "<!-- platform-operations -->\n";
    private static final String END = "<!-- /platform-operations -->";

    @Test
    void theTableOfNamespacesIsThatOfTheOperations() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        assertThat(begin).as("the table's beginning").isNotNegative();
        assertThat(end).as("the table's end").isGreaterThan(begin);

        assertThat(readme.substring(begin + BEGIN.length(), end))
                .as("README.md, between %s and %s, must be:%n%s", BEGIN.strip(), END, table())
                .isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| namespace | verified | inferred | designed |\n|---|---|---|---|\n");
        Map<String, List<Operation<?>>> namespaces = Stream.concat(
                        HubPlatformClient.operations().stream(), HubUserClient.operations().stream())
                .collect(Collectors.groupingBy(ReadmeTest::namespace, LinkedHashMap::new, Collectors.toList()));
        namespaces.forEach((namespace, operations) -> {
            table.append("| `").append(namespace).append("()`");
            for (Evidence evidence : Evidence.values()) {
                table.append(" | ")
                        .append(operations.stream()
                                .filter(operation -> operation.evidence() == evidence)
                                .map(operation -> operation
                                        .name()
                                        .substring(operation.name().lastIndexOf('.') + 1))
                                .collect(Collectors.joining(", ")));
            }
            table.append(" |\n");
        });
        for (String api : List.of("platform", "user")) {
            List<Operation<?>> operations =
                    api.equals("platform") ? HubPlatformClient.operations() : HubUserClient.operations();
            table.append("| **")
                    .append(api)
                    .append(": ")
                    .append(operations.size())
                    .append("**");
            for (Evidence evidence : Evidence.values()) {
                table.append(" | ")
                        .append(operations.stream()
                                .filter(operation -> operation.evidence() == evidence)
                                .count());
            }
            table.append(" |\n");
        }
        return table.toString().replace(" |  |", " | |").replace(" |  |", " | |");
    }

    private static String namespace(Operation<?> operation) {
        String name = operation.name().substring(0, operation.name().lastIndexOf('.'));
        return name.replaceFirst("^platform\\.", "");
    }
}
