package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.service.model.ServiceExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Access keys over real HTTP: a token endpoint and a gateway that accepts the tokens which are valid. */
class TokensTest {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString("key-id:s3cret".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger issued = new AtomicInteger();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private volatile String life = ",\"expires_in\":3600";
    private final HubServiceClient service = HubServiceClient.builder()
            .endpoint(server.url("/s"))
            .accessKey("key-id", "s3cret")
            .tokenEndpoint(server.url("/token"))
            .build();

    TokensTest() {
        server.on("POST /token", this::issue).on("GET /s/e-1", this::answer);
    }

    @AfterEach
    void close() {
        service.close();
        server.close();
        VirtualTimeScheduler.reset();
    }

    private MockResponse issue(ScriptedServer.Seen seen) {
        if (!BASIC.equals(seen.headers().get("Authorization"))
                || !seen.body().equals("grant_type=client_credentials")) {
            return ScriptedServer.json(401, "{\"error\":\"invalid_client\"}");
        }
        String token = "token-" + issued.incrementAndGet();
        valid.add(token);
        return ScriptedServer.json(
                200,
                "{\"access_token\":\"" + token + "\",\"scope\":\"default\",\"token_type\":\"Bearer\"" + life + "}");
    }

    private MockResponse answer(ScriptedServer.Seen seen) {
        String bearer = String.valueOf(seen.headers().get("Authorization")).replace("Bearer ", "");
        return valid.contains(bearer)
                ? ScriptedServer.json(200, StubGateway.execution("e-1", "RUNNING"))
                : ScriptedServer.json(401, "{\"message\":\"token expired\"}");
    }

    private Mono<ServiceExecution> call() {
        return service.executions().getStatus("e-1");
    }

    private long calls(int number) {
        return Flux.range(0, number)
                .flatMap(i -> call(), number)
                .count()
                .blockOptional(WAIT)
                .orElseThrow();
    }

    @Test
    void aThousandColdCallsMakeOneTokenRequest() {
        assertThat(server.seen).isEmpty();
        assertThat(calls(1000)).isEqualTo(1000);
        assertThat(issued).hasValue(1);
    }

    @Test
    void aThousandCallsAfterARevocationMakeOneMore() {
        call().block(WAIT);
        valid.clear();

        assertThat(calls(1000)).isEqualTo(1000);
        assertThat(issued).hasValue(2);
    }

    @Test
    void aTokenThatLivesAMinuteOrDoesNotSayIsKept() {
        for (String lifetime : List.of(",\"expires_in\":60", "", ",\"expires_in\":0")) {
            life = lifetime;
            int before = issued.get();
            try (HubServiceClient other = HubServiceClient.builder()
                    .endpoint(server.url("/s"))
                    .accessKey("key-id", "s3cret")
                    .tokenEndpoint(server.url("/token"))
                    .build()) {
                for (int i = 0; i < 20; i++) {
                    other.executions().getStatus("e-1").block(WAIT);
                }
            }
            assertThat(issued.get() - before).as(lifetime).isEqualTo(1);
        }
    }

    @Test
    void aLate401OfAnOldTokenDoesNotEvictTheNewOne() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on("GET /s/slow", seen -> {
            if ("Bearer token-1".equals(seen.headers().get("Authorization"))) {
                arrived.countDown();
                try {
                    assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return answer(seen);
        });
        var slow = service.executions().getStatus("slow").toFuture();
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        valid.remove("token-1");
        call().block(WAIT);
        assertThat(issued).hasValue(2);
        answer.countDown();

        assertThat(Mono.fromFuture(slow).block(WAIT)).isNotNull();
        call().block(WAIT);
        assertThat(issued).hasValue(2);
    }

    @Test
    void aTokenEndpointThatFailsTwiceRecovers() {
        AtomicInteger requests = new AtomicInteger();
        server.on(
                "POST /token", seen -> requests.incrementAndGet() <= 2 ? ScriptedServer.json(503, "{}") : issue(seen));

        assertThat(calls(100)).isEqualTo(100);
        assertThat(requests).hasValue(3);
    }

    @Test
    void aCallerThatCancelsFailsNobody() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        server.on("POST /token", seen -> {
            arrived.countDown();
            try {
                assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return issue(seen);
        });
        Disposable first = call().subscribe();
        assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        var second = call().toFuture();
        first.dispose();
        answer.countDown();

        assertThat(Mono.fromFuture(second).block(WAIT)).isNotNull();
        assertThat(server.seen("POST /token")).hasSize(1);
    }

    @Test
    void aRefusedKeyIsSaidByTheFirstCallAndStartsNothing() {
        try (HubServiceClient wrong = HubServiceClient.builder()
                .endpoint(server.url("/s"))
                .accessKey("key-id", "wr0ng-secret")
                .tokenEndpoint(server.url("/token"))
                .build()) {
            assertThatThrownBy(() -> wrong.run(java.util.Map.of()).block(WAIT))
                    .isInstanceOf(CredentialUnavailableException.class)
                    .hasMessageContaining("invalid_client")
                    .hasMessageNotContaining("wr0ng-secret");
        }
        assertThat(server.lines()).containsOnly("POST /token");
    }

    /** In virtual time, which both the client and the token cache take from Reactor's parallel scheduler. */
    private VirtualTimeScheduler virtualTime() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        time.advanceTimeTo(Instant.now());
        return time;
    }

    private HubServiceClient inVirtualTime() {
        return HubServiceClient.builder()
                .endpoint(server.url("/s"))
                .accessKey("key-id", "s3cret")
                .tokenEndpoint(server.url("/token"))
                .build();
    }

    private static long calls(HubServiceClient client, int number) {
        return Flux.range(0, number)
                .flatMap(i -> client.executions().getStatus("e-1"), number)
                .count()
                .blockOptional(WAIT)
                .orElseThrow();
    }

    @Test
    void aThousandCallsShortlyBeforeTheEndMakeOneMoreAndNobodyWaits() {
        VirtualTimeScheduler time = virtualTime();
        try (HubServiceClient client = inVirtualTime()) {
            assertThat(calls(client, 1)).isEqualTo(1);
            time.advanceTimeBy(Duration.ofSeconds(3600 - 150));
            assertThat(calls(client, 10)).isEqualTo(10);
            assertThat(issued).hasValue(1);

            time.advanceTimeBy(Duration.ofSeconds(60));
            assertThat(calls(client, 1000)).isEqualTo(1000);
            await().atMost(WAIT).untilAsserted(() -> assertThat(issued).hasValue(2));
            assertThat(calls(client, 100)).isEqualTo(100);
            assertThat(issued).hasValue(2);
        }
    }

    @Test
    void aShortTokenIsRefreshedAQuarterOfItsLifeBefore() {
        life = ",\"expires_in\":200";
        VirtualTimeScheduler time = virtualTime();
        try (HubServiceClient client = inVirtualTime()) {
            assertThat(calls(client, 1)).isEqualTo(1);
            time.advanceTimeBy(Duration.ofSeconds(130));
            assertThat(calls(client, 5)).isEqualTo(5);
            assertThat(issued).hasValue(1);
            time.advanceTimeBy(Duration.ofSeconds(40));
            assertThat(calls(client, 1000)).isEqualTo(1000);
            await().atMost(WAIT).untilAsserted(() -> assertThat(issued).hasValue(2));
        }
    }

    @Test
    void aFailedRefreshWhileTheTokenIsValidFailsNobody() {
        VirtualTimeScheduler time = virtualTime();
        try (HubServiceClient client = inVirtualTime()) {
            assertThat(calls(client, 1)).isEqualTo(1);
            server.on("POST /token", seen -> ScriptedServer.json(400, "{\"error\":\"invalid_request\"}"));
            time.advanceTimeBy(Duration.ofSeconds(3600 - 60));
            assertThat(calls(client, 200)).isEqualTo(200);
            await().atMost(WAIT)
                    .untilAsserted(() -> assertThat(server.seen("POST /token")).hasSize(2));
            assertThat(calls(client, 200)).isEqualTo(200);
            server.on("POST /token", this::issue);
            time.advanceTimeBy(Duration.ofSeconds(6));
            assertThat(calls(client, 200)).isEqualTo(200);
            await().atMost(WAIT).untilAsserted(() -> assertThat(issued).hasValue(2));
        }
    }
}
