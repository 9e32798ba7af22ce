package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.http.EndpointEvidence;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.core.json.HubJson;
import io.qhub.core.json.OpenEnum;
import io.qhub.service.model.ServiceExecutionStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Holds every operation, schema and enumeration of the client against the contract. */
class OperationContractTest {

    private static final JsonNode CONTRACT = contract();

    private static JsonNode contract() {
        try (InputStream in = OperationContractTest.class.getResourceAsStream("/contract/service.json")) {
            return HubJson.mapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Operation<?>> operations() {
        return HubServiceClient.operations();
    }

    private static JsonNode row(Operation<?> operation) {
        return CONTRACT.get("operations")
                .valueStream()
                .filter(row -> row.get("operation").stringValue().equals(operation.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theClientHasTheOperationsOfTheContractAndNoOthers() {
        assertThat(operations().stream().map(Operation::name))
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(CONTRACT.get("operations")
                        .valueStream()
                        .map(row -> row.get("operation").stringValue())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void requestIsThatOfTheContract(Operation<?> operation) {
        JsonNode row = row(operation);
        assertThat(operation.name().substring(operation.name().lastIndexOf('.') + 1))
                .isEqualTo(camelCase(row.get("sdk").stringValue()));
        assertThat(operation.method().name()).isEqualTo(row.get("method").stringValue());
        assertThat(operation.path()).isEqualTo(row.get("path").stringValue());
        assertThat(operation.query()).isEmpty();
        assertThat(operation.headers()).isEmpty();
        assertThat(operation.isOrganizationScoped()).isFalse();
        assertThat(operation.body()).isEqualTo(row.has("body") ? JsonNode.class : null);
        assertThat(operation.isIdempotent())
                .isEqualTo(!operation.method().name().equals("POST"));
        assertThat(operation.evidence().name()).isEqualTo(row.get("evidence").stringValue());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answerIsThatOfTheContract(Operation<?> operation) {
        JsonNode response = row(operation).get("response");
        assertThat(operation.shape())
                .isEqualTo(Shape.valueOf(response.get("shape").stringValue().toUpperCase(Locale.ROOT)));
        assertThat(operation.answer())
                .isEqualTo(response.has("schema") ? model(response.get("schema").stringValue()) : null);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void evidenceIsShownOnTheMethod(Operation<?> operation) {
        String own = operation.name().substring(operation.name().lastIndexOf('.') + 1);
        List<Method> methods = Arrays.stream(ServiceExecutionsClient.class.getMethods())
                .filter(method -> method.getName().equals(own))
                .toList();
        assertThat(methods).isNotEmpty().allSatisfy(method -> assertThat(
                        Objects.requireNonNull(method.getAnnotation(EndpointEvidence.class))
                                .value())
                .isEqualTo(operation.evidence()));
    }

    // ---- Schemas ----

    static Stream<String> schemas() {
        return CONTRACT.get("schemas").propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void schemaIsThatOfTheContract(String name) {
        JsonNode schema = CONTRACT.get("schemas").get(name);
        Map<String, String> expected = new LinkedHashMap<>();
        schema.get("members")
                .properties()
                .forEach(m -> expected.put(m.getKey(), m.getValue().stringValue()));
        Map<String, String> actual = new LinkedHashMap<>();
        boolean extras = false;
        for (RecordComponent component : model(name).getRecordComponents()) {
            if (component.getName().equals("additionalProperties")) {
                extras = true;
            } else {
                actual.put(component.getName(), wire(component.getGenericType()));
            }
        }
        assertThat(actual).containsExactlyEntriesOf(expected);
        assertThat(extras).isEqualTo(schema.path("extras").asBoolean(false));
    }

    private static String wire(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return wire(list.getActualTypeArguments()[0]) + "[]";
        }
        Class<?> plain = (Class<?>) type;
        if (OpenEnum.class.isAssignableFrom(plain)) {
            return "enum " + plain.getSimpleName();
        }
        return plain == Instant.class
                ? "timestamp"
                : plain.isRecord()
                        ? plain.getSimpleName()
                        : plain.getSimpleName().toLowerCase(Locale.ROOT);
    }

    // ---- Enumerations ----

    static Stream<String> enums() {
        return CONTRACT.get("enums").propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("enums")
    void enumerationHasTheValuesOfTheContractAndKeepsOthers(String name) throws ReflectiveOperationException {
        Class<?> type = model(name);
        List<String> values = Arrays.stream(type.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == type)
                .map(field -> {
                    try {
                        return ((OpenEnum) Objects.requireNonNull(field.get(null))).value();
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(values)
                .containsExactlyElementsOf(CONTRACT.get("enums")
                        .get(name)
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList());
        Object odd = type.getMethod("of", String.class).invoke(null, "BRAND_NEW");
        assertThat(odd).hasToString("BRAND_NEW");
        assertThat(HubJson.write(odd)).isEqualTo("\"BRAND_NEW\"".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void finalStatusesAreThoseOfTheContract() {
        Set<String> finals = Set.copyOf(CONTRACT.get("finalStatuses")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList());
        CONTRACT.get("enums")
                .get("ServiceExecutionStatus")
                .valueStream()
                .map(JsonNode::stringValue)
                .forEach(value -> {
                    ServiceExecutionStatus status = ServiceExecutionStatus.of(value);
                    assertThat(status.isTerminal()).as(value).isEqualTo(finals.contains(value));
                    assertThat(status.isSuccessful()).as(value).isEqualTo(value.equals("SUCCEEDED"));
                    assertThat(status.known().name()).isEqualTo(value);
                });
        assertThat(ServiceExecutionStatus.of("SUSPENDED").isTerminal()).isFalse();
        assertThat(ServiceExecutionStatus.of("SUSPENDED").known()).isEqualTo(ServiceExecutionStatus.Known.UNRECOGNIZED);
        assertThat(ServiceExecutionStatus.of("UNRECOGNIZED").known())
                .isEqualTo(ServiceExecutionStatus.Known.UNRECOGNIZED);
    }

    private static Class<?> model(String schema) {
        try {
            return Class.forName("io.qhub.service.model." + schema);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("no record for the schema " + schema, e);
        }
    }

    private static @Nullable String camelCase(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
