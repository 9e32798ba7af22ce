package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.SubmissionOutcomeUnknownException;
import io.qhub.core.json.HubJson;
import io.qhub.core.paging.Page;
import io.qhub.core.transfer.DownloadedFile;
import io.qhub.platform.model.AuthorizeResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Every method of every client against a server: what is sent, and what is made of the answers. */
class WireTest extends WireFixture {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String TEXT = "a text \u20ac";

    static List<Call> all() {
        return Call.all();
    }

    static List<Call> operations() {
        return Call.operations();
    }

    /** The operations that answer with JSON that has a schema. */
    static List<Call> typed() {
        return operations().stream().filter(call -> !element(call).isEmpty()).toList();
    }

    static List<Call> listings() {
        return all().stream().filter(call -> isListing(call)).toList();
    }

    @Test
    void everyOperationHasItsMethod() {
        assertThat(operations().stream().map(Call::row)).containsExactlyInAnyOrderElementsOf(Contract.rows());
    }

    // ---- What is sent

    @ParameterizedTest
    @MethodSource("all")
    void theRequestIsThatOfTheContract(Call call) throws IOException {
        answerFully(call);
        int before = requests();

        drain(call.on(platform(), user(), directory()));

        assertThat(requests()).isEqualTo(before + 1);
        RecordedRequest request = taken();
        assertThat(request.getMethod()).isEqualTo(call.row().http());
        assertThat(segments(request))
                .containsExactlyElementsOf(call.segments(Map.of())
                        .subList(1, call.segments(Map.of()).size()));
        Map<String, List<String>> query = query(request);
        if (takesAll(call)) {
            assertThat(query).isEqualTo(call.query());
        } else {
            assertThat(call.query()).containsAllEntriesOf(query);
            for (JsonNode parameter : call.row().query()) {
                if (parameter.get("required").booleanValue()) {
                    assertThat(query).containsKey(parameter.get("name").stringValue());
                }
            }
        }
        assertThat(request.getHeaders().values("X-Auth-Token")).containsExactly(TOKEN);
        assertThat(request.getHeaders().values("X-OrganizationId"))
                .isEqualTo(call.row().scoped() ? List.of(ORGANIZATION) : List.of());
        assertThat(request.getHeaders().get("Authorization")).isNull();
        assertBody(call, request);
        Files.deleteIfExists(directory().resolve("downloaded"));
    }

    /** Whether the method has a parameter for each parameter of the query. */
    private static boolean takesAll(Call call) {
        if (call.isOperation()) {
            return true;
        }
        long overloads = Arrays.stream(call.method().getDeclaringClass().getMethods())
                .filter(method -> method.getName().equals(call.method().getName()))
                .filter(method -> method.getParameterCount() > call.method().getParameterCount())
                .count();
        return overloads == 0
                && call.row().query().stream()
                        .noneMatch(each -> each.get("name").stringValue().equals("page"));
    }

    private static void assertBody(Call call, RecordedRequest request) {
        byte[] body =
                request.getBody() == null ? new byte[0] : request.getBody().toByteArray();
        String type = request.getHeaders().get("Content-Type");
        List<JsonNode> parts = call.row().parts();
        if (!parts.isEmpty()) {
            assertThat(type).startsWith("multipart/form-data;boundary=");
            String boundary = type.replaceFirst(".*boundary=\"?([^\"]*)\"?", "$1");
            StringBuilder wanted = new StringBuilder();
            for (JsonNode part : parts) {
                wanted.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"");
                wanted.append(part.get("name").stringValue())
                        .append("\"; filename=\"")
                        .append(Call.FILE_NAME);
                wanted.append("\"\r\nContent-Type: application/json\r\n\r\n");
                wanted.append(new String(Call.CONTENT, StandardCharsets.UTF_8)).append("\r\n");
            }
            wanted.append("--").append(boundary).append("--\r\n");
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(wanted.toString());
        } else if (call.row().body() == null) {
            assertThat(body).isEmpty();
            assertThat(type).isNull();
        } else if (call.row().body().equals("text/plain")) {
            assertThat(type).isEqualTo("text/plain;charset=UTF-8");
            assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(Call.TEXT);
        } else {
            assertThat(type).isEqualTo("application/json");
            assertThat(HubJson.mapper().readTree(body)).isEqualTo(call.sent());
        }
    }

    // ---- What is made of the answer

    @ParameterizedTest
    @MethodSource("all")
    void theFullAnswerIsRead(Call call) throws IOException {
        answerFully(call);
        List<Object> values = drain(call.on(platform(), user(), directory()));
        taken();
        String response = call.row().response();

        if (response.isEmpty()) {
            assertThat(values).isEmpty();
        } else if (call.writesAFile()) {
            assertThat(((DownloadedFile) values.get(0)).path()).hasContent(TEXT);
            Files.delete(directory().resolve("downloaded"));
        } else if (response.startsWith("binary") || response.startsWith("text")) {
            assertThat(values).containsExactly(TEXT);
        } else if (response.startsWith("JSON")) {
            assertThat(values).containsExactly(JSON.objectNode().put("openapi", "3.0.0"));
        } else {
            assertThat(flat(values)).containsExactly(read(call, Contract.full(element(call))));
        }
    }

    @ParameterizedTest
    @MethodSource("typed")
    void aSparseAnswerIsRead(Call call) {
        ObjectNode sparse = JSON.objectNode();
        if (call.row().http().equals("POST")) {
            // All that a creation needs.
            sparse.put("id", "i-1")
                    .put("accessKeyId", "k-1")
                    .put("token", "t-1")
                    .put("grant", "g-1");
        }
        answerJson(200, whole(call, sparse).toString());

        List<Object> values = drain(call.on(platform(), user(), directory()));
        taken();

        assertThat(flat(values)).containsExactly(read(call, sparse));
    }

    @ParameterizedTest
    @MethodSource("typed")
    void aSurprisingAnswerIsRead(Call call) {
        JsonNode surprising = Contract.surprising(element(call));
        JsonNode whole = whole(call, surprising);
        if (whole instanceof ArrayNode array) {
            array.addNull();
        } else if (whole.get("content") instanceof ArrayNode content) {
            content.addNull();
        }
        answerJson(203, whole.toString());

        List<Object> values = drain(call.on(platform(), user(), directory()));
        taken();

        assertThat(flat(values)).containsExactly(read(call, surprising));
        assertThat(HubJson.mapper()
                        .readTree(HubJson.write(flat(values).get(0)))
                        .toString()
                        .contains("BRAND_NEW"))
                .isEqualTo(surprising.toString().contains("BRAND_NEW"));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void aListingIsReadInAllFormsThatTheHubHasUsed(Call call) {
        JsonNode one = Contract.full(element(call));
        ObjectNode newer = JSON.objectNode();
        newer.putArray("content").add(one);
        newer.put("page", 0).put("size", 20).put("totalElements", 1).put("totalPages", 1);
        ObjectNode older = JSON.objectNode();
        older.putArray("content").add(one);
        older.put("number", 0).put("size", 20).put("totalElements", 1).put("totalPages", 1);
        older.put("first", true).put("last", true).put("numberOfElements", 1).put("empty", false);
        older.putObject("sort").put("sorted", false);
        older.putObject("pageable").put("offset", 0);
        ObjectNode bare = JSON.objectNode();
        bare.putArray("content").add(one);
        bare.put("last", true);

        for (JsonNode form : List.of(JSON.arrayNode().add(one), newer, older, bare)) {
            answerJson(200, form.toString());
            int before = requests();
            List<Object> values = drain(call.on(platform(), user(), directory()));
            assertThat(requests()).isEqualTo(before + 1);
            taken();
            assertThat(flat(values)).as(form.toString()).containsExactly(read(call, one));
        }
        for (String empty : List.of("[]", "{\"content\":[]}", "{}", " [ ] ")) {
            answerJson(200, empty);
            assertThat(flat(drain(call.on(platform(), user(), directory()))))
                    .as(empty)
                    .isEmpty();
            taken();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachErrorOfTheContractIsItsException(Call call) {
        Set<Integer> statuses = new LinkedHashSet<>(call.row().errors());
        if (call.row().body() != null) {
            statuses.add(422);
        }
        for (int status : statuses) {
            answerJson(status, "{\"errorMessage\":\"service is still subscribed\"}");

            Throwable failure = catchThrowable(() -> drain(call.on(platform(), user(), directory())));
            taken();

            boolean open = status == 500 && call.row().http().equals("POST") && !issues(call);
            if (open) {
                assertThat(failure).isInstanceOf(SubmissionOutcomeUnknownException.class);
            } else {
                assertThat(failure).isInstanceOfSatisfying(HubApiException.class, answered -> {
                    assertThat(answered.status()).isEqualTo(status);
                    assertThat(answered.getClass().getSimpleName()).isEqualTo(EXCEPTIONS.get(status));
                });
                assertThat(failure).hasMessageContaining("service is still subscribed");
            }
            assertThat(failure).hasMessageContaining(call.row().operation());
            if (status == 404 && !call.row().evidence().equals("VERIFIED")) {
                assertThat(failure)
                        .hasMessageContaining("builder.path(\"" + call.row().operation() + "\"");
            }
        }
    }

    private static final Map<Integer, String> EXCEPTIONS = Map.of(
            400, "BadRequestException",
            401, "UnauthorizedException",
            403, "ForbiddenException",
            404, "NotFoundException",
            409, "ConflictException",
            413, "ContentTooLargeException",
            415, "UnsupportedMediaTypeException",
            422, "UnprocessableEntityException",
            500, "InternalServerErrorException");

    private static boolean issues(Call call) {
        return Set.of("getAccessToken", "getApplicationAccessToken", "authorize", "createDataPoolGrant")
                .contains(call.method().getName());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aPathThatIsOverriddenIsUsed(Call call) {
        String moved = "/moved" + call.row().path();
        try (HubPlatformClient platform = HubPlatformClient.builder()
                        .baseUrl(platform().http().options().baseUrl().toString())
                        .apiKey(TOKEN)
                        .path(call.row().operation(), moved)
                        .resources(platform().http().options().resources())
                        .build();
                HubUserClient user = HubUserClient.builder()
                        .baseUrl(user().http().options().baseUrl().toString())
                        .apiKey(TOKEN)
                        .path(call.row().operation(), moved)
                        .resources(platform().http().options().resources())
                        .build()) {
            answerFully(call);
            drain(call.on(platform, user, directory()));
            assertThat(segments(taken())).startsWith("moved");
        }
    }

    // ---- Answers

    private static boolean isListing(Call call) {
        return call.row().response().endsWith("[]") || call.row().response().startsWith("PageResponse");
    }

    /** The schema of the answer, or of what it lists; empty where it has none. */
    private static String element(Call call) {
        String response = call.row().response();
        if (response.startsWith("PageResponse<")) {
            return response.substring("PageResponse<".length(), response.length() - 1);
        }
        String element = response.endsWith("[]") ? response.substring(0, response.length() - 2) : response;
        return Contract.schemas().containsKey(element) ? element : "";
    }

    private static JsonNode whole(Call call, JsonNode element) {
        if (call.row().response().endsWith("[]")) {
            return JSON.arrayNode().add(element);
        }
        if (call.row().response().startsWith("PageResponse")) {
            ObjectNode page = JSON.objectNode();
            page.putArray("content").add(element);
            return page.put("page", 2).put("size", 5).put("totalElements", 11).put("totalPages", 3);
        }
        return element;
    }

    private static void answerFully(Call call) {
        String response = call.row().response();
        int status = call.row().json().get("status").intValue();
        if (response.isEmpty()) {
            answer(new MockResponse.Builder().code(status).build());
        } else if (response.startsWith("binary") || response.startsWith("text")) {
            answer(new MockResponse.Builder()
                    .code(status)
                    .setHeader("Content-Type", response.startsWith("text") ? "text/plain" : "application/octet-stream")
                    .body(TEXT)
                    .build());
        } else if (response.startsWith("JSON")) {
            answerJson(status, "{\"openapi\":\"3.0.0\"}");
        } else {
            JsonNode whole = whole(call, Contract.full(element(call)));
            if (whole.has("content") && !call.isOperation()) {
                ((ObjectNode) whole).put("last", true);
            }
            answerJson(status, whole.toString());
        }
    }

    private static Object read(Call call, JsonNode json) {
        Class<?> type = element(call).equals("AuthorizeResponse") ? AuthorizeResponse.class : Models.of(element(call));
        return Objects.requireNonNull(HubJson.readLenient(HubJson.write(json), HubJson.type(type)));
    }

    private static List<Object> flat(List<Object> values) {
        List<Object> flat = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Page<?> page) {
                flat.addAll(page.content());
            } else {
                flat.add(value);
            }
        }
        return flat;
    }

    // ---- Requests

    /** Below the base URL, decoded. */
    private static List<String> segments(RecordedRequest request) {
        List<String> all = Arrays.stream(
                        request.getTarget().replaceFirst("\\?.*", "").split("/", -1))
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        assertThat(all.get(1)).isIn("qc-catalog", "user-service");
        return all.subList(2, all.size());
    }

    private static Map<String, List<String>> query(RecordedRequest request) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        int at = request.getTarget().indexOf('?');
        if (at >= 0) {
            for (String pair : request.getTarget().substring(at + 1).split("&")) {
                String[] both = pair.split("=", 2);
                query.computeIfAbsent(decoded(both[0]), name -> new ArrayList<>())
                        .add(decoded(both[1]));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
