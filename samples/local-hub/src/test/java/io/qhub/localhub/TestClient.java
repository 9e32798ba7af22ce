package io.qhub.localhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of the Quantum API or of a service, so that the tests do not rest on the library that the hub is there to test. */
final class TestClient {

    static final String BELL_IONQ = """
            {"gateset":"qis","qubits":2,"circuit":[{"type":"h","targets":[0]},{"type":"cnot","targets":[1],"controls":[0]}]}""";
    static final String BELL_QASM =
            "OPENQASM 3.0;\nbit[2] b;\nqubit[2] q;\nh q[0];\ncnot q[0], q[1];\nb[0] = measure q[0];\nb[1] = measure q[1];\n";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String base;
    private final String[] headers;

    TestClient(LocalHub hub, String... headers) {
        this(hub.quantumUrl(), concat(new String[] {"X-Auth-Token", hub.token()}, headers));
    }

    private TestClient(String base, String[] headers) {
        this.base = base;
        this.headers = headers;
    }

    TestClient with(String... more) {
        return new TestClient(base, concat(headers, more));
    }

    static TestClient anonymous(LocalHub hub, String... headers) {
        return new TestClient(hub.quantumUrl(), headers);
    }

    /** A client of a service, with a bearer token of the hub's own application. */
    static TestClient service(LocalHub hub, String name) {
        return at(hub.serviceUrl(name)).bearer(hub.gateway().issueToken());
    }

    static TestClient at(String base) {
        return new TestClient(base, new String[0]);
    }

    TestClient bearer(String bearer) {
        return with("Authorization", "Bearer " + bearer);
    }

    private static String[] concat(String[] a, String[] b) {
        String[] all = new String[a.length + b.length];
        System.arraycopy(a, 0, all, 0, a.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    HttpRequest request(String method, String path, String body) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(60));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return builder.build();
    }

    HttpResponse<byte[]> bytes(String method, String path) throws IOException {
        try {
            return HTTP.send(request(method, path, ""), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException {
        try {
            return HTTP.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String body) {
        return HTTP.sendAsync(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) {
        return unchecked("GET", path, "");
    }

    HttpResponse<String> post(String path, String body) {
        return unchecked("POST", path, body);
    }

    HttpResponse<String> delete(String path) {
        return unchecked("DELETE", path, "");
    }

    HttpResponse<String> put(String path) {
        return unchecked("PUT", path, "");
    }

    HttpResponse<String> patch(String path, String body) {
        return unchecked("PATCH", path, body);
    }

    private HttpResponse<String> unchecked(String method, String path, String body) {
        try {
            return send(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    JsonNode getJson(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    static String ionqJob(String more) {
        return "{\"backend_id\":\"azure.ionq.simulator\",\"shots\":100,\"input\":" + BELL_IONQ + more + "}";
    }

    static String qasmJob(String source, int shots, String more) {
        return "{\"backend_id\":\"aws.sim.sv1\",\"shots\":" + shots + ",\"input\":"
                + JsonMapper.shared().writeValueAsString(source) + more + "}";
    }

    /** Creates a job; returns its id. */
    String create(String body) {
        HttpResponse<String> response = post("/jobs", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response).get("id").stringValue();
    }

    String createSession(String mode, int ttl) {
        HttpResponse<String> response = post(
                "/sessions",
                "{\"backend_id\":\"aws.sim.sv1\",\"provider\":\"AWS\",\"mode\":\"" + mode + "\",\"ttl\":" + ttl + "}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response).get("id").stringValue();
    }

    String status(String path) {
        return getJson(path + "/status").get("status").stringValue();
    }

    void awaitStatus(String path, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(status(path)).isEqualTo(status));
    }

    /** Starts an execution; returns its id. */
    String start(String body) {
        HttpResponse<String> response = post("/", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response).get("id").stringValue();
    }

    String executionStatus(String id) {
        return getJson("/" + id).get("status").stringValue();
    }

    void awaitExecution(String id, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(executionStatus(id)).isEqualTo(status));
    }

    /** Starts an execution, waits until it has succeeded, and returns its result. */
    JsonNode execute(String body) {
        String id = start(body);
        awaitExecution(id, "SUCCEEDED");
        return getJson("/" + id + "/result");
    }

    /** Creates a job, waits until it is done, and returns its result. */
    JsonNode run(String body) {
        String id = create(body);
        awaitStatus("/jobs/" + id, "COMPLETED");
        return getJson("/jobs/" + id + "/result");
    }
}
