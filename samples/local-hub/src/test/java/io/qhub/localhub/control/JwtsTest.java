package io.qhub.localhub.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class JwtsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T09:15:00.250Z");
    private static final ObjectNode CLAIMS =
            JsonNodeFactory.instance.objectNode().put("sub", "dp-1").put("permission", "VIEW");

    private final Jwts jwts = Jwts.random();

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void issuesWhatItVerifies() {
        String token = jwts.issue(CLAIMS, NOW, Duration.ofMinutes(5));
        String[] parts = token.split("\\.");
        assertThat(parts).hasSize(3);
        assertThat(JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[0])))
                .hasToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        ObjectNode claims = jwts.verify(token, NOW);
        assertThat(claims.get("sub").stringValue()).isEqualTo("dp-1");
        assertThat(claims.get("permission").stringValue()).isEqualTo("VIEW");
        assertThat(claims.get("iat").longValue()).isEqualTo(NOW.getEpochSecond());
        assertThat(claims.get("exp").longValue()).isEqualTo(NOW.getEpochSecond() + 301);
        assertThat(CLAIMS.has("exp")).isFalse();
        assertThat(jwts.issue(CLAIMS, NOW, Duration.ofMinutes(5))).isNotEqualTo(token);
    }

    @Test
    void verifiesWhatAnotherImplementationHasSigned() {
        String token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJkcC0xIiwiZXhwIjoxNzc3ODg2NDAwfQ"
                + ".FPD9Bo7XhVwAuyHoglBWlvw20wZnjP_MPfsdTMPuKnM";
        Jwts known = new Jwts("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        assertThat(known.verify(token, NOW)).hasToString("{\"sub\":\"dp-1\",\"exp\":1777886400}");
    }

    @Test
    void refusesWhatHasExpired() {
        String token = jwts.issue(CLAIMS, NOW, Duration.ofSeconds(10));
        assertThat(jwts.verify(token, NOW.plusMillis(10_749))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jwts.verify(token, NOW.plusMillis(10_750)))
                .withMessage("the token has expired");
    }

    @Test
    void refusesWhatItDidNotIssue() {
        String token = jwts.issue(CLAIMS, NOW, Duration.ofMinutes(5));
        String[] parts = token.split("\\.");
        String other = base64("{\"sub\":\"dp-2\",\"exp\":99999999999}");
        List<String> bad = List.of(
                "",
                "abc",
                "a.b.c",
                Jwts.random().issue(CLAIMS, NOW, Duration.ofMinutes(5)),
                parts[0] + "." + other + "." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + ".%%%",
                base64("{\"alg\":\"none\"}") + "." + other + ".",
                token + ".x");
        for (String each : bad) {
            assertThatIllegalArgumentException()
                    .as(each)
                    .isThrownBy(() -> jwts.verify(each, NOW))
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain(parts[2]));
        }
    }

    @Test
    void checksItsArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Jwts(new byte[31]))
                .withMessageContaining("31");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jwts.issue(CLAIMS, NOW, Duration.ofSeconds(-1)))
                .withMessageContaining("lifetime");
        assertThat(jwts.toString()).isEqualTo("Jwts HmacSHA256");
    }
}
