package io.qhub.localhub;

import static io.qhub.localhub.TestClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.control.FailureRule;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokenTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT = "grant_type=client_credentials";

    private final LocalHub hub = LocalHub.start();

    @AfterEach
    void close() {
        hub.close();
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> token(@Nullable String authorization, String contentType, String body) {
        TestClient client = TestClient.at(hub.url()).with("Content-Type", contentType);
        return (authorization == null ? client : client.with("Authorization", authorization)).post("/token", body);
    }

    private JsonNode token() {
        HttpResponse<String> answer = token(basic(hub.accessKeyId(), hub.secretAccessKey()), FORM, GRANT);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private int list(String token) {
        return TestClient.at(hub.serviceUrl("optimiser")).bearer(token).get("/").statusCode();
    }

    private static void refused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("error").stringValue()).isEqualTo(error);
        assertThat(json(answer).get("error_description").isString()).isTrue();
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void issuesTokensForAnAccessKey() {
        assertThat(hub.tokenUrl()).isEqualTo(hub.url() + "/token");
        HttpResponse<String> answer = token(basic(hub.accessKeyId(), hub.secretAccessKey()), FORM, GRANT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(json(answer).propertyNames()).containsExactly("access_token", "scope", "token_type", "expires_in");
        assertThat(json(answer).get("scope").stringValue()).isEqualTo("default");
        assertThat(json(answer).get("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(json(answer).get("expires_in").intValue()).isEqualTo(3600);
        String token = json(answer).get("access_token").stringValue();
        assertThat(token.split("\\.")).hasSize(3);
        assertThat(list(token)).isEqualTo(200);
        assertThat(hub.stats().tokensIssued()).isEqualTo(1);
        assertThat(hub.stats().requests("POST", "/token")).isEqualTo(1);
        // Other members of the form, parameters of its type, and the case of the scheme do no harm.
        assertThat(token(
                                basic(hub.accessKeyId(), hub.secretAccessKey()).replace("Basic", "basic"),
                                FORM + ";charset=UTF-8",
                                GRANT + "&scope=a%20b")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesWhoDoesNotShowAnAccessKey() {
        String id = hub.accessKeyId();
        String secret = hub.secretAccessKey();
        String broken = "Basic " + Base64.getEncoder().encodeToString("no colon".getBytes(StandardCharsets.UTF_8));
        for (String authorization : List.of(
                basic(id, "wrong"),
                basic("wrong", secret),
                basic(id, ""),
                basic("", secret),
                basic(id, secret + " "),
                basic(id + "%zz", secret),
                broken,
                "Basic",
                "Basic ",
                "Basic %%%",
                "Bearer " + hub.gateway().issueToken())) {
            HttpResponse<String> answer = token(authorization, FORM, GRANT);
            refused(answer, 401, "invalid_client");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"gateway\"");
            assertThat(answer.body()).doesNotContain(secret);
        }
        // The key is taken from the header only.
        refused(token(null, FORM, GRANT + "&client_id=" + id + "&client_secret=" + secret), 401, "invalid_client");
        assertThat(hub.stats().tokensIssued()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unsupported_grant_type grant_type=password",
                "unsupported_grant_type grant_type=Client_Credentials",
                "invalid_request grant=client_credentials",
                "invalid_request grant_type=client_credentials&grant_type=client_credentials",
                "invalid_request grant_type=%zz",
                "invalid_request "
            })
    void refusesOtherGrants(String example) {
        String[] parts = example.split(" ", -1);
        refused(token(basic(hub.accessKeyId(), hub.secretAccessKey()), FORM, parts[1]), 400, parts[0]);
    }

    @Test
    void wantsAForm() {
        String key = basic(hub.accessKeyId(), hub.secretAccessKey());
        refused(token(key, "application/json", "{\"grant_type\":\"client_credentials\"}"), 400, "invalid_request");
        assertThat(TestClient.at(hub.url()).get("/token").statusCode()).isEqualTo(405);
    }

    @Test
    void keysOfOtherApplicationsCanBeAddedAndRemoved() {
        hub.gateway().accessKeys().register("k/1", "s3cr:t/+%ü", "app-2");
        assertThat(token(basic("k/1", "s3cr:t/+%ü"), FORM, GRANT).statusCode()).isEqualTo(200);
        // As the standard wants it: each half form-encoded.
        assertThat(token(basic("k%2F1", "s3cr%3At%2F%2B%25%C3%BC"), FORM, GRANT).statusCode())
                .isEqualTo(200);
        hub.gateway().accessKeys().register("k/1", "another", "app-2");
        refused(token(basic("k/1", "s3cr:t/+%ü"), FORM, GRANT), 401, "invalid_client");
        hub.gateway().accessKeys().remove("k/1");
        refused(token(basic("k/1", "another"), FORM, GRANT), 401, "invalid_client");
        assertThat(hub.gateway().accessKeys().toString()).isEqualTo("1 access keys");
    }

    @Test
    void tokensExpire() {
        hub.gateway().settings().tokenLifetime(Duration.ofSeconds(2));
        JsonNode answer = token();
        assertThat(answer.get("expires_in").intValue()).isEqualTo(2);
        String token = answer.get("access_token").stringValue();
        assertThat(list(token)).isEqualTo(200);
        hub.gateway().settings().tokenLifetime(Duration.ofHours(1));
        String longer = token().get("access_token").stringValue();
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(list(token))
                .isEqualTo(401));
        assertThat(list(longer)).isEqualTo(200);
    }

    @Test
    void theAnswerCanLackTheExpiry() {
        hub.gateway().settings().expiryAnnounced(false);
        assertThat(token().propertyNames()).containsExactly("access_token", "scope", "token_type");
        hub.gateway().settings().expiryAnnounced(true).tokenLifetime(Duration.ofMillis(10));
        assertThat(token().get("expires_in").intValue()).isEqualTo(1);
    }

    @Test
    void tokensCanBeOpaque() {
        hub.gateway().settings().opaqueTokens(true);
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            String token = token().get("access_token").stringValue();
            assertThat(token).doesNotContain(".").hasSizeGreaterThan(40);
            assertThat(list(token)).isEqualTo(200);
            tokens.add(token);
        }
        assertThat(tokens).hasSize(5);
    }

    @Test
    void tokensCanBeRevoked() {
        String first = token().get("access_token").stringValue();
        String second = token().get("access_token").stringValue();
        hub.gateway().revokeToken(first);
        assertThat(list(first)).isEqualTo(401);
        assertThat(list(second)).isEqualTo(200);
        hub.gateway().revokeTokens();
        assertThat(list(second)).isEqualTo(401);
        assertThat(list(token().get("access_token").stringValue())).isEqualTo(200);
        assertThat(hub.stats().tokensIssued()).isEqualTo(3);
    }

    @Test
    void theEndpointCanFail() {
        hub.fail(FailureRule.on("POST", "/token").times(2).status(503));
        String key = basic(hub.accessKeyId(), hub.secretAccessKey());
        assertThat(token(key, FORM, GRANT).statusCode()).isEqualTo(503);
        assertThat(token(key, FORM, GRANT).statusCode()).isEqualTo(503);
        assertThat(token(key, FORM, GRANT).statusCode()).isEqualTo(200);
        assertThat(hub.stats().tokensIssued()).isEqualTo(1);
    }
}
