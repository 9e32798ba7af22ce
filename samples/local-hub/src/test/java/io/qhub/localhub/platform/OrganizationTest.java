package io.qhub.localhub.platform;

import static io.qhub.localhub.platform.PlainClient.ok;
import static io.qhub.localhub.platform.PlainClient.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OrganizationTest {

    private static final String ADDRESS = "{\"street\":\"s\",\"postalCode\":\"1\",\"city\":\"c\",\"country\":\"d\"}";

    private final LocalHub hub = LocalHub.start();
    private final PlainClient owner = PlainClient.platform(hub);
    private final PlainClient eve = PlainClient.platform(hub, "eve-token");
    private String organization = "";

    @BeforeEach
    void create() {
        hub.platform().addUser("eve@example.org", "eve-token");
        organization = owner.create("/organizations", "{\"name\":\"acme\",\"billingAddress\":" + ADDRESS + "}");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private void join(PlainClient user, String email, String role) {
        owner.post(
                "/organizations/" + organization + "/members",
                "{\"email\":\"" + email + "\",\"role\":\"" + role + "\"}");
        String invitation = user.getJson("/my/invitations").get(0).get("id").stringValue();
        ok(user.send("POST", "/my/invitations/" + invitation + "/accept", ""), 200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/datapools|{\"name\":\"n\"}",
                "/v2/applications|{\"name\":\"n\"}",
                "/algorithms|{\"name\":\"n\",\"computationModel\":\"HYBRID\"}",
                "/implementations|{\"name\":\"n\"}",
                "/use-cases|{\"title\":\"n\"}",
                "/git-integrations|{\"name\":\"n\",\"provider\":\"GITHUB\",\"token\":\"t\"}",
                "/billing/budgets|{\"name\":\"n\",\"amountMajor\":{\"value\":1},\"period\":\"MONTHLY\"}",
            })
    void whatAnAccountOwnsNoOtherOneSees(String path, String body) {
        join(eve, "eve@example.org", "OWNER");
        PlainClient[] accounts = {
            owner, owner.organization(organization), owner.organization("another"), eve, eve.organization(organization)
        };
        int[] sees = {0, 1, 2, 3, 1};
        String[] ids = new String[4];
        for (int i = 0; i < 4; i++) {
            ids[i] = accounts[i].create(path, body);
        }
        for (int i = 0; i < accounts.length; i++) {
            JsonNode list = accounts[i].getJson(path);
            JsonNode shown = list.isArray() ? list : list.get("content");
            // The user has one application from the start.
            assertThat(shown.valueStream().filter(one -> !PlainClient.is(one, "name", "local-hub")))
                    .hasSize(1);
            for (int k = 0; k < 4; k++) {
                boolean visible = sees[i] == k;
                assertThat(accounts[i].get(path + "/" + ids[k]).statusCode()).isEqualTo(visible ? 200 : 404);
                if (!visible) {
                    assertThat(accounts[i].status("DELETE", path + "/" + ids[k]))
                            .isEqualTo(404);
                    assertThat(accounts[i]
                                    .send("PUT", path + "/" + ids[k], body)
                                    .statusCode())
                            .isIn(404, 405);
                }
            }
        }
    }

    @Test
    void onlyMembersActForAnOrganization() {
        assertThat(refusal(eve.organization(organization).get("/datapools"), 403))
                .contains(organization);
        assertThat(eve.get("/organizations/" + organization).statusCode()).isEqualTo(404);
        assertThat(eve.getJson("/organizations")).isEmpty();
        assertThat(owner.getJson("/organizations")).hasSize(1);
        join(eve, "eve@example.org", "VIEWER");
        assertThat(eve.getJson("/organizations").get(0).get("role").stringValue())
                .isEqualTo("VIEWER");
        assertThat(eve.getJson("/my/accounts")).hasSize(2);
        assertThat(ok(eve.send("POST", "/authorize", ""), 200)
                        .get("organizationMemberships")
                        .get(0)
                        .get("role")
                        .stringValue())
                .isEqualTo("VIEWER");
        eve.organization(organization).getJson("/datapools");
    }

    @Test
    void rolesSayWhatMembersMayDo() {
        PlainClient acme = owner.organization(organization);
        String pool = acme.create("/datapools", "{\"name\":\"n\"}");
        join(eve, "eve@example.org", "VIEWER");
        PlainClient member = eve.organization(organization);
        assertThat(member.getJson("/datapools/" + pool)
                        .get("currentUserPermission")
                        .stringValue())
                .isEqualTo("VIEWER");
        assertThat(refusal(member.send("POST", "/datapools", "{\"name\":\"m\"}"), 403))
                .contains("VIEWER");
        assertThat(member.status("DELETE", "/datapools/" + pool)).isEqualTo(403);
        String members = "/organizations/" + organization + "/members";
        JsonNode eveMember = member(owner.getJson(members), "eve@example.org");
        String path = members + "/" + eveMember.get("id").stringValue();
        assertThat(refusal(eve.send("PUT", path, "{\"role\":\"OWNER\"}"), 403)).contains("OWNER");
        assertThat(owner.put(path, "{\"role\":\"MAINTAINER\"}").get("role").stringValue())
                .isEqualTo("MAINTAINER");
        member.create("/datapools", "{\"name\":\"m\"}");
        assertThat(eve.status("DELETE", "/organizations/" + organization)).isEqualTo(403);
        // The last owner stays.
        JsonNode own = member(owner.getJson(members), "user@localhub.example");
        assertThat(refusal(
                        owner.send("PUT", members + "/" + own.get("id").stringValue(), "{\"role\":\"VIEWER\"}"), 400))
                .contains("at least one OWNER");
        // Whoever leaves is out at once.
        eve.delete(path);
        assertThat(member.get("/datapools").statusCode()).isEqualTo(403);
    }

    private static JsonNode member(JsonNode members, String email) {
        return members.valueStream()
                .filter(one -> PlainClient.is(one, "email", email))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anInvitationIsAnsweredOnce() {
        String members = "/organizations/" + organization + "/members";
        JsonNode pending = owner.post(members, "{\"email\":\"eve@example.org\",\"role\":\"VIEWER\"}");
        assertThat(pending.get("status").stringValue()).isEqualTo("PENDING");
        assertThat(refusal(owner.send("POST", members, "{\"email\":\"eve@example.org\",\"role\":\"VIEWER\"}"), 409))
                .contains("already a member");
        assertThat(refusal(owner.send("POST", members, "{\"role\":\"VIEWER\"}"), 422))
                .contains("email", "userId");
        assertThat(eve.getJson("/user-notifications")
                        .get("content")
                        .get(0)
                        .get("type")
                        .stringValue())
                .isEqualTo("INVITATION");
        String invitation = eve.getJson("/my/invitations").get(0).get("id").stringValue();
        assertThat(owner.getJson("/my/invitations")).isEmpty();
        assertThat(owner.status("POST", "/my/invitations/" + invitation + "/accept"))
                .isEqualTo(404);
        ok(eve.send("POST", "/my/invitations/" + invitation + "/accept", ""), 200);
        assertThat(refusal(eve.send("POST", "/my/invitations/" + invitation + "/decline", ""), 409))
                .contains("ACCEPTED");
    }

    @Test
    void aSharedPoolIsSeenByWhomItIsSharedWith() {
        String pool = owner.create("/datapools", "{\"name\":\"n\"}");
        String file = owner.addFile(pool, "f", new byte[] {7}).get("id").stringValue();
        String eveId = ok(eve.send("POST", "/authorize", ""), 200).get("id").stringValue();
        String body = "{\"datapoolId\":\"" + pool + "\",\"recipientType\":\"USER\",\"recipientId\":\"" + eveId
                + "\",\"permission\":\"VIEWER\"}";
        assertThat(eve.send("POST", "/data-pool-shares", body).statusCode()).isEqualTo(404);
        String share = owner.create("/data-pool-shares", body);
        assertThat(refusal(owner.send("POST", "/data-pool-shares", body), 409)).contains("already");
        assertThat(eve.getJson("/datapools")).hasSize(1);
        assertThat(eve.bytes("/datapools/" + pool + "/files/" + file).body()).containsExactly(7);
        assertThat(eve.upload("POST", "/datapools/" + pool + "/files", "file", "x", "text/plain", new byte[1])
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.platform().storedFiles()).isEqualTo(1);
        owner.put("/data-pool-shares/" + share, "{\"permission\":\"MAINTAINER\"}");
        eve.addFile(pool, "x", new byte[1]);
        assertThat(eve.status("DELETE", "/datapools/" + pool)).isEqualTo(403);
        owner.delete("/data-pool-shares/" + share);
        assertThat(eve.get("/datapools/" + pool).statusCode()).isEqualTo(404);
        assertThat(eve.getJson("/datapools")).isEmpty();
    }

    @Test
    void whatAnOrganizationOwnsGoesWithIt() {
        PlainClient acme = owner.organization(organization);
        String pool = acme.create("/datapools", "{\"name\":\"n\"}");
        acme.addFile(pool, "f", new byte[1]);
        assertThat(refusal(
                        owner.send("POST", "/organizations", "{\"name\":\"ACME\",\"billingAddress\":" + ADDRESS + "}"),
                        409))
                .contains("ACME");
        owner.delete("/organizations/" + organization);
        assertThat(owner.get("/organizations/" + organization).statusCode()).isEqualTo(404);
        assertThat(acme.getJson("/datapools")).isEmpty();
    }

    @Test
    void aHubWithNamedOrganizationsKnowsNoOthersUntilTheyAreCreated() {
        try (LocalHub closed = LocalHub.builder().organizations("acme").start()) {
            PlainClient client = PlainClient.platform(closed);
            assertThat(client.getJson("/organizations").get(0).get("id").stringValue())
                    .isEqualTo("acme");
            client.organization("acme").getJson("/datapools");
            assertThat(client.organization("other").get("/datapools").statusCode())
                    .isEqualTo(403);
            String created = client.create("/organizations", "{\"name\":\"new\",\"billingAddress\":" + ADDRESS + "}");
            client.organization(created).getJson("/datapools");
            PlainClient quantum = PlainClient.at(closed.quantumUrl()).with("X-Auth-Token", closed.token());
            quantum.organization(created).getJson("/jobs");
            assertThat(quantum.organization("other").get("/jobs").statusCode()).isEqualTo(403);
        }
    }
}
