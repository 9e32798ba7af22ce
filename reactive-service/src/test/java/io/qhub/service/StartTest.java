package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.SubmissionOutcomeUnknownException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start is a paid submission: it is never sent twice, and a lost answer says how to find what may exist. */
class StartTest {

    private static final Duration WAIT = Duration.ofSeconds(20);

    private final ScriptedServer server = new ScriptedServer();
    private final HubServiceClient service = HubServiceClient.builder()
            .endpoint(server.url("/s"))
            .responseTimeout(Duration.ofSeconds(2))
            .maxRetries(5)
            .build();

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    private SubmissionOutcomeUnknownException lost(Function<ScriptedServer.Seen, MockResponse> answer) {
        server.on("POST /s/", answer);
        RunRequest request = RunRequest.builder(Map.of("shots", 1))
                .tag("nightly-17")
                .secret("KEY", "s3cret-value")
                .build();
        SubmissionOutcomeUnknownException[] unknown = new SubmissionOutcomeUnknownException[1];
        assertThatThrownBy(() -> service.run(request).block(WAIT))
                .isInstanceOfSatisfying(SubmissionOutcomeUnknownException.class, failure -> unknown[0] = failure);
        assertThat(server.lines()).containsExactly("POST /s/");
        assertThat(unknown[0])
                .hasMessageContaining("the execution may exist")
                .hasMessageContaining("not sent again")
                .hasMessageNotContaining("s3cret");
        assertThat(unknown[0].isRetryable()).isFalse();
        return unknown[0];
    }

    @Test
    void aCutConnectionSaysHowToFindTheExecution() {
        assertThat(lost(seen -> new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build()))
                .hasMessageContaining("getServiceExecutions()")
                .hasMessageContaining("created since about 20")
                .hasMessageContaining("with the tags [\"nightly-17\"]");
    }

    @Test
    void silenceIsALostAnswer() {
        lost(seen -> new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
    }

    @Test
    void a500IsALostAnswer() {
        assertThat(lost(seen -> ScriptedServer.json(500, "{}")).status()).isEqualTo(500);
    }

    @Test
    void aSuccessWithoutAnIdNamesTheLocation() {
        assertThat(lost(seen -> new MockResponse.Builder()
                        .code(201)
                        .addHeader("Location", server.url("/s/e-1"))
                        .body("{\"status\":\"PENDING\",\"id\":\" \"}")
                        .build()))
                .hasMessageContaining("/s/e-1");
    }

    @Test
    void aRefusalThatSaysWhenIsWaitedForAndSentAgain() {
        server.on(
                "POST /s/",
                seen -> server.seen.size() == 1
                        ? new MockResponse.Builder()
                                .code(429)
                                .addHeader("Retry-After", "0")
                                .build()
                        : ScriptedServer.json(201, "{\"id\":\"e-1\"}"));
        assertThat(service.run(Map.of()).block(WAIT)).isNotNull();
        assertThat(server.lines()).hasSize(2);
    }
}
