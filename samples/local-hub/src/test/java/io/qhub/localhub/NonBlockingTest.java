package io.qhub.localhub;

import static io.qhub.localhub.TestClient.BELL_QASM;
import static io.qhub.localhub.TestClient.ionqJob;
import static io.qhub.localhub.TestClient.json;
import static io.qhub.localhub.TestClient.qasmJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import io.qhub.testing.BlockingCalls;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The hub shares the process with programs that watch for blocking calls: it must not be what they find. */
class NonBlockingTest {

    @Test
    void blockingIsNoticed() {
        Api blocking = new Api() {
            @Override
            public String basePath() {
                return "/quantum/blocking";
            }

            @Override
            public void register(Routes routes) {
                routes.add("GET", "/now", ex -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Mono.just(Reply.noContent());
                });
            }
        };
        try (LocalHub hub = LocalHub.builder().api(blocking).start()) {
            assertThat(new TestClient(hub).get("/blocking/now").statusCode()).isNotEqualTo(204);
        }
        assertThat(BlockingCalls.take()).singleElement().asString().contains("Thread.sleep");
    }

    @Test
    void noRequestBlocksAnEventLoop() {
        try (LocalHub hub = LocalHub.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(1))
                .latency(Duration.ofMillis(1))
                .start()) {
            TestClient client = new TestClient(hub);
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(client.sendAsync("POST", "/jobs", i % 2 == 0 ? ionqJob("") : qasmJob(BELL_QASM, 100, "")));
            }
            List<String> ids = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().statusCode()).as(answer.join().body()).isEqualTo(201);
                ids.add(json(answer.join()).get("id").stringValue());
            }
            ids.forEach(id -> client.awaitStatus("/jobs/" + id, "COMPLETED"));
            answers.clear();
            ids.forEach(id -> answers.add(client.sendAsync("GET", "/jobs/" + id + "/result-stream", "")));
            answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(client.get("/workloads?size=1000").statusCode()).isEqualTo(200);
            assertThat(client.get("/backends").statusCode()).isEqualTo(200);
            assertThat(hub.stats().answers(500)).isZero();
        }
        assertThat(BlockingCalls.take()).isEmpty();
    }

    @Test
    void noRequestToTheGatewayBlocksAnEventLoop() {
        try (LocalHub hub = LocalHub.builder()
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(1))
                .latency(Duration.ofMillis(1))
                // These read the system's entropy, which blocks.
                .gateway(gateway -> gateway.opaqueTokens(true))
                .start()) {
            TestClient tokens = TestClient.at(hub.url())
                    .with(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString((hub.accessKeyId() + ":" + hub.secretAccessKey())
                                                    .getBytes(StandardCharsets.UTF_8)),
                            "Content-Type",
                            "application/x-www-form-urlencoded");
            TestClient client = TestClient.at(hub.serviceUrl("optimiser"))
                    .bearer(json(tokens.post("/token", "grant_type=client_credentials"))
                            .get("access_token")
                            .stringValue());
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(tokens.sendAsync("POST", "/token", "grant_type=client_credentials"));
                answers.add(client.sendAsync(
                        "POST",
                        "/",
                        "{\"qubo\":{\"" + i % 12 + "\":-1},\"padding_bytes\":100000,\"$secrets\":{\"K\":\"v\"}}"));
            }
            List<String> ids = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().statusCode()).as(answer.join().body()).isBetween(200, 201);
                if (answer.join().statusCode() == 201) {
                    ids.add(json(answer.join()).get("id").stringValue());
                }
            }
            ids.forEach(id -> client.awaitExecution(id, "SUCCEEDED"));
            answers.clear();
            for (String id : ids) {
                for (String operation : List.of("", "/result", "/result/padding.bin", "/log")) {
                    answers.add(client.sendAsync("GET", "/" + id + operation, ""));
                }
                answers.add(client.sendAsync("PUT", "/" + id + "/cancel", ""));
            }
            answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(client.getJson("/")).hasSize(200);
            assertThat(hub.stats().answers(500)).isZero();
        }
        assertThat(BlockingCalls.take()).isEmpty();
    }
}
