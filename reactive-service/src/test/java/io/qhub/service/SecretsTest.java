package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.platform.HubPlatformClient;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.testing.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.Test;

/** Keys, tokens, secrets and grants stay out of logs at TRACE, exceptions and texts, whatever goes wrong. */
class SecretsTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String KEY = "s3cret-access-key";
    private static final String TOKEN = "s3cret-bearer-token";
    private static final String PAT = "s3cret-platform-token";
    private static final String GRANT = "eyJhbGciOiJub25lIn0.e30.s3cret-grant";
    private static final String OWN = "s3cret-of-the-service";
    private static final String IN_BODY = "s3cret-in-the-body";
    private static final String[] ALL = {KEY, TOKEN, PAT, "s3cret-grant", OWN, IN_BODY};

    @Test
    void noSecretIsLoggedOrThrownOrShown() {
        List<String> shown = new ArrayList<>();
        try (LogCapture log = new LogCapture();
                ScriptedServer server = new ScriptedServer()) {
            server.on("POST /token", "{\"access_token\":\"" + TOKEN + "\",\"expires_in\":3600}")
                    .on("POST /p/data-pool-grants", "{\"grant\":\"" + GRANT + "\"}")
                    .on("GET /s/e-1", StubGateway.execution("e-1", "FAILED"))
                    .on("GET /s/e-1/result", "{\"code\":\"E\",\"detail\":\"no\"}");
            try (HubPlatformClient platform = HubPlatformClient.builder()
                            .baseUrl(server.url("/p"))
                            .apiKey(PAT)
                            .build();
                    HubServiceClient service = HubServiceClient.builder()
                            .endpoint(server.url("/s"))
                            .accessKey("id", KEY)
                            .tokenEndpoint(server.url("/token"))
                            .platformClient(platform)
                            .maxRetries(0)
                            .build()) {
                RunRequest request = RunRequest.builder(Map.of("$secrets", Map.of("A", IN_BODY)))
                        .secret("B", OWN)
                        .grant(DataPoolGrant.of("roads", "dp-1", "app-1"))
                        .tag("nightly")
                        .build();
                RunRequest other =
                        RunRequest.builder(Map.of("x", 1)).secret("B", OWN).build();
                shown.add(service + " " + request + " " + other + " "
                        + service.http().options());

                List<MockResponse> answers = List.of(
                        ScriptedServer.json(201, "{\"id\":\"e-1\"}"),
                        ScriptedServer.json(201, "not json"),
                        ScriptedServer.json(400, "{\"message\":\"no\"}"),
                        ScriptedServer.json(401, "{}"),
                        ScriptedServer.json(500, "{}"),
                        new MockResponse.Builder()
                                .onResponseStart(new SocketEffect.CloseSocket())
                                .build());
                for (MockResponse answer : answers) {
                    server.on("POST /s/", seen -> answer);
                    for (RunRequest each : List.of(request, other)) {
                        service.run(each)
                                .flatMap(ServiceExecutionHandle::result)
                                .doOnNext(result -> shown.add(result.toString()))
                                .onErrorResume(failure -> {
                                    shown.add(trace(failure));
                                    return reactor.core.publisher.Mono.empty();
                                })
                                .block(WAIT);
                    }
                }
                server.on("POST /p/data-pool-grants", seen -> ScriptedServer.json(500, "{}"));
                service.withOrganization("acme")
                        .run(request)
                        .onErrorResume(failure -> {
                            shown.add(trace(failure));
                            return reactor.core.publisher.Mono.empty();
                        })
                        .block(WAIT);
            }
            // What was to be sent was sent.
            assertThat(server.seen("POST /s/"))
                    .anySatisfy(seen -> assertThat(seen.body()).contains(GRANT, IN_BODY));
            assertThat(server.seen("POST /s/"))
                    .anySatisfy(seen -> assertThat(seen.body()).contains(OWN));
            assertThat(log.events()).isNotEmpty();
            log.assertNoSecret(ALL);
        }
        assertThat(shown).hasSizeGreaterThanOrEqualTo(14).allSatisfy(text -> assertThat(text)
                .doesNotContain(ALL));
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
