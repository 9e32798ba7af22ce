package io.qhub.localhub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.OpenApiDocument.Version;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

    private static HttpResponse<String> get(String url, String token) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (!token.isEmpty()) {
            request.header("X-Auth-Token", token);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode docs(String base) throws IOException, InterruptedException {
        HttpResponse<String> response = get(base + "/docs", "");
        assertThat(response.statusCode()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    /** Path and method by operation id. */
    private static Map<String, String> operations(JsonNode document) {
        Map<String, String> found = new TreeMap<>();
        document.get("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    found.put(operation.get("operationId").stringValue(), method.toUpperCase() + " " + path);
                    operation
                            .path("x-also")
                            .forEach(other -> found.put(other.stringValue(), method.toUpperCase() + " " + path));
                }));
        return found;
    }

    private static void references(JsonNode json, Set<String> found) {
        if (json.isObject() && json.has("$ref")) {
            found.add(json.get("$ref").stringValue());
        }
        json.forEach(child -> references(child, found));
    }

    private static void check(JsonNode document, ApiContract contract, Version version) {
        assertThat(document.get("openapi").stringValue()).isEqualTo(version == Version.V3_0 ? "3.0.3" : "3.1.0");
        Map<String, String> operations = operations(document);
        for (Operation operation : contract.operations()) {
            assertThat(operations).containsEntry(operation.operationId(), operation.method() + " " + operation.path());
            JsonNode entry = document.get("paths")
                    .get(operation.path())
                    .get(operation.method().toLowerCase());
            assertThat(entry.get("tags").valueStream().map(JsonNode::stringValue))
                    .contains(operation.namespace());
            Set<String> inPath = new HashSet<>();
            entry.get("parameters").forEach(parameter -> {
                if (parameter.get("in").stringValue().equals("path")) {
                    assertThat(parameter.get("required").booleanValue()).isTrue();
                    inPath.add(parameter.get("name").stringValue());
                }
            });
            assertThat(inPath).isEqualTo(new HashSet<>(operation.variables()));
            assertThat(entry.get("responses").has(Integer.toString(operation.status())))
                    .isTrue();
            assertThat(entry.has("requestBody"))
                    .isEqualTo(operation.body() != null
                            || operation.text()
                            || !operation.parts().isEmpty());
        }
        Set<String> references = new HashSet<>();
        references(document, references);
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            assertThat(document.at(reference.substring(1)).isObject())
                    .as(reference)
                    .isTrue();
        }
        assertThat(document.toString().contains("\"nullable\"")).isEqualTo(version == Version.V3_0);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void theDocumentsHaveEveryOperation(Version version) throws Exception {
        try (LocalHub hub = LocalHub.builder()
                .platform(settings -> settings.openApiVersion(version))
                .start()) {
            check(docs(hub.platformUrl()), ApiContract.platform(), version);
            check(docs(hub.userUrl()), ApiContract.user(), version);
            check(docs(hub.quantumUrl()), ApiContract.quantum(), version);
            assertThat(docs(hub.platformUrl()).get("servers").get(0).get("url").stringValue())
                    .isEqualTo(hub.platformUrl());
        }
    }

    @Test
    void designedOperationsCanBeMoved() throws Exception {
        try (LocalHub hub = LocalHub.builder().movedDesignedPaths("/v9").start()) {
            Map<String, String> operations = operations(docs(hub.platformUrl()));
            assertThat(operations)
                    .containsEntry("getBudgets", "GET /v9/billing/budgets")
                    .containsEntry("getDataPools", "GET /datapools")
                    .containsEntry("updateApplication", "PUT /v9/v2/applications/{id}")
                    .containsEntry("getApplication", "GET /v2/applications/{id}");
            assertThat(operations(docs(hub.userUrl()))).containsEntry("searchUsers", "GET /v9/users");
            for (String path : new String[] {"/v9/billing/budgets", "/v9/organizations", "/datapools"}) {
                boolean inferred = path.endsWith("organizations");
                assertThat(get(hub.platformUrl() + path, hub.token()).statusCode())
                        .as(path)
                        .isEqualTo(inferred ? 405 : 200);
            }
            assertThat(get(hub.platformUrl() + "/billing/budgets", hub.token()).statusCode())
                    .isEqualTo(404);
            assertThat(get(hub.userUrl() + "/v9/users?search=user", hub.token()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void everyOperationCanBeMoved() throws Exception {
        try (LocalHub hub =
                LocalHub.builder().movedPaths(path -> "/moved" + path + "/here").start()) {
            assertThat(operations(docs(hub.platformUrl()))).hasSize(198).allSatisfy((id, path) -> assertThat(path)
                    .matches("[A-Z]+ /moved/.*/here"));
            assertThat(operations(docs(hub.quantumUrl()))).containsEntry("searchJobs", "GET /moved/jobs/here");
            assertThat(get(hub.quantumUrl() + "/moved/jobs/here", hub.token()).statusCode())
                    .isEqualTo(200);
            assertThat(get(hub.quantumUrl() + "/jobs", hub.token()).statusCode())
                    .isEqualTo(404);
            assertThat(get(hub.platformUrl() + "/moved/datapools/here", hub.token())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(get(hub.platformUrl() + "/data-pools", hub.token()).statusCode())
                    .isEqualTo(404);
            assertThat(get(hub.platformUrl() + "/moved/datapools/none/here", hub.token())
                            .body())
                    .contains("there is no /datapools/none");
        }
    }

    @Test
    void refusesMovesThatLoseVariables() {
        assertThatThrownBy(() -> LocalHub.builder().movedPaths(path -> "/here").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the same variables");
        assertThatThrownBy(() -> LocalHub.builder().movedDesignedPaths("v9"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/v9");
    }
}
