package io.qhub.localhub.platform;

import static io.qhub.localhub.platform.PlainClient.is;
import static io.qhub.localhub.platform.PlainClient.ok;
import static io.qhub.localhub.platform.PlainClient.refusal;
import static io.qhub.localhub.platform.PlainClient.versionId;
import static io.qhub.localhub.platform.PlainClient.versionPath;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.gateway.LogSeverity;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ServiceTest {

    private static final String QUBO = "{\"qubo\":[[-1,2],[0,-1]]}";

    private final LocalHub hub = LocalHub.builder()
            .queueTime(Duration.ZERO)
            .runTime(Duration.ofMillis(1))
            .platform(settings -> settings.buildTime(Duration.ofMillis(1)))
            .deployedService("waiting", run -> {
                run.log(LogSeverity.WARNING, "waiting");
                return Mono.never();
            })
            .deployedService("pools", run -> run.dataPools()
                    .get("pool")
                    .files()
                    .map(file -> file.name() + ":" + file.content().length())
                    .collectList()
                    .map(names -> {
                        ObjectNode json = JsonNodeFactory.instance.objectNode();
                        json.put("modifiable", run.dataPools().get("pool").isModifiable());
                        names.forEach(json.putArray("names")::add);
                        return json;
                    }))
            .start();
    private final PlainClient client = PlainClient.platform(hub);

    @AfterEach
    void close() {
        hub.close();
    }

    private HttpResponse<String> create(String name, byte[] code) {
        return client.upload("POST", "/v2/managed-services?name=" + name, "userCode", "c.zip", "application/zip", code);
    }

    private String application(String name) {
        return client.create("/v2/applications", "{\"name\":\"" + name + "\"}");
    }

    private PlainClient gateway(JsonNode service, String application) {
        String token = ok(client.send("POST", "/v2/applications/" + application + "/access-token", ""), 200)
                .get("value")
                .stringValue();
        return PlainClient.at(endpoint(service)).with("Authorization", "Bearer " + token);
    }

    private static String endpoint(JsonNode service) {
        return service.get("serviceDefinitions").get(0).get("gatewayEndpoint").stringValue();
    }

    // ---------------------------------------------------------------------------------------------- builds

    @Test
    void aBuildTakesTimeAndWritesLines() {
        hub.platform().settings().buildTime(Duration.ofMillis(600));
        JsonNode service = ok(create("slow%20one", PlainClient.ZIP), 201);
        JsonNode version = service.get("serviceDefinitions").get(0);
        assertThat(version.get("lifecycle").stringValue()).isEqualTo("CREATED");
        assertThat(version.get("context").stringValue()).isEqualTo("/local-user/slow-one/1.0.0");
        assertThat(version.get("configurations")).hasSize(2);
        List<String> steps = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        String path = versionPath(service);
        client.await(path + "/build-status", job -> {
            String step = job.get("step").stringValue();
            if (!steps.contains(step)) {
                steps.add(step);
            }
            lines.add(client.get(path + "/build-logs").body().split("\n").length);
            return is(job, "status", "SUCCESS");
        });
        assertThat(steps.get(steps.size() - 1)).isEqualTo("PUSH_IMAGE");
        assertThat(lines).isSorted();
        assertThat(client.getJson(path + "/build-status")
                        .get("validationResult")
                        .get("state")
                        .stringValue())
                .isEqualTo("SUCCESS");
        assertThat(client.bytes(path + "/source-code").body()).isEqualTo(PlainClient.ZIP);
        assertThat(client.getJson("/services")
                        .get("content")
                        .get(0)
                        .get("buildStatus")
                        .stringValue())
                .isEqualTo("SUCCESS");
    }

    @Test
    void duringABuildNothingIsPublished() {
        hub.platform().settings().buildTime(Duration.ofMinutes(10));
        JsonNode service = ok(create("slow", PlainClient.ZIP), 201);
        String path = versionPath(service);
        assertThat(client.getJson(path + "/build-status").get("status").stringValue())
                .isEqualTo("WORKING");
        assertThat(client.getJson(path + "/build-status").get("step").stringValue())
                .isEqualTo("INIT");
        assertThat(client.getJson(path + "/build-status").has("finishedAt")).isFalse();
        for (String verb : new String[] {"publish", "publish-internal", "unpublish"}) {
            assertThat(refusal(client.send("POST", path + "/" + verb, ""), 409)).contains("still being built");
        }
        assertThat(refusal(
                        client.upload(
                                "POST",
                                "/v3" + path + "/source-code",
                                "file",
                                "c.zip",
                                "application/zip",
                                PlainClient.ZIP),
                        400))
                .contains("still being built");
        assertThat(PlainClient.at(endpoint(service)).get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void aBuildThatFailsSaysWhy() {
        JsonNode service = ok(create("broken", "no zip".getBytes(StandardCharsets.UTF_8)), 201);
        String path = versionPath(service);
        JsonNode job = client.await(path + "/build-status", found -> is(found, "status", "FAILURE"));
        assertThat(job.get("validationResult").get("state").stringValue()).isEqualTo("ERROR");
        assertThat(job.get("validationResult").get("summary").stringValue()).contains("not a zip");
        assertThat(client.get(path + "/build-logs").body()).contains("ERROR the user code is not a zip archive");
        assertThat(refusal(client.send("POST", path + "/publish", ""), 409)).contains("failed");
        // New code is a new build, and the old code is gone.
        ok(
                client.upload(
                        "POST", "/v3" + path + "/source-code", "file", "c.zip", "application/zip", PlainClient.ZIP),
                200);
        client.await(path + "/build-status", found -> is(found, "status", "SUCCESS"));
        client.publish(service);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(hub.platform().storedFiles()).isEqualTo(1));
        hub.platform().settings().buildFailure("out of memory");
        JsonNode another = ok(create("another", PlainClient.ZIP), 201);
        assertThat(client.await(versionPath(another) + "/build-status", found -> is(found, "status", "FAILURE"))
                        .toString())
                .contains("out of memory");
    }

    // ---------------------------------------------------------------------------------------- publication

    @Test
    void onlyOnePublicationRunsAtATime() {
        JsonNode service = client.service("one");
        // Whichever comes first is still at it when the test ends.
        hub.platform().settings().publicationTime(Duration.ofMinutes(10));
        CompletableFuture<?> refused = CompletableFuture.anyOf(
                client.sendAsync(
                        "POST", versionPath(service) + "/publish", BodyPublishers.noBody(), "application/json"),
                client.sendAsync(
                        "POST", versionPath(service) + "/unpublish", BodyPublishers.noBody(), "application/json"));
        assertThat(refused.orTimeout(30, TimeUnit.SECONDS).join())
                .isInstanceOfSatisfying(HttpResponse.class, response -> {
                    assertThat(response.statusCode()).isEqualTo(409);
                    assertThat(response.body().toString()).contains("in progress");
                });
        assertThat(client.getJson(versionPath(service)).get("lifecycle").stringValue())
                .isEqualTo("CREATED");
    }

    @Test
    void theMarketplaceShowsWhatIsPublished() {
        hub.platform().addUser("eve@example.org", "eve-token");
        PlainClient eve = PlainClient.platform(hub, "eve-token");
        JsonNode service = client.service("tour finder");
        String id = service.get("id").stringValue();
        String eveApplication = eve.create("/v2/applications", "{\"name\":\"hers\"}");
        String body = "{\"serviceId\":\"" + id + "\",\"applicationId\":\"" + eveApplication + "\"}";
        assertThat(eve.getJson("/v2/apis")).isEmpty();
        assertThat(eve.get("/services/" + id).statusCode()).isEqualTo(404);
        assertThat(eve.send("POST", "/subscriptions", body).statusCode()).isEqualTo(404);
        ok(client.send("POST", versionPath(service) + "/publish-internal", ""), 200);
        assertThat(eve.getJson("/v2/apis")).isEmpty();
        assertThat(eve.send("POST", "/subscriptions", body).statusCode()).isEqualTo(404);
        client.post(
                "/managed-services/" + id + "/versions/" + versionId(service) + "/pricing-plans",
                "{\"type\":\"COMMERCIAL\",\"chargedProducts\":[\"CPU\"]}");
        assertThat(client.publish(service).get("lifecycle").stringValue()).isEqualTo("PUBLISHED");
        JsonNode listing = eve.getJson("/v2/apis").get(0);
        assertThat(listing.get("serviceId").stringValue()).isEqualTo(id);
        assertThat(listing.get("pricingCategory").stringValue()).isEqualTo("COMMERCIAL");
        String path = "/v2/apis/" + listing.get("id").stringValue();
        assertThat(eve.getJson(path)).isEqualTo(eve.getJson("/v2/apis/" + id));
        assertThat(eve.getJson(path + "/api-spec").get("openapi").stringValue()).startsWith("3.");
        assertThat(eve.bytes(path + "/logo").headers().firstValue("Content-Type"))
                .hasValue("image/png");
        JsonNode subscription = eve.post("/subscriptions", body);
        assertThat(subscription.get("api").get("gatewayEndpoint").stringValue()).isEqualTo(endpoint(service));
        assertThat(refusal(eve.send("POST", "/subscriptions", body), 409)).contains("already subscribed");
        assertThat(refusal(client.send("POST", versionPath(service) + "/unpublish", ""), 409))
                .isEqualTo("service is still subscribed");
        assertThat(refusal(client.send("POST", versionPath(service) + "/commands", "{\"type\":\"UNPUBLISH\"}"), 409))
                .isEqualTo("service is still subscribed");
        HttpResponse<String> forced =
                client.send("POST", versionPath(service) + "/commands", "{\"type\":\"UNPUBLISH_FORCE\"}");
        assertThat(forced.statusCode()).isEqualTo(200);
        assertThat(forced.body()).isEmpty();
        assertThat(eve.getJson("/subscriptions")).isEmpty();
        assertThat(eve.getJson("/v2/apis")).isEmpty();
    }

    @Test
    void anApiDefinitionIsReplaced() {
        JsonNode service = client.service("described");
        String path = versionPath(service) + "/api-spec";
        assertThat(client.getJson(path).get("servers").get(0).get("url").stringValue())
                .isEqualTo(endpoint(service));
        for (String title : new String[] {"one", "two"}) {
            byte[] definition =
                    ("{\"openapi\":\"3.0.0\",\"info\":{\"title\":\"" + title + "\"}}").getBytes(StandardCharsets.UTF_8);
            assertThat(client.upload("PUT", "/v3" + path, "file", "a.json", "application/json", definition)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(client.getJson(path).get("info").get("title").stringValue())
                    .isEqualTo(title);
        }
    }

    // ------------------------------------------------------------------------------------- at the gateway

    @Test
    void aSubscriptionLeadsToTheGateway() {
        JsonNode service = client.service("solver");
        client.publish(service);
        String application = application("mine");
        PlainClient stranger = gateway(service, application);
        assertThat(stranger.send("POST", "/", QUBO).statusCode()).isEqualTo(403);
        String subscription = client.subscribe(service.get("id").stringValue(), application)
                .get("id")
                .stringValue();
        assertThat(client.getJson("/v2/applications/" + application)
                        .get("subscriptionCount")
                        .intValue())
                .isEqualTo(1);
        PlainClient gateway = gateway(service, application);
        JsonNode started = gateway.post("/", QUBO);
        assertThat(started.get("serviceId")).isEqualTo(service.get("id"));
        assertThat(started.get("serviceDefinitionId").stringValue()).isEqualTo(versionId(service));
        String id = started.get("id").stringValue();
        gateway.await("/" + id, json -> is(json, "status", "SUCCEEDED"));
        JsonNode record = client.getJson("/service-executions?applicationId=" + application)
                .get("content")
                .get(0);
        assertThat(record.get("id").stringValue()).isEqualTo(id);
        assertThat(record.get("subscriptionId").stringValue()).isEqualTo(subscription);
        assertThat(client.getJson("/service-executions/" + id + "/input")).hasToString(QUBO);
        assertThat(client.getJson("/service-executions/" + id + "/result"))
                .isEqualTo(gateway.getJson("/" + id + "/result"));
        assertThat(client.getJson("/service-executions?applicationId=none").get("content"))
                .isEmpty();
        assertThat(client.getJson("/subscriptions/" + subscription + "/service-executions")
                        .get(0)
                        .get("status")
                        .stringValue())
                .isEqualTo("SUCCEEDED");
        // Nobody else sees it, and whoever ends the subscription is out.
        hub.platform().addUser("eve@example.org", "eve-token");
        assertThat(PlainClient.platform(hub, "eve-token")
                        .get("/service-executions/" + id)
                        .statusCode())
                .isEqualTo(404);
        client.delete("/subscriptions/" + subscription);
        assertThat(gateway.send("POST", "/", QUBO).statusCode()).isEqualTo(403);
        client.subscribe(service.get("id").stringValue(), application);
        client.delete("/v2/applications/" + application);
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        gateway.send("POST", "/", QUBO).statusCode())
                .isEqualTo(403));
        client.delete("/services/" + service.get("id").stringValue());
        assertThat(gateway.send("POST", "/", QUBO).statusCode()).isEqualTo(404);
    }

    @Test
    void meteringEarnsTheProvider() {
        for (PlainClient provider : new PlainClient[] {client, client.organization("acme")}) {
            JsonNode service = ok(
                    provider.upload(
                            "POST",
                            "/v2/external-services?name=e&url=https%3A%2F%2Fexample.org&username=u&password=pass-word",
                            "apiDefinition",
                            "a.json",
                            "application/json",
                            new byte[2]),
                    201);
            assertThat(service.toString()).doesNotContain("pass-word");
            String path = "/external-services/" + service.get("id").stringValue() + "/versions/" + versionId(service);
            JsonNode plan = provider.post(
                    path + "/pricing-plans",
                    "{\"type\":\"COMMERCIAL\",\"products\":[{\"name\":\"n\",\"amountMajor\":0.5}]}");
            String meter =
                    "{\"productId\":\"" + plan.get("products").get(0).get("id").stringValue() + "\",\"count\":4}";
            assertThat(ok(client.send("POST", "/external-services/metering", meter), 200)
                            .get("testMode")
                            .booleanValue())
                    .isTrue();
            assertThat(provider.getJson(path + "/metering-events")
                            .get(0)
                            .get("count")
                            .intValue())
                    .isEqualTo(4);
            YearMonth month = YearMonth.now(ZoneOffset.UTC);
            JsonNode revenue =
                    provider.getJson("/dashboard/revenue?year=" + month.getYear() + "&month=" + month.getMonthValue());
            assertThat(revenue.get("amountMajor").get("value").doubleValue()).isEqualTo(2.0);
            hub.platform().addUser("e" + plan.hashCode() + "@example.org", "token-" + plan.hashCode());
            PlainClient other = PlainClient.platform(hub, "token-" + plan.hashCode());
            boolean anybodys = provider != client;
            assertThat(other.send("POST", "/external-services/metering", meter).statusCode())
                    .isEqualTo(anybodys ? 200 : 403);
        }
        assertThat(client.send("POST", "/external-services/metering", "{\"productId\":\"none\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void accessKeysAreGoodAtTheTokenEndpoint() {
        JsonNode service = client.service("solver");
        client.publish(service);
        String application = application("mine");
        client.subscribe(service.get("id").stringValue(), application);
        String keys = "/v2/applications/" + application + "/access-keys";
        JsonNode key = client.post(keys, "{\"name\":\"ci\"}");
        assertThat(client.getJson(keys).get(0).has("secretAccessKey")).isFalse();
        String basic = "Basic "
                + Base64.getEncoder()
                        .encodeToString((key.get("accessKeyId").stringValue() + ":"
                                        + key.get("secretAccessKey").stringValue())
                                .getBytes(StandardCharsets.UTF_8));
        PlainClient tokens = PlainClient.at(hub.tokenUrl()).with("Authorization", basic);
        HttpResponse<String> answer = tokens.send(
                "POST",
                "",
                BodyPublishers.ofString("grant_type=client_credentials"),
                "application/x-www-form-urlencoded");
        String token = ok(answer, 200).get("access_token").stringValue();
        PlainClient.at(endpoint(service))
                .with("Authorization", "Bearer " + token)
                .post("/", QUBO);
        client.delete(keys + "/" + key.get("accessKeyId").stringValue());
        assertThat(tokens.send(
                                "POST",
                                "",
                                BodyPublishers.ofString("grant_type=client_credentials"),
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSharedServiceIsSubscribedByWhomItIsSharedWith() {
        hub.platform().addUser("eve@example.org", "eve-token");
        PlainClient eve = PlainClient.platform(hub, "eve-token");
        String eveId = ok(eve.send("POST", "/authorize", ""), 200).get("id").stringValue();
        JsonNode service = client.service("solver");
        String id = service.get("id").stringValue();
        ok(client.send("POST", versionPath(service) + "/publish-internal", ""), 200);
        String application = eve.create("/v2/applications", "{\"name\":\"hers\"}");
        String body = "{\"serviceId\":\"" + id + "\",\"applicationId\":\"" + application + "\"}";
        String share = client.create(
                "/service-shares",
                "{\"serviceId\":\"" + id + "\",\"recipientType\":\"USER\",\"recipientId\":\"" + eveId
                        + "\",\"constraints\":[{\"type\":\"TIME\",\"validUntil\":\"2020-01-01T00:00:00Z\"}]}");
        assertThat(client.getJson("/service-shares/" + share).get("active").booleanValue())
                .isFalse();
        assertThat(eve.send("POST", "/subscriptions", body).statusCode()).isEqualTo(404);
        assertThat(client.put("/service-shares/" + share, "{\"constraints\":[]}")
                        .get("active")
                        .booleanValue())
                .isTrue();
        eve.post("/subscriptions", body);
    }

    // --------------------------------------------------------------------------------------- service jobs

    @Test
    void aServiceJobRunsTheServiceItself() {
        JsonNode service = client.service("solver");
        String pool = client.create("/datapools", "{\"name\":\"p\"}");
        String file = client.addFile(pool, "qubo.json", QUBO.getBytes(StandardCharsets.UTF_8))
                .get("id")
                .stringValue();
        String definition = "{\"serviceDefinitionId\":\"" + versionId(service) + "\",";
        for (String input : new String[] {
            "\"inputData\":\"" + QUBO.replace("\"", "\\\"") + "\",\"parameters\":\"{\\\"reads\\\":2}\"}",
            "\"inputDataRef\":{\"dataPoolId\":\"" + pool + "\",\"fileId\":\"" + file + "\"}}"
        }) {
            String id = client.create("/service-jobs", definition + input);
            JsonNode done = client.await("/service-jobs/" + id, json -> is(json, "status", "SUCCEEDED"));
            // The result is a text, as the contract has it.
            assertThat(done.get("result").stringValue()).startsWith("{").contains("energy");
            assertThat(done.get("serviceDefinition").get("isDeleted").booleanValue())
                    .isFalse();
            assertThat(client.get("/service-jobs/" + id + "/logs").body()).contains("INFO");
        }
        assertThat(client.getJson("/service-jobs")).hasSize(2);
        assertThat(client.organization("other").getJson("/service-jobs")).isEmpty();
        assertThat(refusal(client.send("POST", "/service-jobs", definition + "\"inputData\":\"{\"}"), 422))
                .contains("inputData");
        assertThat(client.send("POST", "/service-jobs", "{\"serviceDefinitionId\":\"none\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aServiceJobIsCancelledAndDeleted() {
        JsonNode service = client.service("waiting");
        String id = client.create(
                "/service-jobs", "{\"serviceDefinitionId\":\"" + versionId(service) + "\",\"inputData\":\"{}\"}");
        client.await("/service-jobs/" + id, json -> is(json, "status", "RUNNING"));
        ok(client.send("PUT", "/service-jobs/" + id + "/cancel", ""), 200);
        client.await("/service-jobs/" + id, json -> is(json, "status", "CANCELLED"));
        assertThat(refusal(client.send("PUT", "/service-jobs/" + id + "/cancel", ""), 409))
                .contains("CANCELLED");
        assertThat(client.getJson("/service-executions/" + id + "/logs")
                        .get(0)
                        .get("severity")
                        .stringValue())
                .isEqualTo("WARNING");
        client.delete("/service-jobs/" + id);
        assertThat(client.get("/service-jobs/" + id).statusCode()).isEqualTo(404);
    }

    // ---------------------------------------------------------------------------------------------- grants

    private String grant(String pool, String application, String permission) {
        JsonNode grant = client.post(
                "/data-pool-grants",
                "{\"dataPoolId\":\"" + pool + "\",\"applicationId\":\"" + application + "\",\"permission\":\""
                        + permission + "\"}");
        assertThat(grant.get("datapoolId").stringValue()).isEqualTo(pool);
        return grant.get("grant").stringValue();
    }

    private static HttpResponse<String> run(PlainClient gateway, String pool, String grant) {
        return gateway.send(
                "POST", "/", "{\"pool\":{\"id\":\"" + pool + "\",\"ref\":\"DATAPOOL\",\"grant\":\"" + grant + "\"}}");
    }

    @Test
    void aGrantOpensAPoolToAService() {
        JsonNode service = client.service("pools");
        client.publish(service);
        String application = application("mine");
        String other = application("other");
        client.subscribe(service.get("id").stringValue(), application);
        client.subscribe(service.get("id").stringValue(), other);
        PlainClient gateway = gateway(service, application);
        String pool = client.create("/datapools", "{\"name\":\"p\"}");
        client.addFile(pool, "a.json", new byte[3]);
        String good = grant(pool, application, "MODIFY");
        String id = ok(run(gateway, pool, good), 201).get("id").stringValue();
        gateway.await("/" + id, json -> is(json, "status", "SUCCEEDED"));
        JsonNode result = gateway.getJson("/" + id + "/result");
        assertThat(result.get("names").get(0).stringValue()).isEqualTo("a.json:3");
        assertThat(result.get("modifiable").booleanValue()).isTrue();
        String wrong = client.create("/datapools", "{\"name\":\"q\"}");
        assertThat(run(gateway, wrong, good).statusCode()).isEqualTo(403);
        assertThat(run(gateway(service, other), pool, good).statusCode()).isEqualTo(403);
        String forged = good.substring(0, good.lastIndexOf('.') + 1) + "c2lnbmF0dXJl";
        HttpResponse<String> refused = run(gateway, pool, forged);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("signature").doesNotContain(forged);
        client.delete("/data-pool-grants/"
                + client.getJson("/data-pool-grants").get(0).get("id").stringValue());
        assertThat(run(gateway, pool, good).body()).contains("revoked");
        hub.platform().settings().grantLife(Duration.ZERO);
        String expired = grant(pool, application, "VIEW");
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        run(gateway, pool, expired).body())
                .contains("expired"));
        assertThat(client.getJson("/data-pool-grants")).isEmpty();
    }

    @Test
    void onlyWhoSeesAPoolGrantsIt() {
        hub.platform().addUser("eve@example.org", "eve-token");
        PlainClient eve = PlainClient.platform(hub, "eve-token");
        String pool = client.create("/datapools", "{\"name\":\"p\"}");
        String hers = eve.create("/v2/applications", "{\"name\":\"hers\"}");
        String body = "{\"datapoolId\":\"" + pool + "\",\"applicationId\":\"" + hers + "\",\"permission\":\"%s\"}";
        assertThat(eve.send("POST", "/data-pool-grants", body.formatted("VIEW")).statusCode())
                .isEqualTo(404);
        assertThat(client.send("POST", "/data-pool-grants", body.formatted("VIEW"))
                        .statusCode())
                .isEqualTo(404);
        String eveId = ok(eve.send("POST", "/authorize", ""), 200).get("id").stringValue();
        client.create(
                "/data-pool-shares",
                "{\"datapoolId\":\"" + pool + "\",\"recipientType\":\"USER\",\"recipientId\":\"" + eveId
                        + "\",\"permission\":\"VIEWER\"}");
        eve.post("/data-pool-grants", body.formatted("VIEW"));
        assertThat(eve.send("POST", "/data-pool-grants", body.formatted("MODIFY"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theHubsOwnApplicationIsOneOfThePlatform() {
        client.post(
                "/data-pool-grants",
                "{\"datapoolId\":\"" + client.create("/datapools", "{\"name\":\"p\"}") + "\",\"applicationId\":\""
                        + hub.applicationId() + "\",\"permission\":\"VIEW\"}");
        assertThat(client.organization("acme")
                        .send(
                                "POST",
                                "/data-pool-grants",
                                "{\"datapoolId\":\""
                                        + client.organization("acme").create("/datapools", "{\"name\":\"p\"}")
                                        + "\",\"applicationId\":\"" + hub.applicationId()
                                        + "\",\"permission\":\"VIEW\"}")
                        .statusCode())
                .isEqualTo(201);
    }
}
