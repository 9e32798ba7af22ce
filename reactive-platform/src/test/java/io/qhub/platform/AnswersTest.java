package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.platform.model.AuthPrincipal;
import java.util.Objects;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that the Hub has sent in more than one form. */
class AnswersTest extends WireFixture {

    @ParameterizedTest
    @ValueSource(strings = {"{\"openapi\":\"3.0.0\"}", "\"{\\\"openapi\\\":\\\"3.0.0\\\"}\""})
    void anOpenApiDocumentIsReadAsObjectAndAsText(String form) {
        answerJson(200, form);
        assertThat(Objects.requireNonNull(
                                platform().services().getApiDefinition("s", "v").block(WAIT))
                        .get("openapi")
                        .stringValue())
                .isEqualTo("3.0.0");
        assertThat(Objects.requireNonNull(platform()
                                .marketplace()
                                .getMarketplaceServiceOpenapi("m")
                                .block(WAIT))
                        .get("openapi")
                        .stringValue())
                .isEqualTo("3.0.0");
    }

    @Test
    void aTextThatOnlyLooksLikeADocumentStaysText() {
        answerJson(200, "\"{ no document\"");
        assertThat(Objects.requireNonNull(
                                platform().services().getApiDefinition("s", "v").block(WAIT))
                        .stringValue())
                .isEqualTo("{ no document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a b=\"c\"/>", "\"<a b=\\\"c\\\"/>\""})
    void aWorkflowIsReadPlainAndAsJsonText(String form) {
        for (String type : new String[] {"text/plain", "application/xml", "application/json"}) {
            answer(new MockResponse.Builder()
                    .setHeader("Content-Type", type)
                    .body(form)
                    .build());
            assertThat(platform().workflowServices().getWorkflowModel("s", "v").block(WAIT))
                    .isEqualTo("<a b=\"c\"/>");
        }
    }

    @Test
    void theCallerIsReadInTheFormOf2024Too() {
        answerJson(200, "{\"user\":{\"id\":\"u-1\",\"email\":\"a@b\"},\"accessToken\":\"t\",\"roles\":[\"admin\"]}");

        assertThat(platform().authentication().authorize().block(WAIT))
                .isInstanceOfSatisfying(AuthPrincipal.class, principal -> {
                    assertThat(Objects.requireNonNull(principal.user()).id()).isEqualTo("u-1");
                    assertThat(principal.roles()).containsExactly("admin");
                    assertThat(principal.toString()).contains("accessToken=***");
                });
    }
}
