package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qhub.core.json.HubJson;
import io.qhub.platform.model.RegistrySource;
import io.qhub.platform.model.RuntimeConfiguration;
import io.qhub.platform.model.SetProviderTokenRequest;
import io.qhub.platform.model.externalservices.SecurityConfiguration;
import io.qhub.testing.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What must not be read by whoever reads logs, errors and descriptions. */
class SecretsTest extends WireFixture {

    private static final String USER = "us3r-nobody-may-see";
    private static final String PASSWORD = "pa55 w0rd&nobody=may?see";
    private static final String ENCODED = "pa55%20w0rd%26nobody%3Dmay%3Fsee";

    @Test
    void credentialsOfAnExternalServiceReachTheHubAndNobodyElse() {
        CreateExternalServiceRequest request = CreateExternalServiceRequest.builder("n", "https://example.org")
                .securityConfiguration(SecurityConfiguration.BASIC)
                .username(USER)
                .password(PASSWORD)
                .build();
        List<Throwable> failures = new ArrayList<>();
        try (LogCapture log = new LogCapture()) {
            for (int status : new int[] {201, 200, 400, 404, 500, 503, 302}) {
                answerJson(status, status == 201 ? "{\"id\":\"s-1\"}" : "{\"odd\":[]}");
                failures.add(catchThrowable(() -> platform()
                        .externalServices()
                        .createExternalService(request)
                        .block(WAIT)));
                assertThat(taken().getTarget())
                        .isEqualTo("/qc-catalog/v2/external-services?name=n&url=https%3A%2F%2Fexample.org"
                                + "&securityConfiguration=BASIC&username=" + USER + "&password=" + ENCODED);
            }
            failures.removeIf(Objects::isNull);
            assertThat(failures).hasSize(6);
            for (Throwable failure : failures) {
                StringWriter text = new StringWriter();
                failure.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).doesNotContain(USER, PASSWORD, ENCODED);
            }
            assertThat(log.events()).isNotEmpty();
            log.assertNoSecret(USER, PASSWORD, ENCODED);
        }
        assertThat(request.toString()).contains("https://example.org").doesNotContain(PASSWORD);
    }

    @Test
    void secretsInBodiesAreInNoLog() {
        try (LogCapture log = new LogCapture()) {
            answerJson(
                    200,
                    "{\"provider\":\"IBM\",\"grant\":\"gr4nt-x\",\"token\":\"t0ken-x\",\"accessKeyId\":\"k\","
                            + "\"secretAccessKey\":\"s3cret-x\"}");
            platform()
                    .users()
                    .setProviderToken(
                            io.qhub.platform.model.QuantumProvider.IBM, SetProviderTokenRequest.of("pr0vider-x"))
                    .block(WAIT);
            Objects.requireNonNull(platform()
                            .applications()
                            .getAccessToken("app")
                            .log("test.operator")
                            .block(WAIT))
                    .toString();
            platform()
                    .authentication()
                    .createAccessKey(
                            "app",
                            io.qhub.platform.model.authentication.CreateAccessKeyRequest.builder()
                                    .build())
                    .log("test.operator")
                    .block(WAIT);
            assertThat(log.messages("test.operator")).isNotEmpty();
            log.assertNoSecret("gr4nt-x", "t0ken-x", "s3cret-x", "pr0vider-x");
        }
        taken();
        taken();
        taken();
    }

    /** Whatever is named like a secret is not in its record's description. */
    @Test
    void descriptionsOfRecordsHideSecrets() {
        Set<String> hidden = new TreeSet<>();
        for (Map.Entry<String, JsonNode> schema : Contract.schemas().entrySet()) {
            Class<?> type = Models.all().get(schema.getKey());
            if (type == null || !type.isRecord()) {
                continue;
            }
            JsonNode sample = Contract.full(schema.getKey());
            if (schema.getKey().equals("CreateAccessPermissionRequest")) {
                ((tools.jackson.databind.node.ObjectNode) sample).remove("organizationId");
            }
            String described = Objects.requireNonNull(HubJson.<Object>read(HubJson.write(sample), HubJson.type(type)))
                    .toString();
            for (RecordComponent component : type.getRecordComponents()) {
                String name = component.getName();
                String value = sample.path(name).asString("");
                assertThat(described).contains(name + "=");
                if (!value.isEmpty()
                        && !described.contains(name + "=" + value)
                        && component.getType() == String.class) {
                    hidden.add(schema.getKey() + "." + name);
                    assertThat(described).contains(name + "=***");
                }
            }
        }
        assertThat(hidden)
                .containsExactly(
                        "AccessKeyDto.secretAccessKey",
                        "AccessTokenDto.token",
                        "AccessTokenDto.value",
                        "AuthPrincipal.accessToken",
                        "CreateGitIntegrationRequest.token",
                        "DataPoolGrantDto.grant",
                        "RegistrySource.password",
                        "SetProviderTokenRequest.token",
                        "UpdateExternalServiceRequest.password",
                        "UpdateGitIntegrationRequest.token");
        assertThat(RuntimeConfiguration.builder()
                        .environment(Map.of("API_KEY", "s3cret"))
                        .build())
                .hasToString("RuntimeConfiguration[runtime=null, environment=[API_KEY], applyProviderTokens=null]");
        assertThat(RegistrySource.builder("DOCKER", "image").build())
                .hasToString("RegistrySource[type=DOCKER, image=image, tag=null, username=null, password=null]");
    }
}
