package io.qhub.localhub.platform;

import static io.qhub.localhub.platform.PlainClient.ok;
import static io.qhub.localhub.platform.PlainClient.versionId;
import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.SchemaCheck;
import io.qhub.localhub.gateway.LogSeverity;
import io.qhub.localhub.gateway.ServiceBehaviour;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls every operation of the contract, and holds status and answer against it. */
class EveryOperationTest {

    private static final String UUID = "5d2f0e4c-2a55-4b8e-9d10-7f2c6d1a9e01";
    private static final byte[] IMAGE = {(byte) 0x89, 'P', 'N', 'G'};

    private static final ServiceBehaviour FILE = run -> {
        run.log(LogSeverity.INFO, "a file");
        run.file("out.txt", "text/plain", new byte[] {1, 2, 3});
        return Mono.just(JsonNodeFactory.instance.objectNode().put("answer", 42));
    };

    private final ApiContract platform = ApiContract.platform();
    private final ApiContract user = ApiContract.user();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    @Test
    void answersAsTheContractSays() {
        try (LocalHub hub = LocalHub.builder()
                .platform(settings -> settings.buildTime(Duration.ofMillis(1)))
                .queueTime(Duration.ZERO)
                .runTime(Duration.ofMillis(1))
                .deployedService("files", FILE)
                .deployedService("never", run -> Mono.never())
                .start()) {
            prepare(hub);
            List<Operation> operations = new ArrayList<>(platform.operations());
            assertThat(operations).hasSize(198);
            // What is deleted is needed by the others, and the deeper ones need the higher ones.
            operations.sort((a, b) -> {
                boolean left = a.method().equals("DELETE");
                boolean right = b.method().equals("DELETE");
                return left != right
                        ? left ? 1 : -1
                        : left ? b.path().length() - a.path().length() : 0;
            });
            operations.forEach(operation -> call(PlainClient.platform(hub), platform, operation));
            assertThat(user.operations()).hasSize(12);
            user.operations().forEach(operation -> call(PlainClient.user(hub), user, operation));
        }
        assertThat(problems).isEmpty();
    }

    private void call(PlainClient client, ApiContract contract, Operation operation) {
        StringBuilder path = new StringBuilder(operation.path());
        for (String variable : operation.variables()) {
            String id =
                    ids.getOrDefault(operation.key() + "." + variable, ids.get(operation.namespace() + "." + variable));
            assertThat(id).as(operation.key() + "." + variable).isNotNull();
            int at = path.indexOf("{" + variable + "}");
            path.replace(at, at + variable.length() + 2, URLEncoder.encode(id, StandardCharsets.UTF_8));
        }
        char separator = '?';
        for (Map.Entry<String, Member> parameter : operation.query().entrySet()) {
            if (parameter.getValue().required() || parameter.getKey().equals("description")) {
                path.append(separator).append(parameter.getKey()).append('=').append(value(parameter));
                separator = '&';
            }
        }
        HttpResponse<byte[]> response = PlainClient.send(
                client.request(path.toString())
                        .header("Content-Type", type(operation))
                        .method(operation.method(), BodyPublishers.ofByteArray(body(contract, operation)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (response.statusCode() != operation.status()) {
            problems.add(operation.key() + " " + path + ": " + response.statusCode() + " " + text);
            return;
        }
        String problem = problem(contract, operation, response, text);
        if (problem != null) {
            problems.add(operation.key() + ": " + problem + " in " + text);
        }
    }

    private static String problem(
            ApiContract contract, Operation operation, HttpResponse<byte[]> response, String text) {
        String answer = operation.response();
        if (answer == null) {
            return text.isEmpty() ? null : "a body";
        }
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (answer.startsWith("binary (")) {
            String wanted =
                    answer.substring("binary (".length(), answer.length() - 1).replace("*", "");
            return type.startsWith(wanted) || operation.name().equals("get_service_execution_result_file")
                    ? text.isEmpty() ? "no bytes" : null
                    : "the type " + type;
        }
        if (answer.equals("text/plain")) {
            return type.startsWith("text/plain") ? null : "the type " + type;
        }
        JsonNode json = JsonMapper.shared().readTree(text);
        String problem = new SchemaCheck(contract.schemas()).problem(json, answer);
        if (problem != null) {
            return problem;
        }
        boolean empty = json.isArray() && json.isEmpty()
                || json.path("content").isArray() && json.get("content").isEmpty();
        return empty ? "an empty list, which shows nothing" : null;
    }

    private static String type(Operation operation) {
        return operation.text()
                ? "text/plain"
                : operation.parts().isEmpty()
                        ? "application/json"
                        : "multipart/form-data; boundary=" + PlainClient.BOUNDARY;
    }

    private byte[] body(ApiContract contract, Operation operation) {
        if (operation.text()) {
            return "<definitions/>".getBytes(StandardCharsets.UTF_8);
        }
        if (!operation.parts().isEmpty()) {
            String part = operation.parts().keySet().iterator().next();
            boolean image =
                    operation.name().contains("sketch") || operation.name().contains("image");
            return PlainClient.multipart(
                    part, "a.bin", image ? "image/png" : "application/octet-stream", image ? IMAGE : PlainClient.ZIP);
        }
        if (operation.body() == null) {
            return new byte[0];
        }
        ObjectNode json = sample(contract, operation.body());
        String own = bodies.get(operation.key());
        if (own != null) {
            json.setAll((ObjectNode) JsonMapper.shared().readTree(own));
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode sample(ApiContract contract, String schema) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        contract.schemas().get(schema).members().forEach((name, member) -> {
            if (member.required()) {
                json.set(name, value(contract, member));
            }
        });
        return json;
    }

    private static JsonNode value(ApiContract contract, Member member) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        String type = member.type();
        if (type.endsWith("[]")) {
            return factory.arrayNode();
        }
        if (contract.schemas().containsKey(type)) {
            return sample(contract, type);
        }
        if (!member.values().isEmpty()) {
            return factory.stringNode(member.values().get(member.values().size() - 1));
        }
        return switch (type) {
            case "integer", "number" -> factory.numberNode(1);
            case "boolean" -> factory.booleanNode(true);
            case "string(uuid)" -> factory.stringNode(UUID);
            default -> factory.stringNode("sample");
        };
    }

    private static String value(Map.Entry<String, Member> parameter) {
        return switch (parameter.getKey()) {
            case "year" -> "2026";
            case "month" -> "11";
            case "from", "to" -> "2026-11-25";
            case "url", "baseURL" -> "https%3A%2F%2Fexample.org";
            case "search" -> "local";
            case "email" -> "user%40localhub.example";
            default -> "sample";
        };
    }

    // ------------------------------------------------------------------------------------------ what there is

    private void prepare(LocalHub hub) {
        hub.platform().addUser("eve@example.org", "eve-token");
        PlainClient client = PlainClient.platform(hub);
        PlainClient eve = PlainClient.platform(hub, "eve-token");
        String eveId = PlainClient.ok(eve.send("POST", "/authorize", ""), 200)
                .get("id")
                .stringValue();
        community(client, eveId);
        accounts(hub, client, eve, eveId);
        dataPools(client, eveId);
        services(hub, client, eveId);
        JsonNode job = ok(
                PlainClient.at(hub.quantumUrl())
                        .with("X-Auth-Token", hub.token())
                        .send(
                                "POST",
                                "/jobs",
                                "{\"backend_id\":\"azure.ionq.simulator\",\"shots\":100,\"input\":{\"gateset\":\"qis\","
                                        + "\"qubits\":1,\"circuit\":[{\"type\":\"h\",\"targets\":[0]}]}}"),
                201);
        ids.put("quantum_workloads.id", job.get("id").stringValue());
        ids.put("eligibility.feature", "DATA_POOL");
    }

    private void community(PlainClient client, String eve) {
        String algorithm = client.create("/algorithms", "{\"name\":\"a\",\"computationModel\":\"HYBRID\"}");
        String other = client.create("/algorithms", "{\"name\":\"b\",\"computationModel\":\"CLASSIC\"}");
        ok(client.send("POST", "/algorithms/" + algorithm + "/publish", "{}"), 200);
        String relation = "{\"sourceAlgorithmId\":\"" + algorithm + "\",\"targetAlgorithmId\":\"" + other
                + "\",\"algorithmRelationType\":{\"name\":\"uses\"}}";
        bodies.put("algorithms.create_algorithm_relation", relation);
        bodies.put("algorithms.update_algorithm_relation", relation);
        bodies.put("algorithms.publish_algorithm", "{\"permission\":\"MAINTAINER\"}");
        ids.put("algorithms.algorithmId", algorithm);
        ids.put(
                "algorithms.algorithmRelationId",
                client.create("/algorithms/" + algorithm + "/algorithm-relations", relation));
        ids.put("algorithms.sketchId", sketch(client, "/algorithms/" + algorithm, "?description=d&baseURL=x"));
        ids.put("algorithms.accessPermissionId", permission(client, "/algorithms/" + algorithm, eve));
        bodies.put("algorithms.create_algorithm_access_permission", "{\"organizationId\":\"o-1\"}");

        String implementation =
                client.create("/implementations", "{\"name\":\"i\",\"implementedAlgorithmId\":\"" + algorithm + "\"}");
        ok(client.send("PUT", "/implementations/" + implementation, "{\"name\":\"i\",\"visibility\":\"PUBLIC\"}"), 200);
        ids.put("implementations.algorithmId", algorithm);
        ids.put("implementations.implementationId", implementation);
        String gone = client.create("/algorithms/" + algorithm + "/implementations", "{\"name\":\"j\"}");
        ids.put("implementations.delete_implementation_of_algorithm.implementationId", gone);
        ids.put("implementations.accessPermissionId", permission(client, "/implementations/" + implementation, eve));
        bodies.put("implementations.create_implementation_access_permission", "{\"organizationId\":\"o-1\"}");

        String useCase = client.create("/use-cases", "{\"title\":\"u\"}");
        ok(client.send("POST", "/use-cases/" + useCase + "/publish", "{}"), 200);
        bodies.put("use_cases.publish_use_case", "{\"permission\":\"MAINTAINER\"}");
        ids.put("use_cases.id", useCase);
        ids.put("use_cases.sketchId", sketch(client, "/use-cases/" + useCase, ""));
        ids.put("use_cases.accessPermissionId", permission(client, "/use-cases/" + useCase, eve));
        bodies.put("use_cases.create_use_case_access_permission", "{\"organizationId\":\"o-1\"}");
        ids.put("marketplace.get_marketplace_algorithm.id", algorithm);
        ids.put("marketplace.get_marketplace_implementation.id", implementation);
        ids.put("marketplace.get_marketplace_use_case.id", useCase);
    }

    private static String permission(PlainClient client, String path, String user) {
        return client.create(path + "/access-permissions", "{\"userId\":\"" + user + "\",\"permission\":\"VIEWER\"}");
    }

    private static String sketch(PlainClient client, String path, String query) {
        return ok(client.upload("POST", path + "/sketches" + query, "file", "s.png", "image/png", IMAGE), 200)
                .get("id")
                .stringValue();
    }

    private void accounts(LocalHub hub, PlainClient client, PlainClient eve, String eveId) {
        ids.put(
                "billing.id",
                client.create(
                        "/billing/budgets", "{\"name\":\"b\",\"amountMajor\":{\"value\":1},\"period\":\"YEARLY\"}"));
        ids.put(
                "git_integrations.id",
                client.create("/git-integrations", "{\"provider\":\"GITLAB\",\"name\":\"g\",\"token\":\"t\"}"));
        ids.put("authentication.delete_api_token.id", client.create("/access-tokens", "{\"name\":\"t\"}"));
        String address = "{\"street\":\"s\",\"postalCode\":\"1\",\"city\":\"c\",\"country\":\"d\"}";
        String organization = client.create("/organizations", "{\"name\":\"o\",\"billingAddress\":" + address + "}");
        ids.put("organizations.id", organization);
        ids.put(
                "organizations.memberId",
                client.create(
                        "/organizations/" + organization + "/members",
                        "{\"userId\":\"" + eveId + "\",\"role\":\"VIEWER\"}"));
        bodies.put("organizations.add_organization_member", "{\"email\":\"new@example.org\"}");
        ids.put("organizations.provider", "IBM");
        ids.put("users.provider", "AWS");
        client.put("/my/provider-tokens/AWS", "{\"token\":\"t\"}");
        client.put("/organizations/" + organization + "/provider-tokens/IBM", "{\"token\":\"t\"}");
        for (String name : new String[] {"accept", "decline"}) {
            String inviting =
                    eve.create("/organizations", "{\"name\":\"" + name + "\",\"billingAddress\":" + address + "}");
            eve.post(
                    "/organizations/" + inviting + "/members",
                    "{\"email\":\"user@localhub.example\",\"role\":\"VIEWER\"}");
        }
        JsonNode invitations = client.getJson("/my/invitations");
        ids.put("users.accept_invitation.id", invitations.get(0).get("id").stringValue());
        ids.put("users.decline_invitation.id", invitations.get(1).get("id").stringValue());
        ids.put(
                "user_notifications.id",
                client.getJson("/user-notifications")
                        .get("content")
                        .get(0)
                        .get("id")
                        .stringValue());
        PlainClient user = PlainClient.user(hub);
        user.upload("PUT", "/user-settings/profile-image", "file", "p.png", "image/png", IMAGE);
        ids.put(
                "user_settings_personal_access_tokens.id",
                user.create("/user-settings/personal-access-tokens", "{\"name\":\"t\"}"));
        ids.put("users.get_user.id", eveId);
    }

    private void dataPools(PlainClient client, String eve) {
        String pool = client.create("/datapools", "{\"name\":\"p\"}");
        ids.put("data_pools.id", pool);
        ids.put(
                "data_pools.fileId",
                client.addFile(pool, "f", new byte[] {1}).get("id").stringValue());
        String application = client.create("/v2/applications", "{\"name\":\"a\"}");
        bodies.put("applications.create_application", "{\"name\":\"b\"}");
        ids.put("applications.id", application);
        ids.put("authentication.id", application);
        ids.put(
                "authentication.accessKeyId",
                client.post("/v2/applications/" + application + "/access-keys", "{}")
                        .get("accessKeyId")
                        .stringValue());
        String grant =
                "{\"datapoolId\":\"" + pool + "\",\"applicationId\":\"" + application + "\",\"permission\":\"VIEW\"}";
        bodies.put("data_pool_grants.create_data_pool_grant", grant);
        ids.put("data_pool_grants.id", client.create("/data-pool-grants", grant));
        ids.put(
                "data_pool_shares.id",
                client.create(
                        "/data-pool-shares",
                        "{\"datapoolId\":\"" + pool + "\",\"recipientType\":\"USER\",\"recipientId\":\"" + eve
                                + "\",\"permission\":\"VIEWER\"}"));
        bodies.put("data_pool_shares.create_data_pool_share", "{\"datapoolId\":\"" + pool + "\"}");
    }

    private void services(LocalHub hub, PlainClient client, String eve) {
        JsonNode service = client.service("files");
        String id = service.get("id").stringValue();
        JsonNode never = client.service("never");
        JsonNode gone = client.service("gone");
        JsonNode plain = client.service("plain");
        for (String namespace : new String[] {"services", "managed_services"}) {
            ids.put(namespace + ".serviceId", plain.get("id").stringValue());
            ids.put(namespace + ".versionId", versionId(plain));
        }
        for (String name :
                new String[] {"services.get_service_subscriptions", "managed_services.get_managed_service_executions"
                }) {
            ids.put(name + ".serviceId", id);
            ids.put(name + ".versionId", versionId(service));
        }
        ids.put("services.id", id);
        ids.put("services.delete_service.id", gone.get("id").stringValue());
        bodies.put("services.commands", "{\"type\":\"UNPUBLISH\"}");
        bodies.put("services.update_service_version", "{\"description\":\"d\",\"industryUuids\":[\"" + UUID + "\"]}");
        String plan = "{\"type\":\"FREE\",\"chargedProducts\":[\"CPU\"]}";
        bodies.put("managed_services.add_pricing_plan_managed_service", plan);
        ids.put(
                "managed_services.pricingPlanId",
                client.create(
                        "/managed-services/" + plain.get("id").stringValue() + "/versions/" + versionId(plain)
                                + "/pricing-plans",
                        plan));
        client.publish(service);
        client.publish(never);
        ids.put("marketplace.id", versionId(service));
        String application = ids.get("applications.id");
        String subscription = client.subscribe(id, application).get("id").stringValue();
        client.subscribe(never.get("id").stringValue(), application);
        ids.put(
                "subscriptions.delete_subscription.id",
                client.subscribe(id, client.create("/v2/applications", "{\"name\":\"third\"}"))
                        .get("id")
                        .stringValue());
        ids.put("subscriptions.id", subscription);
        bodies.put(
                "subscriptions.create_subscription",
                "{\"serviceId\":\"" + id + "\",\"applicationId\":\""
                        + client.create("/v2/applications", "{\"name\":\"second\"}") + "\"}");
        ids.put(
                "service_shares.id",
                client.create(
                        "/service-shares",
                        "{\"serviceId\":\"" + id + "\",\"recipientType\":\"USER\",\"recipientId\":\"" + eve + "\"}"));
        bodies.put("service_shares.create_service_share", "{\"serviceId\":\"" + id + "\"}");

        String token = ok(client.send("POST", "/v2/applications/" + application + "/access-token", ""), 200)
                .get("token")
                .stringValue();
        String execution = start(hub, service, token);
        client.await("/service-executions/" + execution, json -> PlainClient.is(json, "status", "SUCCEEDED"));
        ids.put("service_executions.id", execution);
        ids.put("service_executions.file", "out.txt");
        ids.put("service_executions.cancel_service_execution.id", start(hub, never, token));

        bodies.put("service_jobs.create_service_job", job(service));
        String job = client.create("/service-jobs", job(service));
        client.await("/service-jobs/" + job, json -> PlainClient.is(json, "status", "SUCCEEDED"));
        ids.put("service_jobs.id", job);
        ids.put("service_jobs.cancel_service_job.id", client.create("/service-jobs", job(never)));

        JsonNode external = ok(
                client.upload(
                        "POST",
                        "/v2/external-services?name=e&url=https%3A%2F%2Fexample.org",
                        "apiDefinition",
                        "a.json",
                        "application/json",
                        "{}".getBytes(StandardCharsets.UTF_8)),
                201);
        ids.put("external_services.serviceId", external.get("id").stringValue());
        ids.put("external_services.versionId", versionId(external));
        bodies.put("external_services.update_external_service", "{\"url\":\"https://example.org\"}");
        JsonNode priced = client.post(
                "/external-services/" + external.get("id").stringValue() + "/versions/" + versionId(external)
                        + "/pricing-plans",
                "{\"type\":\"COMMERCIAL\",\"products\":[{\"name\":\"n\",\"amountMajor\":0.5}]}");
        ids.put("external_services.pricingPlanId", priced.get("id").stringValue());
        String meter = "{\"productId\":\""
                + priced.get("products").get(0).get("id").stringValue() + "\",\"correlationId\":\"c\",\"count\":3}";
        bodies.put("external_services.metering", meter);
        ok(client.send("POST", "/external-services/metering", meter), 200);

        JsonNode workflow = client.post("/workflow-services", "{\"name\":\"w\"}");
        ids.put("workflow_services.serviceId", workflow.get("id").stringValue());
        ids.put("workflow_services.versionId", versionId(workflow));
        client.create("/service-jobs", job(workflow));
    }

    private static String job(JsonNode service) {
        return "{\"serviceDefinitionId\":\"" + versionId(service) + "\",\"inputData\":\"{}\"}";
    }

    private static String start(LocalHub hub, JsonNode service, String token) {
        String endpoint =
                service.get("serviceDefinitions").get(0).get("gatewayEndpoint").stringValue();
        assertThat(endpoint).startsWith(hub.url());
        return PlainClient.at(endpoint)
                .with("Authorization", "Bearer " + token)
                .create("/", "{\"$tags\":[\"nightly\"]}");
    }
}
