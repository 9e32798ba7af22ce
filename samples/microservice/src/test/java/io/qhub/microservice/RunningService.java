package io.qhub.microservice;

import io.qhub.localhub.LocalHub;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application with a Hub and a database, on a port of its own, and a plain client of it. */
final class RunningService implements AutoCloseable {

    static final String BELL = """
            {"qubits": 2, "circuit": [
              {"gate": "h", "targets": [0]},
              {"gate": "cnot", "controls": [0], "targets": [1]}]}""";
    static final String FLIP = """
            OPENQASM 3.0;
            qubit[2] q;
            bit[2] b;
            x q[0];
            b = measure q;
            """;

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static RunningService start(LocalHub hub, Path directory, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "server.port", "0",
                "qhub.api-key", hub.token(),
                "qhub.quantum.base-url", hub.quantumUrl(),
                "qhub.polling.initial-delay", "50ms",
                "qhub.polling.max-delay", "200ms",
                "microservice.database-file", directory.resolve("circuits").toString(),
                "microservice.claim-pause", "200ms",
                "microservice.settle-time", "2s",
                "logging.level.root", "warn"));
        properties.putAll(more);
        SpringApplication application = new SpringApplication(Microservice.class);
        return new RunningService(application.run(properties.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new)));
    }

    String url() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url() + path))
                // Until the answer begins.
                .timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? builder : builder.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    HttpResponse<Stream<String>> lines(String path) {
        return send(request(path), BodyHandlers.ofLines());
    }

    HttpResponse<InputStream> stream(String path) {
        return send(request(path), BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request.build(), handler);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers));
    }

    HttpResponse<String> postIonq(String query, String circuit, String... headers) {
        return send(request("/api/circuits" + query, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(circuit)));
    }

    HttpResponse<String> postQasm(String query, String circuit, String... headers) {
        return send(request("/api/circuits" + query, headers)
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(circuit)));
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    /** The statuses that the events tell, until they end. */
    List<String> statuses(String path) {
        try (Stream<String> lines = lines(path + "/events").body()) {
            return lines.filter(line -> line.startsWith("data:"))
                    .map(line -> json(line.substring(5)).path("status").asString())
                    .toList();
        }
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    static JsonNode json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Override
    public void close() {
        context.close();
    }
}
