package io.qhub.localhub.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the Platform API, so that the tests do not rest on the library that the hub is there to test. */
final class PlainClient {

    static final String BOUNDARY = "b-1";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final List<String> headers;

    private PlainClient(String base, List<String> headers) {
        this.base = base;
        this.headers = headers;
    }

    static PlainClient platform(LocalHub hub) {
        return new PlainClient(hub.platformUrl(), List.of("X-Auth-Token", hub.token()));
    }

    static PlainClient platform(LocalHub hub, String token) {
        return new PlainClient(hub.platformUrl(), List.of("X-Auth-Token", token));
    }

    static PlainClient user(LocalHub hub) {
        return new PlainClient(hub.userUrl(), List.of("X-Auth-Token", hub.token()));
    }

    static PlainClient at(String base) {
        return new PlainClient(base, List.of());
    }

    PlainClient with(String... more) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new PlainClient(base, all);
    }

    PlainClient organization(String id) {
        return with("X-OrganizationId", id);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        return headers.isEmpty() ? builder : builder.headers(headers.toArray(String[]::new));
    }

    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, BodyPublishers.ofString(body), "application/json");
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body, String type) {
        return send(
                request(path).header("Content-Type", type).method(method, body).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) {
        return send(request(path).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, BodyPublisher body, String type) {
        return HTTP.sendAsync(
                request(path).header("Content-Type", type).method(method, body).build(), BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path) {
        return send(request(path).build(), BodyHandlers.ofByteArray());
    }

    int status(String method, String path) {
        return send(method, path, "").statusCode();
    }

    JsonNode getJson(String path) {
        return ok(get(path), 200);
    }

    JsonNode post(String path, String body) {
        return ok(send("POST", path, body), 201);
    }

    JsonNode put(String path, String body) {
        return ok(send("PUT", path, body), 200);
    }

    void delete(String path) {
        HttpResponse<String> response = send("DELETE", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
    }

    /** Creates something; returns its id. */
    String create(String path, String body) {
        return post(path, body).get("id").stringValue();
    }

    static JsonNode ok(HttpResponse<String> response, int status) {
        assertThat(response.statusCode())
                .as(response.request().uri() + " " + response.body())
                .isEqualTo(status);
        return JsonMapper.shared().readTree(response.body());
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    /** A refusal, with its message. */
    static String refusal(HttpResponse<String> response, int status) {
        return ok(response, status).get("errorMessage").stringValue();
    }

    // ---------------------------------------------------------------------------------------------- uploads

    static byte[] multipart(String part, String filename, String type, byte[] content) {
        String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\""
                + filename + "\"\r\nContent-Type: " + type + "\r\n\r\n";
        byte[] begin = head.getBytes(StandardCharsets.UTF_8);
        byte[] end = ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[begin.length + content.length + end.length];
        System.arraycopy(begin, 0, all, 0, begin.length);
        System.arraycopy(content, 0, all, begin.length, content.length);
        System.arraycopy(end, 0, all, begin.length + content.length, end.length);
        return all;
    }

    HttpResponse<String> upload(String method, String path, String part, String filename, String type, byte[] content) {
        return send(
                method,
                path,
                BodyPublishers.ofByteArray(multipart(part, filename, type, content)),
                "multipart/form-data; boundary=" + BOUNDARY);
    }

    /** Adds a file to a data pool; returns its document. */
    JsonNode addFile(String pool, String name, byte[] content) {
        return ok(
                upload("POST", "/datapools/" + pool + "/files", "file", name, "application/octet-stream", content),
                201);
    }

    // ------------------------------------------------------------------------------------------- what lasts

    JsonNode await(String path, Predicate<JsonNode> reached) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> getJson(path), reached);
    }

    static final byte[] ZIP = {'P', 'K', 3, 4, 0, 0, 0, 0};

    /** Creates a managed service and waits until it is built; returns it. */
    JsonNode service(String name) {
        JsonNode service = ok(
                upload(
                        "POST",
                        "/v2/managed-services?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8),
                        "userCode",
                        "code.zip",
                        "application/zip",
                        ZIP),
                201);
        await(versionPath(service) + "/build-status", job -> !is(job, "status", "WORKING"));
        return service;
    }

    static String versionPath(JsonNode service) {
        return "/services/" + service.get("id").stringValue() + "/versions/" + versionId(service);
    }

    static String versionId(JsonNode service) {
        return service.get("serviceDefinitions").get(0).get("id").stringValue();
    }

    static boolean is(JsonNode json, String member, String value) {
        return json.path(member).asString("").equals(value);
    }

    JsonNode publish(JsonNode service) {
        return ok(send("POST", versionPath(service) + "/publish", ""), 200);
    }

    JsonNode subscribe(String service, String application) {
        return post("/subscriptions", "{\"serviceId\":\"" + service + "\",\"applicationId\":\"" + application + "\"}");
    }
}
