package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.HubContext;
import io.qhub.core.credentials.HostEnvironment;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.json.HubJson;
import io.qhub.platform.HubPlatformClient;
import io.qhub.service.model.DataPoolGrant;
import io.qhub.service.model.DataPoolPermission;
import io.qhub.service.model.DataPoolReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/** Data pool grants over real HTTP: where they come from, for whom, how often, and where they go. */
class GrantsTest {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final String GRANTS = "POST /qc-catalog/data-pool-grants";
    private static final DataPoolGrant ROADS = DataPoolGrant.of("roads", "dp-1", "app-1");

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile String life = "{\"exp\":" + Instant.now().plusSeconds(600).getEpochSecond() + "}";
    private final HubPlatformClient platform = HubPlatformClient.builder()
            .baseUrl(server.url("/qc-catalog"))
            .apiKey("pat-1")
            .maxRetries(0)
            .build();
    private final HubServiceClient service = client(builder -> builder.platformClient(platform));

    GrantsTest() {
        server.on(GRANTS, this::issue).on("POST /s/", seen -> ScriptedServer.json(201, "{\"id\":\"e-1\"}"));
    }

    private HubServiceClient client(UnaryOperator<HubServiceClient.Builder> change) {
        return change.apply(
                        HubServiceClient.builder().endpoint(server.url("/s")).maxRetries(0))
                .build();
    }

    @AfterEach
    void close() {
        service.close();
        platform.close();
        server.close();
    }

    private String jwt() {
        return "eyJhbGciOiJSUzI1NiJ9."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(life.getBytes(StandardCharsets.UTF_8)) + ".sig"
                + issued.incrementAndGet();
    }

    private MockResponse issue(ScriptedServer.Seen seen) {
        return ScriptedServer.json(201, "{\"grant\":\"" + jwt() + "\"}");
    }

    private void run(HubServiceClient by, DataPoolGrant... grants) {
        by.run(request(grants)).block(WAIT);
    }

    private static RunRequest request(DataPoolGrant... grants) {
        return RunRequest.builder(Map.of("roads", DataPoolReference.of("dp-0", "mine")))
                .grants(List.of(grants))
                .build();
    }

    private JsonNode started(int index) {
        return HubJson.mapper().readTree(server.seen("POST /s/").get(index).body());
    }

    @Test
    void aGrantReplacesTheReferenceAndIsKept() {
        run(service, ROADS);
        run(service, ROADS);
        run(service, ROADS.withPermission(DataPoolPermission.MODIFY));
        run(service, DataPoolGrant.of("streets", "dp-1", "app-1"));

        assertThat(server.seen(GRANTS)).singleElement().satisfies(seen -> {
            assertThat(seen.body())
                    .isEqualTo("{\"datapoolId\":\"dp-1\",\"applicationId\":\"app-1\",\"permission\":\"MODIFY\"}");
            assertThat(seen.headers().get("X-Auth-Token")).isEqualTo("pat-1");
            assertThat(seen.headers().get("X-OrganizationId")).isNull();
        });
        JsonNode roads = started(0).get("roads");
        assertThat(roads.propertyNames()).containsExactly("id", "ref", "grant");
        assertThat(roads.get("id").stringValue()).isEqualTo("dp-1");
        assertThat(roads.get("ref").stringValue()).isEqualTo("DATAPOOL");
        assertThat(roads.get("grant").stringValue()).endsWith(".sig1");
        assertThat(started(3).get("streets").get("grant").stringValue()).endsWith(".sig1");
        assertThat(started(3).get("roads").get("grant").stringValue()).isEqualTo("mine");
    }

    @Test
    void poolApplicationAndPermissionAreGrantedEachOnItsOwn() {
        run(
                service,
                ROADS,
                DataPoolGrant.of("b", "dp-2", "app-1"),
                DataPoolGrant.of("c", "dp-1", "app-2"),
                ROADS.withPermission(DataPoolPermission.VIEW));

        assertThat(server.seen(GRANTS)).hasSize(4);
        // Of two with one name the last wins.
        assertThat(started(0).get("roads").get("grant").stringValue()).endsWith(".sig4");
    }

    @Test
    void twoOrganizationsGetTwoGrants() {
        run(service.withOrganization("acme"), ROADS);
        run(service.withOrganization("globex"), ROADS);
        run(service, ROADS);
        service.run(request(ROADS))
                .contextWrite(HubContext.organization("acme"))
                .block(WAIT);
        service.run(request(ROADS))
                .contextWrite(HubContext.organization("initech"))
                .block(WAIT);
        run(service.withOrganization("acme").withoutOrganization(), ROADS);

        assertThat(server.seen(GRANTS).stream()
                        .map(seen -> String.valueOf(seen.headers().get("X-OrganizationId"))))
                .containsExactly("acme", "globex", "null", "initech");
        assertThat(server.seen("POST /s/")).hasSize(6).allSatisfy(seen -> assertThat(
                        seen.headers().get("X-OrganizationId"))
                .isNull());
    }

    @Test
    void theOrganizationOfThePlatformClientAndOfTheBuilderCount() {
        try (HubServiceClient ofPlatform = client(b -> b.platformClient(platform.withOrganization("acme")));
                HubServiceClient ofBuilder =
                        client(b -> b.platformClient(platform).organization("globex"))) {
            run(ofPlatform, ROADS);
            run(ofBuilder, ROADS);
            ofBuilder
                    .run(request(ROADS))
                    .contextWrite(HubContext.withoutOrganization())
                    .block(WAIT);
        }
        assertThat(server.seen(GRANTS).stream()
                        .map(seen -> String.valueOf(seen.headers().get("X-OrganizationId"))))
                .containsExactly("acme", "globex", "null");
    }

    @Test
    void aThousandRunsAtOnceGetOneGrant() {
        Flux.range(0, 1000).flatMap(i -> service.run(request(ROADS)), 1000).blockLast(WAIT);

        assertThat(server.seen(GRANTS)).hasSize(1);
        assertThat(server.seen("POST /s/")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exp\":\"soon\"}", "[]", "no json", "{\"exp\":1}", "{\"exp\":-1e300}"})
    void aGrantWhoseEndIsNotKnownIsUsedOnce(String payload) {
        life = payload;
        run(service, ROADS);
        run(service, ROADS);

        assertThat(server.seen(GRANTS)).hasSize(2);
        assertThat(started(1).get("roads").get("grant").stringValue()).endsWith(".sig2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.%%%.c", "a.b", "..."})
    void aTextThatIsNoJwtIsUsedOnce(String token) {
        server.on(GRANTS, "{\"token\":\"" + token + "\"}");
        run(service, ROADS);
        run(service, ROADS);

        assertThat(server.seen(GRANTS)).hasSize(2);
        assertThat(started(1).get("roads").get("grant").stringValue()).isEqualTo(token);
    }

    @Test
    void aGrantThatEndsWithin30SecondsIsNotKept() {
        life = "{\"exp\":" + Instant.now().plusSeconds(25).getEpochSecond() + "}";
        run(service, ROADS);
        run(service, ROADS);
        assertThat(server.seen(GRANTS)).hasSize(2);
    }

    @Test
    void withoutAPlatformClientNothingIsSent() {
        try (HubServiceClient without = client(UnaryOperator.identity())) {
            assertThatThrownBy(() -> run(without, ROADS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("api_key is required for data pool grant acquisition");
            assertThatThrownBy(() -> run(without.withOrganization("acme"), ROADS))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(server.seen).isEmpty();
            run(without);
            assertThat(server.lines()).containsExactly("POST /s/");
        }
    }

    @Test
    void aRefusedGrantStartsNothing() {
        server.on(GRANTS, seen -> ScriptedServer.json(403, "{\"message\":\"no\"}"));
        assertThatThrownBy(() -> run(service, ROADS)).isInstanceOf(ForbiddenException.class);
        assertThat(server.lines()).containsExactly(GRANTS);
    }

    // ---- From the environment ----

    private HubServiceClient ambient(Map<String, String> variables, Path home) {
        return client(b -> b.platformFromEnvironment(
                new HostEnvironment(variables::get, home, false),
                p -> p.baseUrl(server.url("/qc-catalog")).maxRetries(0)));
    }

    @Test
    void theAmbientCredentialAndOrganizationAreUsedWhenAskedFor(@TempDir Path home) {
        try (HubServiceClient client =
                ambient(Map.of("KQH_PERSONAL_ACCESS_TOKEN", "pat-9", "KQH_ORGANIZATION_ID", "ambient"), home)) {
            assertThat(server.seen).isEmpty();
            run(client, ROADS);
            client.run(request(ROADS))
                    .contextWrite(HubContext.organization("acme"))
                    .block(WAIT);
            client.run(request(ROADS))
                    .contextWrite(HubContext.withoutOrganization())
                    .block(WAIT);
            run(client.withOrganization("globex"), ROADS);
        }
        assertThat(server.seen(GRANTS))
                .allSatisfy(
                        seen -> assertThat(seen.headers().get("X-Auth-Token")).isEqualTo("pat-9"));
        assertThat(server.seen(GRANTS).stream()
                        .map(seen -> String.valueOf(seen.headers().get("X-OrganizationId"))))
                .containsExactly("ambient", "acme", "null", "globex");
    }

    @Test
    void anEnvironmentWithoutACredentialSaysWhereItLooked(@TempDir Path home) {
        try (HubServiceClient client = ambient(Map.of(), home)) {
            assertThatThrownBy(() -> run(client, ROADS))
                    .isInstanceOf(CredentialUnavailableException.class)
                    .hasMessageContaining("KQH_PERSONAL_ACCESS_TOKEN");
            run(client);
        }
        assertThat(server.lines()).containsExactly("POST /s/");
    }
}
