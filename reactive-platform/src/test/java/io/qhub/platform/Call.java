package io.qhub.platform;

import io.qhub.core.json.HubJson;
import io.qhub.core.json.OpenEnum;
import io.qhub.core.paging.PageQuery;
import io.qhub.core.paging.Sort;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.Contract.Row;
import io.qhub.platform.model.QuantumProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One public method of a client that gives a publisher, and the operation of the contract on which it stands. */
record Call(Row row, Method method) {

    static final String FILE_NAME = "weights \u00e9.json";
    static final byte[] CONTENT = "{\"edges\":[]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    static final String TEXT = "<definitions name=\"\u00e9\"/>";

    private static final Instant MOMENT = Instant.parse("2026-05-04T08:12:31.402Z");
    private static final LocalDate DAY = LocalDate.parse("2026-05-04");
    private static final PageQuery PAGE =
            PageQuery.ofSize(5).withPage(2).sortedBy(Sort.desc("createdAt")).sortedBy(Sort.asc("name"));

    /** What is made of several calls; the rest of the methods stands on one operation each. */
    static final Set<String> CONVENIENCES = Set.of(
            "findOrCreateDataPool",
            "synchronizeDirectory",
            "watchBuild",
            "awaitBuild",
            "deployDirectory",
            "watchServiceExecution",
            "awaitServiceExecution",
            "watchServiceJob",
            "awaitServiceJob",
            "runServiceJob",
            "ensurePublished",
            "ensurePublishedInternal",
            "ensureUnpublished",
            "getGatewayAccess");

    /** All of them, in a stable order. */
    static List<Call> all() {
        return methods()
                .filter(method -> !CONVENIENCES.contains(method.getName()))
                .map(method -> new Call(row(method.getDeclaringClass(), method), method))
                .toList();
    }

    /** All public methods that give a publisher. */
    static Stream<Method> methods() {
        return Clients.all().stream()
                .flatMap(client -> Arrays.stream(client.getMethods()))
                .filter(method -> Publisher.class.isAssignableFrom(method.getReturnType()))
                .sorted(Comparator.comparing(Method::toString));
    }

    /** Only the methods that are the operations themselves, in their full form. */
    static List<Call> operations() {
        return all().stream().filter(Call::isOperation).toList();
    }

    private static Row row(Class<?> client, Method method) {
        List<Row> rows = Contract.rows().stream()
                .filter(row -> Clients.of(row) == client)
                .filter(row -> row.method().equals(method.getName()))
                .toList();
        if (rows.isEmpty()) {
            String what = stem(method.getName());
            rows = Contract.rows().stream()
                    .filter(row -> Clients.of(row) == client)
                    .filter(row -> isSource(method, row) && stem(row.method()).equals(what))
                    .toList();
        }
        if (rows.size() != 1) {
            throw new AssertionError(method + " stands on no operation: " + rows);
        }
        return rows.get(0);
    }

    private static boolean isSource(Method method, Row row) {
        return row.http().equals("GET")
                && (method.getName().startsWith("list") || row.response().matches("(binary|text).*"));
    }

    private static String stem(String name) {
        return name.replaceFirst("^(get|search|list|download|export)", "").replaceFirst("(Stream|AsText)$", "");
    }

    boolean isOperation() {
        return method.isAnnotationPresent(io.qhub.core.http.EndpointEvidence.class);
    }

    boolean writesAFile() {
        return method.getName().startsWith("download");
    }

    /** The value of a path variable, unless the test says otherwise. */
    static String id(String variable) {
        return "the " + variable;
    }

    Publisher<?> on(HubPlatformClient platform, HubUserClient user, Path directory) {
        return on(platform, user, directory, Map.of());
    }

    /**
     * Calls the method.
     *
     * @param directory where files are taken from and written to
     * @param ids values of path variables
     */
    Publisher<?> on(HubPlatformClient platform, HubUserClient user, Path directory, Map<String, String> ids) {
        Object[] arguments = Arrays.stream(method.getParameters())
                .map(parameter -> argument(parameter, directory, ids))
                .toArray();
        try {
            return (Publisher<?>) method.invoke(Clients.of(row, platform, user), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private Object argument(Parameter parameter, Path directory, Map<String, String> ids) {
        String name = parameter.getName();
        Class<?> type = parameter.getType();
        if (row.variables().contains(name) && (type == String.class || type == QuantumProvider.class)) {
            String id = ids.getOrDefault(name, id(name));
            return type == String.class ? id : QuantumProvider.of(id);
        }
        if (type == Path.class) {
            return name.equals("target") ? directory.resolve("downloaded") : directory.resolve(FILE_NAME);
        }
        if (type == Uploads.Source.class) {
            return Uploads.fromBytes(CONTENT).withFileName(FILE_NAME);
        }
        if (type == DownloadOptions.class) {
            return DownloadOptions.defaults();
        }
        if (type == PageQuery.class) {
            return PAGE;
        }
        if (type == YearMonth.class) {
            return YearMonth.of(2026, 5);
        }
        if (name.equals("workflowModel")) {
            return TEXT;
        }
        String body = row.body();
        if (body != null && type == Models.of(body)) {
            return Objects.requireNonNull(HubJson.read(HubJson.write(sent()), HubJson.type(type)));
        }
        JsonNode parameterOfQuery = parameter(name);
        if (parameterOfQuery != null) {
            return value(parameterOfQuery, type);
        }
        return record(type);
    }

    private @Nullable JsonNode parameter(String name) {
        return row.query().stream()
                .filter(each -> each.get("name").stringValue().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A query, or a request whose members travel in the query. */
    private Object record(Class<?> type) {
        try {
            RecordComponent[] components = Objects.requireNonNull(type.getRecordComponents(), type.getName());
            Object[] values = Arrays.stream(components)
                    .map(component -> component.getType() == PageQuery.class
                            ? PAGE
                            : component.getType() == Uploads.Source.class
                                    ? Uploads.fromBytes(CONTENT).withFileName(FILE_NAME)
                                    : value(
                                            Objects.requireNonNull(parameter(component.getName())),
                                            component.getType()))
                    .toArray();
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no sample of " + type, e);
        }
    }

    private static Object value(JsonNode parameter, Class<?> type) {
        String text = text(parameter);
        if (OpenEnum.class.isAssignableFrom(type)) {
            return HubJson.read(HubJson.write(text), type);
        }
        return switch (type.getSimpleName()) {
            case "String" -> text;
            case "Integer" -> Integer.valueOf(text);
            case "Boolean" -> Boolean.valueOf(text);
            case "Instant" -> Instant.parse(text);
            case "LocalDate" -> LocalDate.parse(text);
            default -> throw new AssertionError("no sample of " + type);
        };
    }

    private static String text(JsonNode parameter) {
        String name = parameter.get("name").stringValue();
        if (parameter.has("enum")) {
            return parameter.get("enum").get(0).stringValue();
        }
        return switch (parameter.get("type").stringValue()) {
            case "string" -> "the " + name + " & more";
            case "integer" -> name.equals("year") ? "2026" : name.equals("page") ? "2" : "5";
            case "boolean" -> "true";
            case "date" -> DAY.toString();
            case "date-time" -> MOMENT.toString();
            default -> throw new AssertionError("no sample of " + parameter);
        };
    }

    /** What the query holds if the method takes all parameters. */
    Map<String, List<String>> query() {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (JsonNode parameter : row.query()) {
            String name = parameter.get("name").stringValue();
            query.put(
                    name,
                    name.equals("sort")
                            ? List.of("createdAt,desc", "name,asc")
                            : List.of(name.equals("filename") ? FILE_NAME : text(parameter)));
        }
        return query;
    }

    /** The JSON body. */
    JsonNode sent() {
        String schema = Objects.requireNonNull(row.body());
        JsonNode full = Contract.full(schema);
        if (schema.equals("CreateAccessPermissionRequest")) {
            ((ObjectNode) full).remove("organizationId");
        }
        return full;
    }

    /** The path below the base URL, with the values of the variables as they are. */
    List<String> segments(Map<String, String> ids) {
        return Arrays.stream(row.path().split("/"))
                .map(segment -> segment.startsWith("{")
                        ? ids.getOrDefault(
                                segment.substring(1, segment.length() - 1),
                                id(segment.substring(1, segment.length() - 1)))
                        : segment)
                .toList();
    }

    @Override
    public String toString() {
        return row.operation() + ": "
                + method.getName()
                + Arrays.toString(Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toArray());
    }
}
