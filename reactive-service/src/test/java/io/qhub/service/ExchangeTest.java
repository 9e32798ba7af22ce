package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.HubDecodingException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.core.json.HubJson;
import io.qhub.service.model.HalLink;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.LogEntrySeverity;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import io.qhub.service.model.ServiceExecutionStatus;
import io.qhub.service.model.ServiceExecutionType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import tools.jackson.core.type.TypeReference;

/** Each operation on the wire: what is sent, and what is made of full, sparse and surprising answers. */
class ExchangeTest {

    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final String BASE = "/acme/route-planner/1.2.0";
    private static final String FULL = """
            {"id":"e-1","createdAt":"2026-05-04 09:15:00","startedAt":"2026-05-04T09:15:07.250Z",
             "endedAt":"2026-05-04T11:18:42+02:00","status":"SUCCEEDED","type":"MANAGED","serviceId":"s-1",
             "serviceDefinitionId":"d-1","applicationId":"a-1","tags":["nightly","berlin"],"region":"eu-1"}""";
    private static final ServiceExecution EXECUTION = new ServiceExecution(
            "e-1",
            Instant.parse("2026-05-04T09:15:00Z"),
            Instant.parse("2026-05-04T09:15:07.250Z"),
            Instant.parse("2026-05-04T09:18:42Z"),
            ServiceExecutionStatus.SUCCEEDED,
            ServiceExecutionType.MANAGED,
            "s-1",
            "d-1",
            "a-1",
            List.of("nightly", "berlin"),
            Map.of("region", HubJson.mapper().readTree("\"eu-1\"")));
    private static final ServiceExecution NOTHING =
            new ServiceExecution(null, null, null, null, null, null, null, null, null, List.of(), Map.of());

    private final ScriptedServer server = new ScriptedServer();
    private final HubServiceClient service = HubServiceClient.builder()
            .endpoint(server.url(BASE))
            .token("token-1")
            .organization("acme")
            .maxRetries(0)
            .build();
    private final ServiceExecutionsClient executions = service.executions();

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    private ScriptedServer.Seen onlyRequest(String line) {
        assertThat(server.lines()).containsExactly(line);
        ScriptedServer.Seen seen = server.seen.element();
        assertThat(seen.headers().values("Authorization")).containsExactly("Bearer token-1");
        TreeSet<String> names = new TreeSet<>();
        seen.headers().names().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        names.removeAll(List.of("content-length", "content-type"));
        assertThat(names).containsExactly("accept", "accept-encoding", "authorization", "host", "user-agent");
        return seen;
    }

    // ---- getServiceExecutions ----

    @Test
    void listsExecutions() {
        server.on(
                "GET " + BASE + "/", "[" + FULL + ",{},null,{\"id\":\"e-2\",\"status\":\"SUSPENDED\",\"tags\":null}]");

        List<ServiceExecution> list = Objects.requireNonNull(
                executions.getServiceExecutions().collectList().block(WAIT));

        assertThat(list).hasSize(3).startsWith(EXECUTION, NOTHING);
        assertThat(list.get(2).status()).isEqualTo(ServiceExecutionStatus.of("SUSPENDED"));
        onlyRequest("GET " + BASE + "/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", ""})
    void aListMayBeEmpty(String body) {
        server.on("GET " + BASE + "/", body);
        assertThat(executions.getServiceExecutions().collectList().block(WAIT)).isEmpty();
    }

    @Test
    void aHealthCheckInPlaceOfTheListIsAnErrorThatSaysSo() {
        server.on("GET " + BASE + "/", "{\"status\":\"Service is up and running\"}");
        assertThatThrownBy(() -> executions.getServiceExecutions().blockLast(WAIT))
                .isInstanceOf(HubDecodingException.class)
                .hasMessageContaining("service.executions.getServiceExecutions");
    }

    // ---- startExecution ----

    @Test
    void startsWithTheBodyAsItIs() {
        server.on("POST " + BASE + "/", seen -> ScriptedServer.json(201, FULL));

        assertThat(executions.startExecution(Map.of("shots", 400)).block(WAIT)).isEqualTo(EXECUTION);

        ScriptedServer.Seen seen = onlyRequest("POST " + BASE + "/");
        assertThat(seen.body()).isEqualTo("{\"shots\":400}");
        assertThat(seen.headers().values("Content-Type")).containsExactly("application/json");
    }

    @Test
    void anEmptyBodyIsSentAsAnEmptyObjectAndOfTheAnswerOnlyTheIdIsNeeded() {
        server.on(
                "POST " + BASE + "/", "{\"id\":\"e-1\",\"createdAt\":{},\"status\":7,\"tags\":\"x\",\"startedAt\":12}");

        ServiceExecution started =
                Objects.requireNonNull(executions.startExecution(Map.of()).block(WAIT));

        assertThat(started.id()).isEqualTo("e-1");
        assertThat(started.status()).isEqualTo(ServiceExecutionStatus.of("7"));
        assertThat(started.createdAt()).isNull();
        assertThat(onlyRequest("POST " + BASE + "/").body()).isEqualTo("{}");
    }

    @Test
    void aBodyThatIsNoneIsRefusedWhenTheMethodIsCalled() {
        assertThatThrownBy(() -> executions.startExecution("text")).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.seen).isEmpty();
    }

    // ---- getStatus ----

    @Test
    void readsAStatus() {
        server.on("GET " + BASE + "/e-1", FULL);
        assertThat(executions.getStatus("e-1").block(WAIT)).isEqualTo(EXECUTION);
        onlyRequest("GET " + BASE + "/e-1");
    }

    @Test
    void readsAStatusInSnakeCaseWithNulls() {
        server.on(
                "GET " + BASE + "/e-1",
                "{\"id\":\"e-1\",\"status\":\"RUNNING\",\"created_at\":\"2026-05-04 09:15:00\","
                        + "\"started_at\":\"2026-05-04 09:15:07\",\"ended_at\":null,\"application_id\":\"a\"}");

        ServiceExecution running =
                Objects.requireNonNull(executions.getStatus("e-1").block(WAIT));

        assertThat(running.createdAt()).isEqualTo(Instant.parse("2026-05-04T09:15:00Z"));
        assertThat(running.startedAt()).isEqualTo(Instant.parse("2026-05-04T09:15:07Z"));
        assertThat(running.endedAt()).isNull();
        assertThat(running.applicationId()).isEqualTo("a");
    }

    @Test
    void anIdIsOneSegmentWhateverItHolds() {
        String target = BASE + "/a%2Fb%3Fc%23d%25%20%C3%BC";
        server.on("GET " + target, FULL);
        assertThat(executions.getStatus("a/b?c#d% \u00fc").block(WAIT)).isEqualTo(EXECUTION);
        for (String id : List.of("", " ", ".", "..")) {
            assertThatThrownBy(() -> executions.getStatus(id)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(server.lines()).containsExactly("GET " + target);
    }

    @Test
    void errorsOfAnyShapeAreTyped() {
        server.on("GET " + BASE + "/e-1", seen -> ScriptedServer.json(404, "{\"detail\":\"Not found\"}"))
                .on("GET " + BASE + "/e-2", seen -> new MockResponse.Builder()
                        .code(401)
                        .body("Unauthorized")
                        .build())
                .on("GET " + BASE + "/e-3", seen -> ScriptedServer.json(418, ""));
        assertThatThrownBy(() -> executions.getStatus("e-1").block(WAIT))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Not found");
        assertThatThrownBy(() -> executions.getStatus("e-2").block(WAIT)).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> executions.getStatus("e-3").block(WAIT))
                .isInstanceOfSatisfying(HubApiException.class, failure -> assertThat(failure.status())
                        .isEqualTo(418));
    }

    // ---- getResult ----

    @Test
    void readsAResultWithItsFilesAndKeepsTheServicesOwnJson() {
        server.on(
                "GET " + BASE + "/e-1/result",
                "{\"tour\":[0,2,1],\"exact\":0.125,\"_links\":{\"self\":{\"href\":\"/e-1/results\"},"
                        + "\"status\":{\"href\":\"/e-1\"},\"output.json\":{\"href\":\"/x\",\"templated\":true,"
                        + "\"type\":\"t\",\"deprecation\":\"d\",\"name\":\"n\",\"profile\":\"p\",\"title\":\"ti\","
                        + "\"hreflang\":\"de\"}},\"_embedded\":{\"status\":" + FULL + "}}");

        ResultResponse result =
                Objects.requireNonNull(executions.getResult("e-1").block(WAIT));

        assertThat(result.value().toString()).isEqualTo("{\"tour\":[0,2,1],\"exact\":0.125}");
        assertThat(result.links().keySet()).containsExactly("self", "status", "output.json");
        assertThat(result.links().get("output.json"))
                .isEqualTo(new HalLink("/x", true, "t", "d", "n", "p", "ti", "de"));
        assertThat(result.files()).containsExactly("output.json");
        assertThat(Objects.requireNonNull(result.embedded()).status()).isEqualTo(EXECUTION);
        assertThat(result.as(new TypeReference<Map<String, Object>>() {})).containsKeys("tour", "exact");
        onlyRequest("GET " + BASE + "/e-1/result");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"_links\":null,\"_embedded\":null}",
                "{\"a\":1,\"_links\":[],\"_embedded\":[]}",
                "{\"a\":1,\"_links\":\"http://evil.test\",\"_embedded\":7}",
                "{\"a\":1,\"_links\":{\"f\":null},\"_embedded\":{\"status\":\"gone\"}}",
                "{\"a\":1,\"_links\":{\"f\":[{\"href\":\"a\"},{\"href\":\"b\"}]},\"_embedded\":{}}",
                "{\"a\":1,\"_links\":{\"f\":{\"href\":{\"x\":1},\"templated\":\"yes\"}},\"_embedded\":{\"status\":null}}",
                "{\"a\":1,\"_links\":{\"f\":\"http://evil.test/%zz\"}}",
                "{\"a\":1,\"_links\":{\"status\":{\"href\":\"file:///etc/passwd\"},\"f\":{\"href\":\"\"}}}"
            })
    void linksOfAnyShapeDoNoHarm(String body) {
        server.on("GET " + BASE + "/e-1/result", body);

        ResultResponse result =
                Objects.requireNonNull(executions.getResult("e-1").block(WAIT));

        assertThat(result.value().toString()).isEqualTo("{\"a\":1}");
        assertThat(result.embedded()).isNull();
        assertThat(result.files()).isSubsetOf("f");
        onlyRequest("GET " + BASE + "/e-1/result");
    }

    @Test
    void aResultMayBeAnyJson() {
        for (String body : List.of("{}", "[1,2]", "\"text\"", "7", "null", "{\"result\":null}")) {
            server.on("GET " + BASE + "/e-1/result", body);
            ResultResponse result =
                    Objects.requireNonNull(executions.getResult("e-1").block(WAIT));
            assertThat(result.value().toString()).isEqualTo(body);
            assertThat(result.files()).isEmpty();
        }
        server.on("GET " + BASE + "/e-1/result", "");
        assertThatThrownBy(() -> executions.getResult("e-1").block(WAIT)).isInstanceOf(HubDecodingException.class);
    }

    @Test
    void aResultThatDoesNotFitATypeSaysWhere() {
        record Tour(List<Integer> tour) {}
        ResultResponse result = ResultResponse.of(HubJson.mapper().readTree("{\"tour\":[0,\"x\"]}"));
        assertThatThrownBy(() -> result.as(Tour.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Tour")
                .hasMessageContaining("tour");
        assertThatThrownBy(() ->
                        ResultResponse.of(HubJson.mapper().readTree("null")).as(Tour.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- getResultFile, getLogs, cancelExecution ----

    @Test
    void streamsAResultFile() {
        server.on("GET " + BASE + "/e-1/result/output.json", "content");
        String content = executions
                .getResultFile("e-1", "output.json")
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .reduce("", String::concat)
                .block(WAIT);
        assertThat(content).isEqualTo("content");
        onlyRequest("GET " + BASE + "/e-1/result/output.json");
    }

    @Test
    void readsLogsOfEveryShape() {
        String line = "GET " + BASE + "/e-1/log";
        server.on(
                line,
                "[{\"message\":\"m\",\"severity\":\"WARNING\",\"timestamp\":\"2026-05-04T09:16:30.250Z\"},"
                        + "{\"message\":{\"a\":1},\"severity\":3,\"timestamp\":\"yesterday\"},{},null,\"plain\"]");
        assertThat(executions.getLogs("e-1").collectList().block(WAIT))
                .containsExactly(
                        new LogEntry("m", LogEntrySeverity.WARNING, Instant.parse("2026-05-04T09:16:30.250Z")),
                        new LogEntry("{\"a\":1}", LogEntrySeverity.of("3"), null),
                        new LogEntry(null, null, null),
                        new LogEntry("plain", null, null));
        onlyRequest(line);

        for (String nothing : List.of("null", "", "[]")) {
            server.on(line, nothing);
            assertThat(executions.getLogs("e-1").collectList().block(WAIT)).isEmpty();
        }
        server.on(line, "{\"message\":\"no list\"}");
        assertThatThrownBy(() -> executions.getLogs("e-1").blockLast(WAIT)).isInstanceOf(HubDecodingException.class);
    }

    @Test
    void cancelsAndDropsTheAnswer() {
        String line = "PUT " + BASE + "/e-1/cancel";
        for (String body : List.of(FULL, "", "cancelled", "null")) {
            server.on(line, body);
            executions.cancelExecution("e-1").block(WAIT);
        }
        server.on(line, seen -> new MockResponse.Builder().code(204).build());
        executions.cancelExecution("e-1").block(WAIT);
        assertThat(server.lines()).hasSize(5).containsOnly(line);
        assertThat(server.seen).allSatisfy(seen -> assertThat(seen.body()).isEmpty());
    }
}
