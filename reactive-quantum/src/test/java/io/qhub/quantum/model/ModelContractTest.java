package io.qhub.quantum.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.qhub.core.json.HubJson;
import io.qhub.core.json.OpenEnum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds every record and every enumeration against the contract, by reading and writing, not by looking at annotations. */
class ModelContractTest {

    private static final JsonNode CONTRACT = contract();

    private static final Map<String, Class<?>> RECORDS = records(
            Job.class,
            CreateJobRequest.class,
            JobStatusResponse.class,
            WorkloadResponse.class,
            Session.class,
            CreateSessionRequest.class,
            UpdateSessionStateRequest.class,
            SessionStatusResponse.class,
            Backend.class,
            Documentation.class,
            Configuration.class,
            Gate.class,
            Qubit.class,
            Connectivity.class,
            ShotsRange.class,
            PhotonicProperties.class,
            AvailabilityTimes.class,
            Cost.class,
            BackendStateInfo.class,
            CalibrationResponse.class);

    /** Schemas that the model does not hold: pages are the core's, error bodies become exceptions. */
    private static final Set<String> ELSEWHERE = Set.of("PageResponseJob", "PageResponseWorkloadResponse", "ErrorBody");

    /** An enumeration of the model stands for one or more of the contract, which differ only by version. */
    private static final Map<Class<? extends OpenEnum>, List<String>> ENUMS = Map.ofEntries(
            Map.entry(JobStatus.class, List.of("JobStatus")),
            Map.entry(SessionStatus.class, List.of("SessionStatus")),
            Map.entry(SessionMode.class, List.of("SessionMode")),
            Map.entry(BackendStatus.class, List.of("BackendStatus")),
            Map.entry(BackendType.class, List.of("BackendType")),
            Map.entry(BackendTechnology.class, List.of("BackendTechnology")),
            Map.entry(
                    Provider.class,
                    List.of("BackendProvider", "JobProvider", "SessionProvider", "WorkloadResponseProvider")),
            Map.entry(HardwareProvider.class, List.of("BackendHardwareProvider")),
            Map.entry(BackendAccessType.class, List.of("BackendAccessType")),
            Map.entry(
                    SdkProvider.class, List.of("JobSdkProvider", "SessionSdkProvider", "WorkloadResponseSdkProvider")),
            Map.entry(JobInputFormat.class, List.of("JobInputFormat")),
            Map.entry(ConfigurationOutputFormat.class, List.of("ConfigurationOutputFormat")),
            Map.entry(DocumentationSdk.class, List.of("DocumentationSdksItem")),
            Map.entry(CostGranularity.class, List.of("CostGranularity")),
            Map.entry(IonqGateType.class, List.of("AzureIonqCircuitItemType")),
            Map.entry(IonqGateset.class, List.of("AzureIonqGateset")),
            Map.entry(WorkloadType.class, List.of("WorkloadResponseType")));

    @Test
    void everySchemaHasARecordAndEveryEnumerationOfTheContractIsHeld() {
        Set<String> held = new LinkedHashSet<>(RECORDS.keySet());
        held.addAll(ELSEWHERE);
        assertThat(held).containsExactlyInAnyOrderElementsOf(names(CONTRACT.get("schemas")));
        assertThat(ENUMS.values().stream().flatMap(List::stream).toList())
                .containsExactlyInAnyOrderElementsOf(names(CONTRACT.get("enums")));
    }

    @Test
    void noRecordOfThePackageIsForgottenHere() {
        Set<String> known = Stream.concat(RECORDS.values().stream(), ENUMS.keySet().stream())
                .map(Class::getName)
                .collect(Collectors.toSet());
        Set<String> withoutMembers = Set.of("OpenQasm", "Perceval", "IbmPrimitive", "Raw", "Wrapped");
        assertThat(new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("io.qhub.quantum.model")
                                .stream()
                                .filter(JavaClass::isRecord)
                                .filter(type -> !withoutMembers.contains(type.getSimpleName()))
                                .filter(type -> !type.getName().startsWith(Workload.class.getName() + "$"))
                                .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void membersAreExactlyThoseOfTheContract(String schema, Class<?> type) {
        JsonNode members = members(schema);
        List<RecordComponent> components = Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getName().equals("additionalProperties"))
                .toList();
        assertThat(components).as("components of %s", type).hasSize(members.size());

        Object sparse = read(required(schema), type);
        Set<String> filled = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            for (JsonNode sample : samples(member.getValue().get("type").stringValue())) {
                ObjectNode json = required(schema);
                json.set(member.getKey(), sample);
                Object value = read(json, type);

                assertThat(written(value).get(member.getKey()))
                        .as("%s.%s written back", schema, member.getKey())
                        .isEqualTo(sample);
                RecordComponent component = changed(components, sparse, value);
                if (component != null) {
                    filled.add(component.getName());
                    assertThat(component.getName()).isEqualTo(javaName(member.getKey()));
                }
                assertThat(extras(value))
                        .as("extras of %s.%s", schema, member.getKey())
                        .isEmpty();
            }
        }
        assertThat(filled).hasSize(members.size());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void bothCasesAreRead(String schema, Class<?> type) {
        ObjectNode snake = full(schema);
        ObjectNode camel = JsonNodeFactory.instance.objectNode();
        snake.properties().forEach(member -> camel.set(camel(member.getKey()), member.getValue()));

        assertThat(read(camel, type)).isEqualTo(read(snake, type));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void olderNamesAreRead(String schema, Class<?> type) {
        JsonNode formerly = CONTRACT.get("schemas").get(schema).get("formerly");
        if (formerly == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> name : formerly.properties()) {
            ObjectNode now = full(schema);
            ObjectNode then = now.deepCopy();
            String present = name.getValue().stringValue();
            then.set(name.getKey(), then.remove(present));
            assertThat(read(then, type)).isEqualTo(read(now, type));
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void sparseAndNullAnswersAreRead(String schema, Class<?> type) {
        ObjectNode nulls = full(schema);
        for (String optional : optional(schema)) {
            nulls.putNull(optional);
        }
        Object value = read(nulls, type);

        assertThat(value).isEqualTo(read(required(schema), type));
        for (RecordComponent component : type.getRecordComponents()) {
            Object content = component(component, value);
            if (Collection.class.isAssignableFrom(component.getType())
                    || Map.class.isAssignableFrom(component.getType())) {
                assertThat(content).as(component.getName()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void unknownMembersDoNotDisturbAndAreKeptWhereTheyMatter(String schema, Class<?> type) {
        ObjectNode json = full(schema);
        json.putObject("brand_new").put("depth", 2).putNull("nothing");
        Object value = read(json, type);
        ObjectNode without = json.deepCopy();
        without.remove("brand_new");

        boolean keeps = Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getName().equals("additionalProperties"));
        assertThat(written(value)).isEqualTo(keeps ? json : without);
        assertThat(keeps)
                .isEqualTo(Set.of("Job", "Session", "Backend", "WorkloadResponse")
                                .contains(schema)
                        || CONTRACT.get("schemas").get(schema).path("extras").asBoolean(false));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void unknownEnumerationValuesLiveOn(String schema, Class<?> type) {
        for (Map.Entry<String, JsonNode> member : members(schema).properties()) {
            String declared = member.getValue().get("type").stringValue();
            if (!declared.startsWith("enum ")) {
                continue;
            }
            JsonNodeFactory json = JsonNodeFactory.instance;
            JsonNode novel = declared.endsWith("[]")
                    ? json.arrayNode().add("BRAND_NEW").add("other")
                    : json.stringNode("BRAND_NEW");
            ObjectNode answer = full(schema);
            answer.set(member.getKey(), novel);
            assertThat(written(read(answer, type)).get(member.getKey())).isEqualTo(novel);
        }
    }

    @ParameterizedTest
    @MethodSource("enums")
    void constantsAreExactlyTheValuesOfTheContract(Class<? extends OpenEnum> type, List<String> names)
            throws Exception {
        Set<String> values = new LinkedHashSet<>();
        for (String name : names) {
            CONTRACT.get("enums").get(name).forEach(value -> values.add(value.stringValue()));
        }
        List<OpenEnum> constants = constants(type);
        assertThat(constants.stream().map(OpenEnum::value)).containsExactlyInAnyOrderElementsOf(values);

        for (OpenEnum constant : constants) {
            byte[] json = HubJson.write(constant);
            assertThat(HubJson.mapper().readTree(json).stringValue()).isEqualTo(constant.value());
            assertThat(HubJson.<OpenEnum>read(json, HubJson.type(type))).isEqualTo(constant);
            assertThat(constant).hasToString(constant.value());
        }
        OpenEnum novel = HubJson.read("\"brand new\"".getBytes(), HubJson.type(type));
        assertThat(novel.value()).isEqualTo("brand new");
        OpenEnum number = HubJson.read("7".getBytes(), HubJson.type(type));
        assertThat(number.value()).isEqualTo("7");
        assertThat(HubJson.<@Nullable Object>read("null".getBytes(), HubJson.type(type)))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("enums")
    void enumerationsAreMapKeysAndListElements(Class<? extends OpenEnum> type, List<String> names) throws Exception {
        OpenEnum constant = constants(type).get(0);
        var mapType = HubJson.mapper().getTypeFactory().constructMapType(Map.class, type, Integer.class);
        byte[] map = HubJson.write(Map.of(constant, 1));
        assertThat(new String(map)).isEqualTo("{\"" + constant.value() + "\":1}");
        assertThat(HubJson.<Map<OpenEnum, Integer>>read(map, mapType)).containsOnly(Map.entry(constant, 1));

        byte[] list = HubJson.write(List.of(constant));
        assertThat(HubJson.<List<OpenEnum>>read(list, HubJson.listOf(type))).containsExactly(constant);
    }

    @Test
    void lifecyclesEndWhereTheContractSaysSo() {
        JsonNode terminal = CONTRACT.get("terminal");
        for (JsonNode value : CONTRACT.get("enums").get("JobStatus")) {
            JobStatus status = JobStatus.of(value.stringValue());
            assertThat(status.isTerminal()).as("%s", status).isEqualTo(contains(terminal.get("JobStatus"), value));
            assertThat(status.isSuccessful()).isEqualTo(status.equals(JobStatus.COMPLETED));
            assertThat(status.known().name()).isEqualTo(status.value());
        }
        for (JsonNode value : CONTRACT.get("enums").get("SessionStatus")) {
            SessionStatus status = SessionStatus.of(value.stringValue());
            assertThat(status.isTerminal()).as("%s", status).isEqualTo(contains(terminal.get("SessionStatus"), value));
            assertThat(status.isSuccessful()).isEqualTo(status.equals(SessionStatus.CLOSED));
            assertThat(status.known().name()).isEqualTo(status.value());
        }
        assertThat(JobStatus.of("PAUSED").isTerminal()).isFalse();
        assertThat(JobStatus.of("PAUSED").known()).isEqualTo(JobStatus.Known.UNRECOGNIZED);
        assertThat(JobStatus.of("UNRECOGNIZED").known()).isEqualTo(JobStatus.Known.UNRECOGNIZED);
        assertThat(SessionStatus.of("EXPIRED").isTerminal()).isFalse();
        assertThat(SessionStatus.of("EXPIRED").known()).isEqualTo(SessionStatus.Known.UNRECOGNIZED);
        assertThat(JobStatus.Known.values()).hasSize(9);
        assertThat(SessionStatus.Known.values()).hasSize(8);
    }

    static Stream<Arguments> schemas() {
        return RECORDS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    static Stream<Arguments> enums() {
        return ENUMS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    /** The contract, for other tests of this module too. */
    static JsonNode contract() {
        try (InputStream json = ModelContractTest.class.getResourceAsStream("/contract/quantum.json")) {
            return HubJson.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Class<?>> records(Class<?>... sameNamed) {
        Map<String, Class<?>> records = new TreeMap<>();
        for (Class<?> type : sameNamed) {
            records.put(type.getSimpleName(), type);
        }
        records.put("AzureIonqInput", IonqCircuit.class);
        records.put("AzureIonqCircuitItem", IonqGate.class);
        records.put("AwsInputParams", JobInputParams.Aws.class);
        records.put("QuandelaInputParams", JobInputParams.Quandela.class);
        records.put("IbmInputParams", JobInputParams.Ibm.class);
        records.put("IqmInput", JobInput.IqmCircuits.class);
        records.put("IqmInputParams", JobInputParams.Iqm.class);
        records.put("QrydInputParams", JobInputParams.Qryd.class);
        return records;
    }

    private static JsonNode members(String schema) {
        return CONTRACT.get("schemas").get(schema).get("members");
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    private static List<String> optional(String schema) {
        return members(schema).properties().stream()
                .filter(member -> member.getValue().get("optional").booleanValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static ObjectNode full(String schema) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        members(schema)
                .properties()
                .forEach(member -> json.set(
                        member.getKey(),
                        samples(member.getValue().get("type").stringValue()).get(0)));
        return json;
    }

    private static ObjectNode required(String schema) {
        ObjectNode json = full(schema);
        json.remove(optional(schema));
        return json;
    }

    /** Two values of a type, so that a member is seen to change even where it is required. */
    private static List<JsonNode> samples(String type) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (type.startsWith("map of ")) {
            return samples(type.substring("map of ".length())).stream()
                    .map(value -> (JsonNode) json.objectNode().set("key", value))
                    .toList();
        }
        if (type.endsWith("[]")) {
            List<JsonNode> elements = samples(type.substring(0, type.length() - 2));
            return List.of(
                    json.arrayNode().add(elements.get(0)).add(elements.get(1)),
                    json.arrayNode().add(elements.get(1)));
        }
        if (type.startsWith("enum ")) {
            JsonNode values = CONTRACT.get("enums").get(type.substring("enum ".length()));
            return List.of(values.get(values.size() - 1), values.size() > 1 ? values.get(0) : json.stringNode("other"));
        }
        return switch (type) {
            case "string" -> List.of(json.stringNode("text"), json.stringNode("other"));
            case "integer" -> List.of(json.numberNode(7), json.numberNode(Integer.MAX_VALUE));
            case "number" -> List.of(json.numberNode(0.07), json.numberNode(2.5));
            case "boolean" -> List.of(json.booleanNode(true), json.booleanNode(false));
            case "timestamp" ->
                List.of(json.stringNode("2026-05-04T08:12:31.402Z"), json.stringNode("2026-05-04T08:12:31Z"));
            case "json", "union JobInputParams" ->
                List.of(json.objectNode().put("free", 1), json.objectNode().put("other", true));
            case "union JobInput" -> List.of(json.objectNode().put("free", 1), json.stringNode("OPENQASM 3.0;"));
            default -> List.of(full(type), first(type));
        };
    }

    /** A record with one member. */
    private static ObjectNode first(String schema) {
        ObjectNode json = required(schema);
        Map.Entry<String, JsonNode> member =
                members(schema).properties().iterator().next();
        json.set(
                member.getKey(),
                samples(member.getValue().get("type").stringValue()).get(1));
        return json;
    }

    /** What is sent, read again so that numbers are equal by value, and without the lists that were empty all along. */
    private static JsonNode written(Object value) {
        return withoutEmpty(HubJson.mapper().readTree(HubJson.write(value)));
    }

    private static JsonNode withoutEmpty(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.forEach(ModelContractTest::withoutEmpty);
            object.removeIf(member -> member.isContainer() && member.isEmpty());
        } else {
            json.forEach(ModelContractTest::withoutEmpty);
        }
        return json;
    }

    private static Object read(JsonNode json, Class<?> type) {
        return HubJson.read(HubJson.write(json), type);
    }

    private static @Nullable RecordComponent changed(List<RecordComponent> components, Object before, Object after) {
        List<RecordComponent> changed = new ArrayList<>();
        for (RecordComponent component : components) {
            Object now = component(component, after);
            if (now == null ? component(component, before) != null : !now.equals(component(component, before))) {
                changed.add(component);
            }
        }
        assertThat(changed).hasSizeLessThanOrEqualTo(1);
        return changed.isEmpty() ? null : changed.get(0);
    }

    private static @Nullable Object component(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(component.getName(), e);
        }
    }

    private static Map<?, ?> extras(Object value) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            if (component.getName().equals("additionalProperties")) {
                return (Map<?, ?>) component(component, value);
            }
        }
        return Map.of();
    }

    private static List<OpenEnum> constants(Class<? extends OpenEnum> type) throws IllegalAccessException {
        Map<String, OpenEnum> constants = new LinkedHashMap<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getType() == type) {
                constants.put(field.getName(), (OpenEnum) field.get(null));
            }
        }
        return List.copyOf(constants.values());
    }

    /** Java's name of a member: camelCase, but for the two whose names Java keeps for itself. */
    private static String javaName(String wire) {
        return switch (wire) {
            case "final" -> "finalState";
            case "private" -> "privateJob";
            default -> camel(wire);
        };
    }

    private static String camel(String snake) {
        StringBuilder camel = new StringBuilder();
        for (String word : snake.split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
