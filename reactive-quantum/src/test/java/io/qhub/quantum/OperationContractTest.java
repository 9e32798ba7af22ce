package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.core.json.HubJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Holds every operation of the clients against the contract. */
class OperationContractTest {

    private static final String ORGANIZATION = "X-OrganizationId?";
    private static final Map<String, JsonNode> CONTRACT = contract();

    /** Conveniences that tell how sure the endpoint is on which they stand. */
    private static final Set<String> CONVENIENCES = Set.of("WorkloadsClient.listWorkloads");

    /** What one operation is in the clients: the constant, and the class whose methods use it. */
    record Declared(Class<?> client, Operation<?> operation) {

        @Override
        public String toString() {
            return operation.name();
        }
    }

    @Test
    void theClientsHaveTheOperationsOfTheContractAndNoOthers() {
        assertThat(declared().map(each -> each.operation().name()))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(CONTRACT.keySet());
    }

    @Test
    void theTableOfTheClientHoldsThemAll() {
        assertThat(HubQuantumClient.operations())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        declared().map(Declared::operation).toList());
    }

    @Test
    void namesFollowTheSdksNames() {
        CONTRACT.forEach((name, row) -> assertThat(name.substring(name.lastIndexOf('.') + 1))
                .isEqualTo(camelCase(row.get("sdk").stringValue())));
    }

    @ParameterizedTest
    @MethodSource("declared")
    void requestIsThatOfTheContract(Declared declared) {
        Operation<?> operation = declared.operation();
        JsonNode row = row(operation);
        JsonNode form = form(row, operation);

        assertThat(operation.method().name()).isEqualTo(row.get("method").stringValue());
        assertThat(withoutNames(operation.path()))
                .isEqualTo(withoutNames(form.get("path").stringValue()));
        assertThat(new HashSet<>(operation.variables())).hasSameSizeAs(operation.variables());
        assertThat(operation.query()).containsExactlyElementsOf(texts(row.get("query")));
        List<String> headers = texts(form.get("headers"));
        assertThat(operation.isOrganizationScoped()).isEqualTo(headers.contains(ORGANIZATION));
        assertThat(operation.headers())
                .containsExactlyInAnyOrderElementsOf(headers.stream()
                        .filter(header -> !header.equals(ORGANIZATION))
                        .map(header -> header.replace("?", ""))
                        .toList());
        assertThat(operation.body()).isEqualTo(model(row.get("body")));
        assertThat(operation.isIdempotent())
                .isEqualTo(Set.of("GET", "DELETE").contains(operation.method().name()));
    }

    @ParameterizedTest
    @MethodSource("declared")
    void answerIsThatOfTheContract(Declared declared) {
        Operation<?> operation = declared.operation();
        JsonNode response = row(operation).get("response");
        Class<?> schema = model(response.get("schema"));
        String shape = response.get("shape").stringValue();

        switch (shape) {
            case "object" -> assertAnswer(operation, Shape.OBJECT, Objects.requireNonNull(schema));
            case "array" -> assertAnswer(operation, Shape.ARRAY, Objects.requireNonNull(schema));
            case "page" -> assertAnswer(operation, Shape.PAGE, Objects.requireNonNull(schema));
            case "json" -> assertAnswer(operation, Shape.OBJECT, JsonNode.class);
            case "bytes" -> assertAnswer(operation, Shape.STREAM, null);
            case "none" -> assertAnswer(operation, Shape.NONE, null);
            case "object or none" -> {
                // An answer that may be missing can be dropped; only what is read must be of the schema.
                if (operation.shape() == Shape.NONE) {
                    assertAnswer(operation, Shape.NONE, null);
                } else {
                    assertAnswer(operation, Shape.OBJECT, Objects.requireNonNull(schema));
                }
            }
            default -> throw new AssertionError("the contract has an unknown shape: " + shape);
        }
    }

    private static void assertAnswer(Operation<?> operation, Shape shape, @Nullable Class<?> type) {
        assertThat(operation.shape()).isEqualTo(shape);
        assertThat(operation.answer()).isEqualTo(type);
    }

    @ParameterizedTest
    @MethodSource("declared")
    void evidenceIsThatOfTheContractAndIsShownOnTheMethod(Declared declared) {
        Operation<?> operation = declared.operation();
        String evidence = form(row(operation), operation).get("evidence").stringValue();
        assertThat(operation.evidence().name()).isEqualTo(evidence.replaceFirst("\\(.\\)", ""));

        List<Method> methods = methods(declared.client(), operation);
        assertThat(methods).as("public methods of the operation").isNotEmpty();
        for (Method method : methods) {
            EndpointEvidence shown = method.getAnnotation(EndpointEvidence.class);
            assertThat(shown).as("annotation of %s", method).isNotNull();
            assertThat(shown.value()).as("annotation of %s", method).isEqualTo(operation.evidence());
        }
    }

    @Test
    void evidenceIsShownOnMethodsOfOperationsOnly() {
        Set<Method> ofOperations = declared()
                .flatMap(each -> methods(each.client(), each.operation()).stream())
                .collect(Collectors.toSet());
        Set<String> others = new TreeSet<>();
        for (Class<?> client : clients()) {
            for (Method method : client.getMethods()) {
                if (method.isAnnotationPresent(EndpointEvidence.class) && !ofOperations.contains(method)) {
                    others.add(client.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertThat(others).isEqualTo(CONVENIENCES);
    }

    @Test
    void operationsThatAreOneRequestSendTheSame() {
        Map<String, Operation<?>> byName =
                declared().map(Declared::operation).collect(Collectors.toMap(Operation::name, operation -> operation));
        Map<String, String> same = new LinkedHashMap<>();
        CONTRACT.forEach((name, row) -> {
            if (row.has("sameRequestAs")) {
                same.put(name, row.get("sameRequestAs").stringValue());
            }
        });

        assertThat(same).containsEntry("quantum.sessions.cancelSession", "quantum.sessions.closeSession");
        same.forEach((name, other) -> {
            Operation<?> one = Objects.requireNonNull(byName.get(name));
            Operation<?> two = Objects.requireNonNull(byName.get(other));
            assertThat(one.method()).isEqualTo(two.method());
            assertThat(one.path()).isEqualTo(two.path());
            assertThat(one.body()).isEqualTo(two.body());
        });
    }

    // ---- The clients ----

    static Stream<Declared> declared() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.qhub.quantum").stream()
                        .map(JavaClass::getFields)
                        .flatMap(Set::stream)
                        .filter(field -> field.getRawType().isEquivalentTo(Operation.class))
                        .map(OperationContractTest::read);
    }

    private static Declared read(JavaField found) {
        assertThat(found.getModifiers()).contains(JavaModifier.STATIC, JavaModifier.FINAL);
        try {
            Field field = found.reflect();
            Operation<?> operation = (Operation) Objects.requireNonNull(field.get(null));
            return new Declared(client(field.getDeclaringClass(), operation), operation);
        } catch (IllegalAccessException e) {
            throw new AssertionError("an operation that the tests cannot see: " + found, e);
        }
    }

    // The scope declares the operations of the three classes inside it.
    private static Class<?> client(Class<?> declaring, Operation<?> operation) {
        if (declaring != ServiceExecutionScope.class) {
            return declaring;
        }
        return Stream.of(
                        ServiceExecutionScope.Jobs.class,
                        ServiceExecutionScope.Sessions.class,
                        ServiceExecutionScope.Workloads.class)
                .filter(inside -> !methods(inside, operation).isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method for " + operation));
    }

    static List<Class<?>> clients() {
        return List.of(
                BackendsClient.class,
                JobsClient.class,
                SessionsClient.class,
                WorkloadsClient.class,
                ServiceExecutionScope.Jobs.class,
                ServiceExecutionScope.Sessions.class,
                ServiceExecutionScope.Workloads.class);
    }

    private static List<Method> methods(Class<?> client, Operation<?> operation) {
        String own = operation.name().substring(operation.name().lastIndexOf('.') + 1);
        // Inside the scope the methods are named as outside of it.
        String inScope = own.equals("getServiceExecJobs") ? "searchJobs" : own.replace("ServiceExec", "");
        return Arrays.stream(client.getMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getName().equals(inScope))
                .toList();
    }

    // ---- The contract ----

    private static Map<String, JsonNode> contract() {
        try (InputStream in = OperationContractTest.class.getResourceAsStream("/contract/quantum.json")) {
            Map<String, JsonNode> rows = new LinkedHashMap<>();
            for (JsonNode row :
                    HubJson.mapper().readTree(Objects.requireNonNull(in)).get("operations")) {
                assertThat(rows.put(row.get("operation").stringValue(), row)).isNull();
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode row(Operation<?> operation) {
        return Objects.requireNonNull(CONTRACT.get(operation.name()), operation.name());
    }

    /** The form of the request that the client has chosen. */
    private static JsonNode form(JsonNode row, Operation<?> operation) {
        JsonNode other = row.get("headerForm");
        return other != null && withoutNames(other.get("path").stringValue()).equals(withoutNames(operation.path()))
                ? other
                : row;
    }

    private static String withoutNames(String template) {
        return template.replaceAll("\\{[^}]*}", "{}");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static @Nullable Class<?> model(@Nullable JsonNode schema) {
        if (schema == null) {
            return null;
        }
        try {
            return Class.forName("io.qhub.quantum.model." + schema.stringValue());
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no record for the schema " + schema, e);
        }
    }

    private static String camelCase(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
