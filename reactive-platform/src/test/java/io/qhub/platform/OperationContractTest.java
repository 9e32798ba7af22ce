package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.platform.Contract.Row;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Holds every operation of the clients against the contract. */
class OperationContractTest {

    /** The POSTs that only issue tokens or grants. */
    private static final Set<String> ISSUING = Set.of(
            "platform.applications.getAccessToken",
            "platform.authentication.authorize",
            "platform.authentication.getApplicationAccessToken",
            "platform.dataPoolGrants.createDataPoolGrant",
            "user.authentication.authorize");

    private static final Map<String, Operation<?>> OPERATIONS = Stream.concat(
                    HubPlatformClient.operations().stream(), HubUserClient.operations().stream())
            .collect(Collectors.toMap(operation -> operation.name(), Function.identity()));

    static List<Row> rows() {
        return Contract.rows();
    }

    @Test
    void theContractIsWhole() {
        assertThat(rows().stream().filter(row -> row.api().equals("platform"))).hasSize(198);
        assertThat(rows().stream().filter(row -> row.api().equals("user"))).hasSize(12);
        assertThat(rows().stream()
                        .filter(row -> row.api().equals("platform"))
                        .map(Row::namespace)
                        .distinct())
                .hasSize(24);
        assertThat(Contract.schemas()).hasSize(141);
    }

    @Test
    void theFacadesHaveTheOperationsOfTheContractInItsOrderAndNoOthers() {
        assertThat(HubPlatformClient.operations().stream().map(Operation::name))
                .containsExactlyElementsOf(rows().stream()
                        .filter(row -> row.api().equals("platform"))
                        .map(Row::operation)
                        .toList());
        assertThat(HubUserClient.operations().stream().map(Operation::name))
                .containsExactlyElementsOf(rows().stream()
                        .filter(row -> row.api().equals("user"))
                        .map(Row::operation)
                        .toList());
    }

    @Test
    void noConstantOfTheClientsIsMissingInTheFacades() {
        Set<Operation<?>> declared = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.qhub.platform").stream()
                        .map(JavaClass::getFields)
                        .flatMap(Set::stream)
                        .filter(field -> field.getRawType().isEquivalentTo(Operation.class))
                        // Private ones are other readings of the same answer.
                        .filter(field -> !field.getModifiers().contains(JavaModifier.PRIVATE))
                        .<Operation<?>>map(field -> {
                            try {
                                return (Operation<?>)
                                        Objects.requireNonNull(field.reflect().get(null));
                            } catch (IllegalAccessException e) {
                                throw new AssertionError(field.toString(), e);
                            }
                        })
                        .collect(Collectors.toSet());
        assertThat(declared).containsExactlyInAnyOrderElementsOf(OPERATIONS.values());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void requestIsThatOfTheContract(Row row) {
        Operation<?> operation = operation(row);

        assertThat(operation.method().name()).isEqualTo(row.http());
        assertThat(operation.path()).isEqualTo(row.path());
        assertThat(operation.variables()).containsExactlyElementsOf(row.variables());
        assertThat(new HashSet<>(operation.variables())).hasSameSizeAs(operation.variables());
        assertThat(operation.query())
                .containsExactlyElementsOf(row.query().stream()
                        .map(each -> each.get("name").stringValue())
                        .toList());
        assertThat(operation.headers()).isEmpty();
        assertThat(operation.isOrganizationScoped()).isEqualTo(row.scoped());
        assertThat(operation.body()).isEqualTo(body(row.body()));
        assertThat(operation.parts())
                .containsExactlyElementsOf(row.parts().stream()
                        .map(each -> each.get("name").stringValue())
                        .toList());
        assertThat(operation.isIdempotent()).isEqualTo(!row.http().equals("POST") || ISSUING.contains(row.operation()));
    }

    private static @Nullable Class<?> body(@Nullable String schema) {
        return schema == null ? null : schema.equals("text/plain") ? String.class : Models.of(schema);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answerIsThatOfTheContract(Row row) {
        String response = row.response();
        if (response.isEmpty()) {
            assertAnswer(row, Shape.NONE, null);
        } else if (response.startsWith("binary")) {
            assertAnswer(row, Shape.STREAM, null);
        } else if (response.startsWith("text")) {
            assertAnswer(row, Shape.TEXT, String.class);
        } else if (response.startsWith("JSON")) {
            assertAnswer(row, Shape.OBJECT, JsonNode.class);
        } else if (response.startsWith("PageResponse<")) {
            assertAnswer(
                    row, Shape.PAGE, Models.of(response.substring("PageResponse<".length(), response.length() - 1)));
        } else if (response.endsWith("[]")) {
            assertAnswer(row, Shape.ARRAY, Models.of(response.substring(0, response.length() - 2)));
        } else {
            assertAnswer(row, Shape.OBJECT, Models.of(response));
        }
    }

    private static void assertAnswer(Row row, Shape shape, @Nullable Class<?> type) {
        assertThat(operation(row).shape()).isEqualTo(shape);
        assertThat(operation(row).answer()).isEqualTo(type);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void evidenceIsThatOfTheContractAndIsShownOnTheMethod(Row row) {
        Operation<?> operation = operation(row);
        assertThat(operation.evidence().name()).isEqualTo(row.evidence());

        List<EndpointEvidence> shown = Arrays.stream(Clients.of(row).getMethods())
                .filter(method -> method.getName().equals(row.method()))
                .map(method -> method.getAnnotation(EndpointEvidence.class))
                .filter(Objects::nonNull)
                .toList();
        assertThat(shown).as("methods that show their evidence").hasSize(1);
        assertThat(shown.get(0).value()).isEqualTo(operation.evidence());
        if (!row.evidence().equals("VERIFIED")) {
            assertThat(shown.get(0).note()).as("why").isNotBlank();
        }
    }

    @Test
    void evidenceIsShownOnMethodsOfOperationsOnly() {
        Set<String> others = new TreeSet<>();
        Set<String> known = rows().stream()
                .map(row -> Clients.of(row).getSimpleName() + "." + row.method())
                .collect(Collectors.toSet());
        for (Class<?> client : Clients.all()) {
            for (Method method : client.getMethods()) {
                String name = client.getSimpleName() + "." + method.getName();
                if (method.isAnnotationPresent(EndpointEvidence.class) && !known.contains(name)) {
                    others.add(name);
                }
            }
        }
        assertThat(others).isEmpty();
    }

    @Test
    void everyListingHasAnItemByItemForm() {
        for (Row row : rows()) {
            if (row.response().endsWith("[]") || row.response().startsWith("PageResponse")) {
                String name = "list" + row.method().replaceFirst("^(get|search)", "");
                assertThat(Arrays.stream(Clients.of(row).getMethods()).map(Method::getName))
                        .as(row.operation())
                        .contains(name);
            }
        }
    }

    private static Operation<?> operation(Row row) {
        return Objects.requireNonNull(OPERATIONS.get(row.operation()), row.operation());
    }
}
