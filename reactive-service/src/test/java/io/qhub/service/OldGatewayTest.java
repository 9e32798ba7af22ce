package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.NotFoundException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.service.model.ServiceExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A gateway of 2024: snake_case, a health check, no list, no logs, no links, 404 for a result that is not there. */
class OldGatewayTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger results = new AtomicInteger();
    private final HubServiceClient service = HubServiceClient.builder()
            .endpoint(server.url("/"))
            .polling(PollingPolicy.defaults().withDelays(Duration.ofMillis(10), 1, Duration.ofMillis(10)))
            .build();

    private static String job(String status, String endedAt) {
        return "{\"id\":\"j-1\",\"status\":\"" + status + "\",\"created_at\":\"2024-03-01 10:00:00\","
                + "\"started_at\":null,\"ended_at\":" + endedAt + "}";
    }

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    @Test
    void startWatchResultAndCancelWork() {
        server.on("GET /", "{\"status\":\"Service is up and running\"}")
                .on("POST /", seen -> ScriptedServer.json(201, job("PENDING", "null")))
                .on(
                        "GET /j-1",
                        seen -> ScriptedServer.json(
                                200,
                                polls.incrementAndGet() < 3
                                        ? job("RUNNING", "null")
                                        : job("SUCCEEDED", "\"2024-03-01 10:00:05\"")))
                .on(
                        "GET /j-1/result",
                        seen -> results.incrementAndGet() < 2
                                ? ScriptedServer.json(404, "{\"detail\":\"Not found\"}")
                                : ScriptedServer.json(200, "[[0,1],[1,0]]"))
                .on("PUT /j-1/cancel", job("SUCCEEDED", "null"));

        ServiceExecutionHandle handle = Objects.requireNonNull(
                service.run(Map.of("data", Map.of("n", 1))).block(WAIT));
        assertThat(handle.createdAt()).isEqualTo(Instant.parse("2024-03-01T10:00:00Z"));
        assertThat(handle.watch()
                        .map(each -> String.valueOf(each.status()))
                        .collectList()
                        .block(WAIT))
                .isEqualTo(List.of("RUNNING", "SUCCEEDED"));
        assertThat(handle.endedAt()).isEqualTo(Instant.parse("2024-03-01T10:00:05Z"));
        assertThat(Objects.requireNonNull(handle.result().block(WAIT)).as(int[][].class))
                .isEqualTo(new int[][] {{0, 1}, {1, 0}});
        assertThat(handle.resultFiles().collectList().block(WAIT)).isEmpty();
        handle.cancel().block(WAIT);
        assertThat(handle.status()).isEqualTo(ServiceExecutionStatus.SUCCEEDED);
        assertThatThrownBy(() -> handle.logs().blockLast(WAIT)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatFailedWithoutAResultIsAFailureAll() {
        server.on("GET /j-1", job("FAILED", "\"2024-03-01 10:00:05\""))
                .on(
                        "GET /j-1/result",
                        seen -> new MockResponse.Builder().code(404).build());
        assertThatThrownBy(() -> service.handle("j-1").result().block(WAIT))
                .isInstanceOf(ExecutionFailedException.class)
                .hasMessage("Execution j-1 ended as FAILED");
    }
}
