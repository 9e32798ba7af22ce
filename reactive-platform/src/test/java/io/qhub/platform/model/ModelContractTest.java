package io.qhub.platform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qhub.core.json.HubJson;
import io.qhub.core.json.OpenEnum;
import io.qhub.core.paging.Page;
import io.qhub.platform.Contract;
import io.qhub.platform.Contract.Row;
import io.qhub.platform.Models;
import io.qhub.platform.model.datapools.DataPoolDto;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.platform.model.datapools.UpdateDataPoolRequest;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Holds all 141 schemas of the contract against the model, member by member. */
class ModelContractTest {

    /** Schemas that have no type of their own here, and what stands for them. */
    private static final Map<String, String> COVERED = Map.ofEntries(
            Map.entry("PageResponse<T>", "Page of core"),
            Map.entry("SpringPage<T>", "Page of core"),
            Map.entry("PageDataPoolDto", "Page of core"),
            Map.entry("PageableObject", "Page of core, without it"),
            Map.entry("SortObject", "Page of core, without it"),
            Map.entry("ErrorBody", "the exceptions of core"),
            Map.entry("DataPoolDto2024", "DataPoolDto"),
            Map.entry("UpdateDataPoolRequest2024", "UpdateDataPoolRequest"),
            Map.entry("FileDto", "DataPoolFileDto"),
            Map.entry("DataSourceDescriptorDto", "DataPoolFileDto"),
            Map.entry("CreateMarketplaceSubscriptionRequest", "CreateSubscriptionRequest"),
            Map.entry("CreateInternalSubscriptionRequest", "CreateSubscriptionRequest"),
            Map.entry("UpdateResourceConfigurationRequest", "ResourceConfiguration"),
            Map.entry("DataPoolReference", "a member of requests to the service gateway"));

    private static final Set<String> UNIONS = Set.of("AuthorizeResponse", "ServiceSource", "ResourceConfiguration");

    /** Members whose schema has only a text, and which are read as what the text says. */
    private static final Map<String, Class<?>> MORE_THAN_TEXT = Map.of(
            "AccessToken.expiresAt", Instant.class,
            "CpuConfiguration.unit", ResourceUnit.class,
            "MemoryConfiguration.unit", ResourceUnit.class);

    /** Values of older versions of the Hub, which the contract tells in its notes. */
    private static final Map<String, List<String>> OLDER_VALUES = Map.of(
            "BuildStatus", List.of("QUEUED", "FAILED", "CANCELLED"),
            "ServiceLifecycle", List.of("CREATING"));

    /** Members that the contract calls optional and its notes required, or the other way round. */
    private static final Set<String> REQUIRED_BY_NOTE =
            Set.of("CreateApplicationRequest.name", "ServiceDefinitionCommand.type");

    private static final Set<String> SENT = reachable(true);
    private static final Set<String> RECEIVED = reachable(false);

    static List<String> records() {
        return Contract.schemas().keySet().stream()
                .filter(schema -> !COVERED.containsKey(schema) && !UNIONS.contains(schema))
                .toList();
    }

    static List<String> answers() {
        return records().stream().filter(RECEIVED::contains).toList();
    }

    static List<String> requests() {
        return records().stream()
                .filter(schema -> SENT.contains(schema) && !RECEIVED.contains(schema))
                .toList();
    }

    static List<Class<?>> enums() {
        return Models.all().values().stream()
                .filter(OpenEnum.class::isAssignableFrom)
                .<Class<?>>map(type -> type)
                .toList();
    }

    @Test
    void everySchemaHasATypeOrIsCoveredAndThereAreNoOtherTypes() {
        Set<String> types = Models.all().entrySet().stream()
                .filter(entry -> !OpenEnum.class.isAssignableFrom(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> wanted = new TreeSet<>(Contract.schemas().keySet());
        wanted.removeAll(COVERED.keySet());

        assertThat(types).isEqualTo(wanted);
        assertThat(COVERED.keySet()).isSubsetOf(Contract.schemas().keySet());
        assertThat(wanted.size() + COVERED.size()).isEqualTo(141);
    }

    @ParameterizedTest
    @MethodSource("records")
    void membersAreExactlyThoseOfTheContractInItsOrder(String schema) {
        Class<?> type = Models.of(schema);
        assertThat(components(type).stream().map(ModelContractTest::wireName))
                .containsExactlyElementsOf(names(members(schema)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void membersHaveTheTypesOfTheContract(String schema) {
        for (RecordComponent component : components(Models.of(schema))) {
            String wire = wireName(component);
            JsonNode declared = members(schema).get(wire);
            String contractType = declared.get("type").stringValue();
            Type actual = component.getGenericType();
            Class<?> more = MORE_THAN_TEXT.get(schema + "." + wire);
            if (more != null) {
                assertThat(actual).as(wire).isEqualTo(more);
                continue;
            }
            if (contractType.endsWith("[]")) {
                assertThat(component.getType()).as(wire).isEqualTo(List.class);
                actual = ((ParameterizedType) actual).getActualTypeArguments()[0];
                contractType = contractType.substring(0, contractType.length() - 2);
            }
            if (contractType.equals("map<string,string>")) {
                assertThat(actual.getTypeName()).isEqualTo("java.util.Map<java.lang.String, java.lang.String>");
                continue;
            }
            Class<?> element = (Class<?>) actual;
            if (!declared.path("enum").isEmpty()) {
                assertThat(OpenEnum.class).as(wire).isAssignableFrom(element);
                assertThat(constants(element).stream().map(OpenEnum::value))
                        .as(wire)
                        .containsAll(texts(declared.get("enum")));
            } else {
                assertThat(element).as(wire).isIn(javaTypes(contractType));
            }
        }
    }

    private static List<Class<?>> javaTypes(String contractType) {
        return switch (contractType) {
            case "string", "string(uuid)", "string(jwt)" -> List.of(String.class);
            case "string(date-time)" -> List.of(Instant.class);
            case "string(date)" -> List.of(LocalDate.class);
            case "integer" -> List.of(Integer.class, Long.class);
            case "integer(int64)" -> List.of(Long.class);
            case "number" -> List.of(BigDecimal.class, Double.class);
            case "boolean" -> List.of(Boolean.class);
            case "JSON value" -> List.of(JsonNode.class);
            case "FileSource | RegistrySource" -> List.of(ServiceSource.class);
            default -> List.of(Models.of(contractType));
        };
    }

    @Test
    void amountsOfMoneyAreExact() {
        for (String schema : records()) {
            for (RecordComponent component : components(Models.of(schema))) {
                String name = component.getName();
                if (component.getType() == Double.class) {
                    assertThat(name)
                            .as(schema)
                            .doesNotContainIgnoringCase("amount")
                            .doesNotContainIgnoringCase("price");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatIsReceivedMayLackEverything(String schema) {
        Class<?> type = Models.of(schema);
        Object empty = HubJson.read("{}".getBytes(), type);
        for (RecordComponent component : components(type)) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Object value = value(component, empty);
            if (nullable) {
                assertThat(value).as(component.getName()).isNull();
            } else {
                assertThat(component.getType()).as(component.getName()).isIn(List.class, Map.class);
                assertThat(value).as(component.getName()).isIn(List.of(), Map.of());
            }
        }
        ObjectNode nulls = JsonNodeFactory.instance.objectNode();
        names(members(schema)).forEach(nulls::putNull);
        assertThat(HubJson.<Object>read(HubJson.write(nulls), HubJson.type(type)))
                .isEqualTo(empty);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void whatIsSentNeedsWhatTheContractRequires(String schema) {
        Class<?> type = Models.of(schema);
        for (RecordComponent component : components(type)) {
            String wire = wireName(component);
            boolean required = members(schema).get(wire).get("required").booleanValue()
                    || REQUIRED_BY_NOTE.contains(schema + "." + wire);
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (required) {
                assertThat(nullable).as(wire).isFalse();
                if (component.getType() != List.class) {
                    ObjectNode without = sample(schema).deepCopy();
                    without.remove(wire);
                    assertThatThrownBy(() -> HubJson.read(HubJson.write(without), type))
                            .as(wire)
                            .rootCause()
                            .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                            .hasMessageContaining(component.getName());
                }
            } else {
                assertThat(nullable || component.getType() == List.class)
                        .as(wire)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void aFullValueIsReadAndWrittenWithoutLoss(String schema) {
        ObjectNode full = sample(schema);
        Object value = HubJson.read(HubJson.write(full), Models.of(schema));
        JsonNode written = HubJson.mapper().readTree(HubJson.write(value));

        assertThat(written).isEqualTo(full);
        for (RecordComponent component : components(Models.of(schema))) {
            if (full.has(wireName(component))) {
                assertThat(value(component, value)).as(component.getName()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("answers")
    void snakeCaseIsReadToo(String schema) {
        ObjectNode full = sample(schema);
        ObjectNode snake = JsonNodeFactory.instance.objectNode();
        full.properties()
                .forEach(member -> snake.set(
                        member.getKey()
                                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                                .toLowerCase(java.util.Locale.ROOT),
                        member.getValue()));
        Class<?> type = Models.of(schema);

        assertThat(HubJson.<Object>read(HubJson.write(snake), HubJson.type(type)))
                .isEqualTo(HubJson.<Object>read(HubJson.write(full), HubJson.type(type)));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void unknownMembersAndValuesDoNotDisturb(String schema) {
        JsonNode surprising = Contract.surprising(schema);
        Class<?> type = Models.of(schema);
        Object value = HubJson.readLenient(HubJson.write(surprising), type);
        JsonNode written = HubJson.mapper().readTree(HubJson.write(value));

        for (Map.Entry<String, JsonNode> member : members(schema).properties()) {
            JsonNode values = member.getValue().path("enum");
            if (!values.isEmpty() && !schema.endsWith("Configuration")) {
                assertThat(written.get(member.getKey())).as(member.getKey()).isEqualTo(surprising.get(member.getKey()));
            }
        }
        boolean keeps = Set.of("DataPoolDto", "DataPoolFileDto").contains(schema);
        assertThat(written.has("brandNew")).isEqualTo(keeps);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aMemberOfTheWrongTypeIsLostAlone(String schema) {
        Class<?> type = Models.of(schema);
        for (Map.Entry<String, JsonNode> member : members(schema).properties()) {
            if (member.getValue().get("type").stringValue().equals("JSON value")) {
                continue;
            }
            ObjectNode odd = sample(schema);
            if (!odd.has(member.getKey())) {
                continue;
            }
            boolean text = odd.get(member.getKey()).isString();
            odd.set(
                    member.getKey(),
                    text
                            ? JsonNodeFactory.instance.arrayNode().add(JsonNodeFactory.instance.arrayNode())
                            : JsonNodeFactory.instance.stringNode("no such thing"));
            ObjectNode without = sample(schema);
            without.remove(member.getKey());

            assertThat(HubJson.<Object>readLenient(HubJson.write(odd), HubJson.type(type)))
                    .as(member.getKey())
                    .isEqualTo(HubJson.<Object>read(HubJson.write(without), HubJson.type(type)));
        }
    }

    @ParameterizedTest
    @MethodSource("enums")
    void constantsAreExactlyTheValuesOfTheContract(Class<?> type) {
        Set<String> wanted = new LinkedHashSet<>(OLDER_VALUES.getOrDefault(type.getSimpleName(), List.of()));
        for (String schema : records()) {
            for (RecordComponent component : components(Models.of(schema))) {
                if (component.getGenericType().getTypeName().contains(type.getName())) {
                    wanted.addAll(texts(members(schema).get(wireName(component)).path("enum")));
                }
            }
        }
        wanted.addAll(MODEL_ELSEWHERE.getOrDefault(type.getSimpleName(), List.of()));
        List<OpenEnum> constants = constants(type);

        assertThat(constants.stream().map(OpenEnum::value)).containsExactlyInAnyOrderElementsOf(wanted);
        for (OpenEnum constant : constants) {
            byte[] json = HubJson.write(constant);
            assertThat(HubJson.mapper().readTree(json).stringValue()).isEqualTo(constant.value());
            assertThat(HubJson.<Object>read(json, HubJson.type(type))).isEqualTo(constant);
            assertThat(constant).hasToString(constant.value());
        }
        OpenEnum novel = (OpenEnum) HubJson.<Object>read("\"brand new\"".getBytes(), HubJson.type(type));
        assertThat(novel.value()).isEqualTo("brand new");
    }

    /** Values that stand in the queries of operations, or in the members of a union. */
    private static final Map<String, List<String>> MODEL_ELSEWHERE = elsewhere();

    private static Map<String, List<String>> elsewhere() {
        Map<String, List<String>> values = new HashMap<>();
        Map<String, String> queries = Map.of(
                "get_cost_report.groupBy", "CostGrouping",
                "export_cost_report.format", "ReportFormat",
                "get_quantum_workload_costs.groupBy", "WorkloadCostGrouping",
                "create_managed_service.runtime", "RuntimeType",
                "create_external_service.securityConfiguration", "SecurityConfiguration");
        for (Row row : Contract.rows()) {
            for (JsonNode parameter : row.query()) {
                String type = queries.get(row.json().get("op").stringValue() + "."
                        + parameter.get("name").stringValue());
                if (type != null) {
                    values.put(type, texts(parameter.get("enum")));
                }
            }
        }
        values.put(
                "ResourceUnit",
                texts(members("UpdateResourceConfigurationRequest").get("unit").get("enum")));
        return values;
    }

    @Test
    void lifecyclesEndWhereTheContractSaysSo() {
        Map<String, Boolean> builds = new TreeMap<>();
        constants(BuildStatus.class).forEach(each -> builds.put(each.value(), ((BuildStatus) each).isTerminal()));
        assertThat(builds)
                .isEqualTo(new TreeMap<>(Map.of(
                        "WORKING",
                        false,
                        "QUEUED",
                        false,
                        "SUCCESS",
                        true,
                        "FAILURE",
                        true,
                        "FAILED",
                        true,
                        "CANCELLED",
                        true)));
        Map<String, Boolean> executions = new TreeMap<>();
        constants(ExecutionStatus.class)
                .forEach(each -> executions.put(each.value(), ((ExecutionStatus) each).isTerminal()));
        assertThat(executions)
                .isEqualTo(new TreeMap<>(Map.of(
                        "UNKNOWN",
                        false,
                        "PENDING",
                        false,
                        "RUNNING",
                        false,
                        "SUCCEEDED",
                        true,
                        "FAILED",
                        true,
                        "CANCELLED",
                        true)));
        for (OpenEnum each : constants(BuildStatus.class)) {
            BuildStatus status = (BuildStatus) each;
            assertThat(status.isSuccessful()).isEqualTo(status.equals(BuildStatus.SUCCESS));
            assertThat(status.known().name()).isEqualTo(status.value());
        }
        for (OpenEnum each : constants(ExecutionStatus.class)) {
            ExecutionStatus status = (ExecutionStatus) each;
            assertThat(status.isSuccessful()).isEqualTo(status.equals(ExecutionStatus.SUCCEEDED));
            assertThat(status.known().name()).isEqualTo(status.value());
        }
        assertThat(BuildStatus.of("PAUSED").isTerminal()).isFalse();
        assertThat(BuildStatus.of("PAUSED").known()).isEqualTo(BuildStatus.Known.UNRECOGNIZED);
        assertThat(ExecutionStatus.of("UNRECOGNIZED").known()).isEqualTo(ExecutionStatus.Known.UNRECOGNIZED);
    }

    // ---- What is covered by another type

    @Test
    void pagesOfAllVersionsAreReadByOneType() {
        ObjectNode newer = JsonNodeFactory.instance.objectNode();
        newer.putArray("content").add(Contract.full("DataPoolDto"));
        newer.put("page", 2).put("size", 5).put("totalElements", 11L).put("totalPages", 3);
        ObjectNode older = (ObjectNode) Contract.full("PageDataPoolDto");
        older.put("number", 2)
                .put("size", 5)
                .put("totalElements", 11L)
                .put("totalPages", 3)
                .put("last", true);
        JavaType page = HubJson.mapper().getTypeFactory().constructParametricType(Page.class, DataPoolDto.class);

        Page<DataPoolDto> fromNewer = HubJson.read(HubJson.write(newer), page);
        Page<DataPoolDto> fromOlder = HubJson.read(HubJson.write(older), page);

        assertThat(fromNewer.page()).isEqualTo(2);
        assertThat(fromOlder)
                .isEqualTo(
                        new Page<>(fromNewer.content(), 2, 5, fromNewer.totalElements(), fromNewer.totalPages(), true));
        assertThat(fromNewer.content()).hasSize(1);
        for (String wrapper : List.of("PageResponse<T>", "SpringPage<T>", "PageDataPoolDto")) {
            assertThat(names(members(wrapper))).contains("content", "size", "totalElements", "totalPages");
        }
    }

    @Test
    void theDataPoolOf2024IsReadByTheOneOfToday() {
        ObjectNode older = (ObjectNode) Contract.full("DataPoolDto2024");
        DataPoolDto pool = HubJson.read(HubJson.write(older), DataPoolDto.class);

        assertThat(pool.id()).isEqualTo("text of id");
        assertThat(pool.currentUserPermission()).isEqualTo(Role.OWNER);
        Set<String> more = new TreeSet<>(names(members("DataPoolDto2024")));
        more.removeAll(names(members("DataPoolDto")));
        assertThat(pool.additionalProperties().keySet()).isEqualTo(more);
        assertThat(names(members("UpdateDataPoolRequest2024")))
                .containsAll(components(UpdateDataPoolRequest.class).stream()
                        .map(ModelContractTest::wireName)
                        .toList());
    }

    @Test
    void filesAndDataSourcesOf2024AreReadAsFilesOfADataPool() {
        for (String older : List.of("FileDto", "DataSourceDescriptorDto")) {
            DataPoolFileDto file = HubJson.read(HubJson.write(Contract.full(older)), DataPoolFileDto.class);
            assertThat(file.id()).isEqualTo("text of id");
            assertThat(file.name()).isEqualTo("text of name");
            Set<String> more = new TreeSet<>(names(members(older)));
            more.removeAll(names(members("DataPoolFileDto")));
            assertThat(file.additionalProperties().keySet()).isEqualTo(more);
        }
    }

    @Test
    void olderSpellingsAreRead() {
        assertThat(HubJson.read("{\"implementedAlgorithm\":\"a-1\"}".getBytes(), ImplementationDto.class)
                        .implementedAlgorithmId())
                .isEqualTo("a-1");
        var grant = HubJson.read(
                "{\"token\":\"t-1\",\"dataPoolId\":\"p-1\"}".getBytes(),
                io.qhub.platform.model.datapoolgrants.DataPoolGrantDto.class);
        assertThat(grant.grant()).isEqualTo("t-1");
        assertThat(grant.datapoolId()).isEqualTo("p-1");
        assertThat(HubJson.read(
                                "{\"dataPoolId\":\"p-1\"}".getBytes(),
                                io.qhub.platform.model.datapoolshares.DataPoolShareDto.class)
                        .datapoolId())
                .isEqualTo("p-1");
        assertThat(HubJson.read("{\"imageUrl\":\"u\"}".getBytes(), SketchDto.class)
                        .imageURL())
                .isEqualTo("u");
    }

    // ---- Unions

    @Test
    void principalsAreToldApartByTheirMembers() {
        assertThat(union("AuthorizeResponse", "PersonalAccessTokenPrincipal"))
                .isInstanceOf(PersonalAccessTokenPrincipal.class);
        assertThat(union("AuthorizeResponse", "ServiceExecutionTokenPrincipal"))
                .isInstanceOf(ServiceExecutionTokenPrincipal.class);
        assertThat(union("AuthorizeResponse", "AuthPrincipal"))
                .isInstanceOfSatisfying(AuthPrincipal.class, older -> assertThat(older.accessToken())
                        .isEqualTo("text of accessToken"));
        assertThat(HubJson.read("{\"serviceProvider\":{\"id\":\"u-1\"},\"new\":1}".getBytes(), AuthorizeResponse.class))
                .isInstanceOf(ServiceExecutionTokenPrincipal.class);
        assertThat(HubJson.read("{}".getBytes(), AuthorizeResponse.class))
                .isInstanceOf(PersonalAccessTokenPrincipal.class);
        // An odd member is lost alone here too.
        assertThat(HubJson.readLenient("{\"id\":\"u-1\",\"accessToken\":\"odd\"}".getBytes(), AuthorizeResponse.class))
                .isEqualTo(new PersonalAccessTokenPrincipal("u-1", null, null, List.of()));
    }

    @Test
    void sourcesAndResourcesAreToldApart() {
        assertThat(union("ServiceSource", "FileSource")).isInstanceOf(FileSource.class);
        assertThat(union("ServiceSource", "RegistrySource")).isInstanceOf(RegistrySource.class);
        assertThat(union("ResourceConfiguration", "CpuConfiguration"))
                .isEqualTo(new CpuConfiguration(ResourceType.CPU, 7, ResourceUnit.of("text of unit")));
        assertThat(union("ResourceConfiguration", "MemoryConfiguration")).isInstanceOf(MemoryConfiguration.class);
        assertThat(union("ResourceConfiguration", "GpuConfiguration"))
                .isEqualTo(new GpuConfiguration(ResourceType.GPU, 7, GpuAccelerator.NONE));
        String novel = "{\"type\":\"qpu\",\"amount\":1}";
        ResourceConfiguration other = HubJson.read(novel.getBytes(), ResourceConfiguration.class);
        assertThat(other.type()).isEqualTo(ResourceType.of("qpu"));
        assertThat(new String(HubJson.write(other))).isEqualTo(novel);

        ServiceDefinitionDto version = HubJson.readLenient("""
                {"configurations":[{"type":"cpu","amount":500,"unit":"m"},"odd",null,
                 {"type":"memory","amount":"odd"},{"type":"qpu"}],"source":{"type":"x","image":"i"}}
                """.getBytes(), ServiceDefinitionDto.class);
        assertThat(version.configurations())
                .containsExactly(
                        CpuConfiguration.ofMilliCpus(500),
                        new MemoryConfiguration(ResourceType.MEMORY, null, null),
                        ResourceConfiguration.of(HubJson.mapper().readTree("{\"type\":\"qpu\"}")));
        assertThat(version.source()).isInstanceOf(RegistrySource.class);
    }

    @Test
    void resourcesAreSentAsTheHubWantsThem() {
        assertThat(new String(HubJson.write(CpuConfiguration.ofMilliCpus(500))))
                .isEqualTo("{\"type\":\"cpu\",\"amount\":500,\"unit\":\"m\"}");
        assertThat(new String(HubJson.write(MemoryConfiguration.ofMegabytes(2048))))
                .isEqualTo("{\"type\":\"memory\",\"amount\":2048,\"unit\":\"M\"}");
        assertThat(new String(HubJson.write(GpuConfiguration.of(1, GpuAccelerator.NVIDIA_TESLA_T4))))
                .isEqualTo("{\"type\":\"gpu\",\"amount\":1,\"accelerator\":\"NVIDIA_TESLA_T4\"}");
    }

    private static Object union(String union, String member) {
        return Objects.requireNonNull(
                HubJson.read(HubJson.write(Contract.full(member)), HubJson.type(Models.of(union))));
    }

    // ---- The contract

    private static Set<String> reachable(boolean sent) {
        Set<String> found = new LinkedHashSet<>();
        for (Row row : Contract.rows()) {
            String root = sent ? row.body() : row.response();
            if (root != null) {
                reach(root, found);
            }
        }
        return found;
    }

    private static void reach(String type, Set<String> found) {
        for (String name : type.split("[^A-Za-z0-9]+")) {
            List<String> parts =
                    switch (name) {
                        case "AuthorizeResponse" ->
                            List.of("PersonalAccessTokenPrincipal", "ServiceExecutionTokenPrincipal", "AuthPrincipal");
                        case "UpdateResourceConfigurationRequest" ->
                            List.of("CpuConfiguration", "MemoryConfiguration", "GpuConfiguration");
                        default -> List.of();
                    };
            if (Contract.schemas().containsKey(name) && found.add(name)) {
                members(name).forEach(member -> reach(member.get("type").stringValue(), found));
                parts.forEach(part -> reach(part, found));
            }
        }
    }

    private static JsonNode members(String schema) {
        return Objects.requireNonNull(Contract.schemas().get(schema), schema);
    }

    private static ObjectNode sample(String schema) {
        ObjectNode full = (ObjectNode) Contract.full(schema);
        if (schema.equals("CreateAccessPermissionRequest")) {
            full.remove("organizationId");
        }
        return full;
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    private static List<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getName().equals("additionalProperties"))
                .toList();
    }

    private static String wireName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? component.getName() : named.value();
    }

    private static @Nullable Object value(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(component.getName(), e);
        }
    }

    private static List<OpenEnum> constants(Class<?> type) {
        List<OpenEnum> constants = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && Modifier.isStatic(field.getModifiers())
                    && field.getType() == type) {
                try {
                    constants.add((OpenEnum) Objects.requireNonNull(field.get(null)));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(field.toString(), e);
                }
            }
        }
        return constants;
    }
}
