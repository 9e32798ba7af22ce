package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.core.json.HubJson;
import io.qhub.core.json.OpenEnum;
import io.qhub.core.paging.Page;
import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.BackendStateInfo;
import io.qhub.quantum.model.CalibrationResponse;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobStatusResponse;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.SessionStatusResponse;
import io.qhub.quantum.model.WorkloadResponse;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One exchange per operation and kind of answer: what is sent, byte by byte, and what is made of the answer. */
class ExchangeTest {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final MockWebServer SERVER = MockServers.create();
    private static @Nullable HubQuantumClient client;

    /** A full answer of each record, in the spelling of the wire. */
    private static final Map<Class<?>, String> SAMPLES = Map.of(
            Job.class,
            """
            {"id":"j-1","name":"bell \\u20ac","backend_id":"aws.ionq.forte","provider":"AWS","provider_job_id":"p-1",
             "input_params":{"a":1},"input_format":"BRAKET_OPEN_QASM_V3","tags":["t1","t2"],"status":"COMPLETED",
             "created_at":"2026-05-04T08:12:31Z","started_at":"2026-05-04T08:13:00.250Z",
             "ended_at":"2026-05-04T08:14:00Z","runtime":59750,"shots":100,"session_id":"s-1","sdk_provider":"QISKIT",
             "error_data":{"code":"E1"},"input":"OPENQASM 3;"}""",
            Session.class,
            """
            {"id":"s-1","backend_id":"iqm.garnet","provider":"IQM","status":"ACTIVE","mode":"dedicated",
             "created_at":"2026-05-04T08:12:31Z","started_at":"2026-05-04T08:13:00Z","closed_at":"2026-05-04T09:00:00Z",
             "expires_at":"2026-05-04T10:00:00Z","usage_time_millis":5000000000,"provider_id":"p-2","tags":["t"],
             "metadata":{"k":[1,2]},"sdk_provider":"PLANQK","final":false,"final_not_aborted":true}""",
            Backend.class,
            """
            {"id":"aws.ionq.forte","internal_id":"arn:1","provider":"AWS","hardware_provider":"IONQ","name":"forte",
             "display_name":"IonQ Forte","type":"QPU","technology":"TRAPPED_ION","status":"ONLINE","queue_size":7,
             "avg_queue_time":12,"updated_at":"2026-05-04T00:00:00Z","access_type":"PAY_PER_USE",
             "availability":[],"costs":[],"has_calibration":true,"free_of_charge":false}""",
            WorkloadResponse.class,
            """
            {"type":"JOB","id":"j-1","name":"n","backend_id":"b","provider":"AZURE","sdk_provider":"QISKIT",
             "status":"RUNNING","tags":["t"],"created_at":"2026-05-04T08:12:31Z","started_at":"2026-05-04T08:13:00Z",
             "ended_at":"2026-05-04T08:14:00Z","shots":3,"runtime":4,"session_id":"s","mode":"batch",
             "expires_at":"2026-05-04T10:00:00Z","closed_at":"2026-05-04T11:00:00Z","usage_time_millis":5}""",
            BackendStateInfo.class,
            """
            {"status":"PAUSED","queue_avg_time":1,"queue_size":2,"provider_token_valid":true}""",
            CalibrationResponse.class,
            """
            {"backend_id":"b","calibrated_at":"2026-05-04T08:12:31Z","calibration":{"t1":[1.5,2.5]}}""",
            JobStatusResponse.class,
            """
            {"status":"RUNNING"}""",
            SessionStatusResponse.class,
            """
            {"status":"DRAINING"}""",
            JsonNode.class,
            """
            {"counts":{"00":51,"11":49},"exact":0.10000000000000000001}""");

    /** What the Hub answers, and what comes of it. */
    enum Answered {
        /** All members. */
        FULL,
        /** The same, one byte per chunk. */
        TINY_CHUNKS,
        /** No members. */
        SPARSE,
        /** All members null. */
        NULLS,
        /** No page members, no elements. */
        EMPTY,
        /** The literal null. */
        NULL,
        /** Unknown members, and unknown values wherever a value is of an enumeration. */
        NEW,
        /** 204 and no body. */
        NO_CONTENT
    }

    record Case(Exchange exchange, Answered answered) {

        @Override
        public String toString() {
            return exchange + ": " + answered;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
        client = HubQuantumClient.builder()
                .baseUrl(SERVER.url("/quantum").toString())
                .apiKey("token-1")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(client).close();
        SERVER.close();
    }

    static Stream<Case> cases() {
        return Exchange.all().stream().flatMap(exchange -> Arrays.stream(Answered.values())
                .filter(answered -> fits(exchange.operation(), answered))
                .map(answered -> new Case(exchange, answered)));
    }

    private static boolean fits(Operation<?> operation, Answered answered) {
        boolean maybe =
                operation.shape() == Shape.NONE || operation.method().name().equals("PATCH");
        return switch (answered) {
            case NO_CONTENT -> maybe;
            case EMPTY -> isListing(operation);
            // Any JSON is an answer, null too; what a null input means is not known.
            case NULL -> operation.answer() != JsonNode.class;
            default -> true;
        };
    }

    private static boolean isListing(Operation<?> operation) {
        return operation.shape() == Shape.ARRAY || operation.shape() == Shape.PAGE;
    }

    @Test
    void noOperationIsForgotten() {
        assertThat(Exchange.all().stream().map(Exchange::operation).distinct())
                .containsExactlyInAnyOrderElementsOf(OperationContractTest.declared()
                        .map(OperationContractTest.Declared::operation)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exchange(Case each) throws InterruptedException {
        Exchange exchange = each.exchange();
        boolean organization = each.answered() != Answered.TINY_CHUNKS;
        HubQuantumClient plain = Objects.requireNonNull(client);
        HubQuantumClient caller = organization ? plain.withOrganization("acme") : plain;
        String body = body(exchange.operation(), each.answered());
        SERVER.enqueue(response(exchange.operation(), each.answered(), body));

        Publisher<?> call = exchange.call().on(caller, Exchange.EXECUTION, Exchange.ID);
        Class<? extends HubException> failure = failure(exchange.operation(), each.answered());
        if (failure == null) {
            assertThat(values(call)).isEqualTo(expected(exchange.operation(), each.answered(), body));
        } else {
            assertThatThrownBy(() -> values(call)).isInstanceOfSatisfying(failure, lost -> assertThat(lost.operation())
                    .isEqualTo(exchange.operation().name()));
        }

        RecordedRequest sent = Objects.requireNonNull(SERVER.takeRequest(10, TimeUnit.SECONDS));
        assertSent(exchange, organization, sent);
        assertThat(SERVER.takeRequest(0, TimeUnit.SECONDS)).as("second request").isNull();
    }

    private static void assertSent(Exchange exchange, boolean organization, RecordedRequest sent) {
        assertThat(sent.getRequestLine())
                .isEqualTo(exchange.operation().method() + " /quantum" + exchange.target() + " HTTP/1.1");

        boolean stream = exchange.operation().isStream();
        Set<String> names = new TreeSet<>(Set.of("accept", "accept-encoding", "host", "user-agent", "x-auth-token"));
        assertThat(sent.getHeaders().values("X-Auth-Token")).containsExactly("token-1");
        assertThat(sent.getHeaders().values("Accept")).containsExactly(stream ? "*/*" : "application/json");
        assertThat(sent.getHeaders().values("Accept-Encoding")).containsExactly(stream ? "identity" : "gzip");
        assertThat(sent.getHeaders().values("User-Agent"))
                .singleElement()
                .asString()
                .startsWith("qhub-");
        if (organization) {
            names.add("x-organizationid");
            assertThat(sent.getHeaders().values("X-OrganizationId")).containsExactly("acme");
        }
        if (exchange.execution()) {
            names.add("x-service-execution-id");
            assertThat(sent.getHeaders().values("X-Service-Execution-Id")).containsExactly(Exchange.EXECUTION);
        }
        ByteString body = sent.getBody();
        if (exchange.body() != null) {
            names.add("content-type");
            assertThat(sent.getHeaders().values("Content-Type")).containsExactly("application/json");
            assertThat(Objects.requireNonNull(body).utf8()).isEqualTo(exchange.body());
        } else {
            assertThat(body == null ? 0 : body.size()).isZero();
        }
        assertThat(sent.getHeaders().names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> !name.equals("content-length")))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    // ---- Answers ----

    private static MockResponse response(Operation<?> operation, Answered answered, String body) {
        MockResponse.Builder response = new MockResponse.Builder()
                .addHeader("Content-Type", operation.isStream() ? "application/octet-stream" : "application/json");
        if (answered == Answered.NO_CONTENT) {
            return response.code(204).build();
        }
        response.code(operation.method().name().equals("POST") && operation.answer() != null ? 201 : 200);
        return answered == Answered.TINY_CHUNKS
                ? response.chunkedBody(body, 1).build()
                : response.body(body).build();
    }

    private static String body(Operation<?> operation, Answered answered) {
        Class<?> type = operation.answer() == null ? Job.class : operation.answer();
        ObjectNode sample = (ObjectNode) HubJson.mapper().readTree(SAMPLES.get(type));
        JsonNode element =
                switch (answered) {
                    case NO_CONTENT -> JSON.nullNode();
                    case SPARSE, EMPTY -> JSON.objectNode();
                    case NULLS -> {
                        ObjectNode nulls = JSON.objectNode();
                        sample.propertyNames().forEach(nulls::putNull);
                        yield nulls;
                    }
                    case NEW ->
                        renewed(sample, type).putObject("brand_new").put("x", 1).isEmpty() ? sample : sample;
                    default -> sample;
                };
        if (answered == Answered.NULL) {
            return "null";
        }
        if (operation.shape() == Shape.ARRAY) {
            ArrayNode array = JSON.arrayNode();
            return (answered == Answered.EMPTY ? array : array.add(element)).toString();
        }
        if (operation.shape() == Shape.PAGE) {
            ObjectNode page = JSON.objectNode();
            if (answered != Answered.EMPTY) {
                page.putArray("content").add(element);
            }
            if (answered == Answered.FULL || answered == Answered.NEW) {
                page.put("page", 2).put("size", 50).put("total_elements", 101).put("total_pages", 3);
                page.put("last", true);
            }
            if (answered == Answered.NEW) {
                page.put("brand_new", true);
            }
            return page.toString();
        }
        return element.toString();
    }

    /** With values that no version knows, wherever the record has an open enumeration. */
    private static ObjectNode renewed(ObjectNode sample, Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (OpenEnum.class.isAssignableFrom(component.getType())) {
                    String name =
                            component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                    assertThat(sample.has(name))
                            .as("%s in the sample of %s", name, type)
                            .isTrue();
                    sample.put(name, "BRAND_NEW");
                }
            }
        }
        return sample;
    }

    private static @Nullable Class<? extends HubException> failure(Operation<?> operation, Answered answered) {
        boolean creates = operation == JobsClient.CREATE_JOB || operation == SessionsClient.CREATE_SESSION;
        if (creates && Set.of(Answered.SPARSE, Answered.NULLS, Answered.NULL).contains(answered)) {
            return SubmissionOutcomeUnknownException.class;
        }
        boolean mayBeMissing = operation.shape() == Shape.NONE
                || operation.shape() == Shape.STREAM
                || operation.method().name().equals("PATCH")
                || operation == BackendsClient.GET_BACKENDS;
        return answered == Answered.NULL && !mayBeMissing ? HubDecodingException.class : null;
    }

    /** What the caller gets, as JSON; of a record only the members that it has. */
    private static List<?> expected(Operation<?> operation, Answered answered, String body) {
        Class<?> type = operation.answer();
        if (operation.shape() == Shape.NONE || answered == Answered.NO_CONTENT) {
            return List.of();
        }
        if (type == null) {
            return List.of(body);
        }
        if (answered == Answered.NULL || answered == Answered.EMPTY) {
            return operation.shape() == Shape.PAGE ? List.of(List.of(), "null null null null null") : List.of();
        }
        JsonNode tree = HubJson.mapper().readTree(body);
        if (operation.name().endsWith("JobInput")) {
            return List.of(tree.toString());
        }
        JsonNode element = isListing(operation) ? tree.findPath("content").path(0) : tree;
        if (operation.shape() == Shape.ARRAY) {
            element = tree.path(0);
        }
        Object value = answered == Answered.SPARSE || answered == Answered.NULLS
                ? type == JsonNode.class ? element : "nothing in " + type.getSimpleName()
                : known((ObjectNode) element, type);
        if (operation.shape() == Shape.PAGE) {
            boolean totals = answered == Answered.FULL || answered == Answered.NEW;
            return List.of(List.of(value), totals ? "2 50 101 3 true" : "null null null null null");
        }
        return List.of(value);
    }

    private static JsonNode known(ObjectNode element, Class<?> type) {
        boolean keepsAll = !type.isRecord()
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getName().equals("additionalProperties"));
        return keepsAll ? element : element.without("brand_new");
    }

    // ---- What the caller gets ----

    private static List<?> values(Publisher<?> call) {
        List<Object> values = new ArrayList<>();
        StringBuilder bytes = new StringBuilder();
        for (Object value : Objects.requireNonNull(
                Flux.from(call).map(ExchangeTest::copied).collectList().block(WAIT))) {
            if (value instanceof byte[] part) {
                bytes.append(new String(part, StandardCharsets.ISO_8859_1));
            } else if (value instanceof Page<?> page) {
                values.add(page.content().stream().map(ExchangeTest::comparable).toList());
                values.add(Stream.of(page.page(), page.size(), page.totalElements(), page.totalPages(), page.last())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")));
            } else {
                values.add(comparable(value));
            }
        }
        if (!bytes.isEmpty()) {
            values.add(new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return values;
    }

    private static Object copied(Object value) {
        if (!(value instanceof DataBuffer buffer)) {
            return value;
        }
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Object comparable(Object value) {
        if (value instanceof JsonNode || value instanceof String) {
            return value;
        }
        return isEmpty(value)
                ? "nothing in " + value.getClass().getSimpleName()
                : HubJson.mapper().readTree(HubJson.write(value));
    }

    /** Whether every component is null, or an empty collection. */
    private static boolean isEmpty(Object record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(record);
                boolean empty = value == null
                        || value instanceof Collection<?> list && list.isEmpty()
                        || value instanceof Map<?, ?> map && map.isEmpty();
                if (!empty) {
                    return false;
                }
                boolean collection = Collection.class.isAssignableFrom(component.getType())
                        || Map.class.isAssignableFrom(component.getType());
                assertThat(value == null && collection)
                        .as("%s is a collection and null", component)
                        .isFalse();
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return true;
    }
}
