package io.qhub.service;

import io.qhub.testing.MockServers;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** An HTTP server on loopback that answers each request line by a function, and keeps what it was sent. */
final class ScriptedServer implements Closeable {

    /** A request as it arrived. */
    record Seen(String line, okhttp3.Headers headers, String body) {}

    final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final Map<String, Function<Seen, MockResponse>> answers = new ConcurrentHashMap<>();
    private final MockWebServer server = MockServers.create();

    ScriptedServer() {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                ByteString body = request.getBody();
                Seen each = new Seen(
                        request.getMethod() + " " + request.getTarget(),
                        request.getHeaders(),
                        body == null ? "" : body.utf8());
                seen.add(each);
                return answers.getOrDefault(each.line(), unknown -> json(404, "{\"detail\":\"Not found\"}"))
                        .apply(each);
            }
        });
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getPort() + path;
    }

    ScriptedServer on(String line, Function<Seen, MockResponse> answer) {
        answers.put(line, answer);
        return this;
    }

    ScriptedServer on(String line, String body) {
        return on(line, seen -> json(200, body));
    }

    static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    List<String> lines() {
        return seen.stream().map(Seen::line).toList();
    }

    List<Seen> seen(String line) {
        return seen.stream().filter(each -> each.line().equals(line)).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
