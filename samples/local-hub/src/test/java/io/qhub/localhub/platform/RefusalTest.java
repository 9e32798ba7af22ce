package io.qhub.localhub.platform;

import static io.qhub.localhub.platform.PlainClient.ok;
import static io.qhub.localhub.platform.PlainClient.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.PlatformSettings.ListingForm;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RefusalTest {

    private final LocalHub hub = LocalHub.start();
    private final PlainClient client = PlainClient.platform(hub);

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/datapools|{}|422|name is required",
                "POST|/datapools|{\"name\":null}|422|name is required",
                "POST|/datapools|{\"name\":7}|422|name must be a string",
                "POST|/datapools|[1]|400|the request body must be a JSON object",
                "POST|/datapools|{\"name\":|400|not valid JSON",
                "POST|/algorithms|{\"name\":\"a\",\"computationModel\":\"MAGIC\"}|422|CLASSIC, QUANTUM, HYBRID",
                "POST|/organizations|{\"name\":\"a\",\"billingAddress\":{\"street\":\"s\"}}|422|billingAddress.postalCode is required",
                "POST|/billing/budgets|{\"name\":\"b\",\"amountMajor\":3,\"period\":\"MONTHLY\"}|422|amountMajor must be an object",
                "POST|/billing/budgets|{\"name\":\"b\",\"amountMajor\":{},\"period\":\"MONTHLY\",\"alertThresholds\":[1,\"x\"]}|422|alertThresholds[1] must be an integer",
                "POST|/access-tokens|{\"name\":\"t\",\"expiresAt\":\"soon\"}|422|expiresAt must be an ISO-8601 date",
                "POST|/access-tokens|{\"name\":\"t\",\"expiresAt\":\"2020-01-01\"}|422|in the future",
                "GET|/dashboard/costs?year=2026||400|month is required",
                "GET|/dashboard/costs?year=2026&month=x||400|month must be an integer",
                "GET|/dashboard/costs?year=2026&month=13||400|1 to 12",
                "GET|/billing/cost-reports?from=2026-01-01&to=never||400|to must be an ISO-8601 date",
                "GET|/services?lifecycle=GONE||400|lifecycle must be one of CREATED, ACCESSIBLE, PUBLISHED",
                "GET|/services?page=-1||400|page must be an integer of at least 0",
                "GET|/services?sort=nothing||400|unknown field: nothing",
                "GET|/services?sort=name,up||400|field,asc or field,desc",
                "GET|/datapools/none||404|/datapools/none",
                "DELETE|/v2/applications/none||404|/v2/applications/none",
                "GET|/eligibility/FLYING||404|FLYING",
                "PUT|/my/provider-tokens/ACME|{\"token\":\"t\"}|404|ACME",
            })
    void saysWhatIsWrong(String method, String path, String body, int status, String message) {
        assertThat(refusal(client.send(method, path, body == null ? "" : body), status))
                .contains(message);
    }

    @Test
    void takesOnlyGoodTokens() {
        assertThat(refusal(PlainClient.at(hub.platformUrl()).get("/datapools"), 401))
                .contains("missing");
        PlainClient stranger = PlainClient.platform(hub, "a-secret-that-nobody-knows");
        assertThat(refusal(stranger.get("/datapools"), 401))
                .contains("not valid")
                .doesNotContain("secret");
        PlainClient user = PlainClient.user(hub);
        JsonNode created = user.post(
                "/user-settings/personal-access-tokens",
                "{\"name\":\"ci\",\"expiresAt\":\"" + LocalDate.now().plusYears(1) + "\"}");
        String value = created.get("value").stringValue();
        PlainClient mine = PlainClient.platform(hub, value);
        mine.create("/datapools", "{\"name\":\"n\"}");
        assertThat(client.getJson("/datapools")).hasSize(1);
        // The two APIs have the same tokens, and neither tells one twice.
        JsonNode listed = client.getJson("/access-tokens").get(0);
        assertThat(listed.get("id")).isEqualTo(created.get("id"));
        assertThat(listed.has("value") || listed.has("token")).isFalse();
        assertThat(ok(mine.send("POST", "/authorize", ""), 200)
                        .get("accessToken")
                        .get("name")
                        .stringValue())
                .isEqualTo("ci");
        user.delete("/user-settings/personal-access-tokens/" + created.get("id").stringValue());
        assertThat(mine.get("/datapools").statusCode()).isEqualTo(401);
    }

    @Test
    void conflictsAre409() {
        String git = "{\"name\":\"n\",\"provider\":\"GITHUB\",\"token\":\"secret-token\"}";
        assertThat(client.post("/git-integrations", git).toString()).doesNotContain("secret-token");
        assertThat(refusal(client.send("POST", "/git-integrations", git), 409)).contains("already");
        String budget = "{\"name\":\"b\",\"amountMajor\":{\"value\":5},\"period\":\"MONTHLY\"}";
        client.post("/billing/budgets", budget);
        assertThat(refusal(client.send("POST", "/billing/budgets", budget), 409))
                .contains("already");
        String algorithm = client.create("/algorithms", "{\"name\":\"a\",\"computationModel\":\"HYBRID\"}");
        assertThat(ok(client.send("POST", "/algorithms/" + algorithm + "/publish", "{}"), 200)
                        .get("public")
                        .booleanValue())
                .isTrue();
        assertThat(refusal(client.send("POST", "/algorithms/" + algorithm + "/publish", "{}"), 409))
                .contains("already published");
        hub.platform().addUser("eve@example.org", "eve-token");
        PlainClient eve = PlainClient.platform(hub, "eve-token");
        assertThat(eve.getJson("/marketplace/algorithms").get("totalElements").intValue())
                .isEqualTo(1);
        eve.getJson("/algorithms/" + algorithm);
        assertThat(eve.status("DELETE", "/algorithms/" + algorithm)).isEqualTo(403);
        assertThat(eve.getJson("/algorithms").get("totalElements").intValue()).isZero();
    }

    @Test
    void updatesKeepWhatTheyDoNotName() {
        String id = client.create("/algorithms", "{\"name\":\"a\",\"computationModel\":\"HYBRID\",\"intent\":\"i\"}");
        JsonNode changed = client.put(
                "/algorithms/" + id,
                "{\"name\":\"b\",\"computationModel\":\"CLASSIC\",\"problemTypeUuids\":[\"x\"],\"nisqReady\":true}");
        assertThat(changed.get("intent").stringValue()).isEqualTo("i");
        assertThat(changed.get("problemTypes").get(0).get("uuid").stringValue()).isEqualTo("x");
        assertThat(client.put(
                                "/algorithms/" + id,
                                "{\"name\":\"b\",\"computationModel\":\"CLASSIC\",\"problemTypeUuids\":[],\"intent\":null}")
                        .has("intent"))
                .isFalse();
        assertThat(client.getJson("/algorithms/" + id).get("problemTypes")).isEmpty();
        assertThat(client.getJson("/algorithms/" + id).get("id").stringValue()).isEqualTo(id);
    }

    @Test
    void pagesAreSortedAndSearched() {
        for (String name : new String[] {"delta", "alpha", "charlie", "bravo"}) {
            client.create("/algorithms", "{\"name\":\"" + name + "\",\"computationModel\":\"HYBRID\"}");
        }
        JsonNode page = client.getJson("/algorithms?sort=name,desc&page=1&size=3");
        assertThat(page.get("content").get(0).get("name").stringValue()).isEqualTo("alpha");
        assertThat(page.get("content")).hasSize(1);
        assertThat(page.get("totalElements").intValue()).isEqualTo(4);
        assertThat(page.get("totalPages").intValue()).isEqualTo(2);
        assertThat(client.getJson("/algorithms?search=HA").get("content")).hasSize(2);
        assertThat(client.getJson("/algorithms?page=9").get("content")).isEmpty();
    }

    @Test
    void theSettingGivesListingsAnotherForm() {
        for (int i = 0; i < 3; i++) {
            client.create("/datapools", "{\"name\":\"p" + i + "\"}");
            client.create("/algorithms", "{\"name\":\"a" + i + "\",\"computationModel\":\"HYBRID\"}");
        }
        assertThat(client.getJson("/datapools").isArray()).isTrue();
        hub.platform().settings().listingForm(ListingForm.PAGES);
        JsonNode page = client.getJson("/datapools?size=2&page=1&sort=name,desc");
        assertThat(page.get("content").get(0).get("name").stringValue()).isEqualTo("p0");
        assertThat(page.get("page").intValue()).isEqualTo(1);
        hub.platform().settings().listingForm(ListingForm.ARRAYS);
        assertThat(client.getJson("/algorithms").isArray()).isTrue();
        assertThat(client.getJson("/datapools").isArray()).isTrue();
        hub.platform().settings().listingForm(ListingForm.SPRING_PAGES);
        JsonNode spring = client.getJson("/algorithms?size=2");
        assertThat(spring.get("number").intValue()).isZero();
        assertThat(spring.get("last").booleanValue()).isFalse();
        assertThat(spring.get("pageable").get("pageSize").intValue()).isEqualTo(2);
        assertThat(spring.has("page")).isFalse();
        assertThat(client.getJson("/datapools").get("content")).hasSize(3);
    }

    @Test
    void aHubHasNothingInCommonWithAnother() {
        try (LocalHub other = LocalHub.start()) {
            client.create("/datapools", "{\"name\":\"n\"}");
            assertThat(PlainClient.platform(other).getJson("/datapools")).isEmpty();
        }
    }
}
