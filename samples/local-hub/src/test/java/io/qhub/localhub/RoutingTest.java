package io.qhub.localhub;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class RoutingTest {

    private static final class Gateway implements Api {

        private final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public String basePath() {
            return "";
        }

        @Override
        public void register(Routes routes) {
            routes.add(
                    "POST", "/token", ex -> ex.body().map(body -> Reply.json(200, "{\"length\":" + body.length + "}")));
            routes.add(
                    "GET",
                    "/{context}/{service}/{version}/{*rest}",
                    ex -> Mono.just(Reply.json(
                            200,
                            "[\"" + ex.path("context") + "\",\"" + ex.path("service") + "\",\"" + ex.path("version")
                                    + "\",\"" + ex.path("rest") + "\"]")));
            routes.add("GET", "/{any}/who", ex -> Mono.just(Reply.json(200, "\"variable\"")));
            routes.add("GET", "/literal/who", ex -> Mono.just(Reply.json(200, "\"literal\"")));
            routes.add("GET", "/broken", ex -> {
                throw new IllegalStateException("secret detail");
            });
            routes.add("GET", "/refused", ex -> Mono.error(new HttpError(418, "no coffee")));
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static HttpResponse<String> send(LocalHub hub, String method, String path, byte[] body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(hub.url() + path))
                                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/anonymous/qrng/1.0.0/abc/status|200|[\"anonymous\",\"qrng\",\"1.0.0\",\"abc/status\"]",
                "GET|/anonymous/qrng/1.0.0/|200|[\"anonymous\",\"qrng\",\"1.0.0\",\"\"]",
                "GET|/a%2Fb/c+d/%C3%BC/x?y=1|200|[\"a/b\",\"c+d\",\"ü\",\"x\"]",
                "GET|/quantum/jobs/x|401|{\"status\":401,\"error_message\":\"the access token is missing\"}",
                "GET|/some/who|200|\"variable\"",
                "GET|/literal/who|200|\"literal\"",
                "POST|/token|200|{\"length\":3}",
                "GET|/token|405|{\"status\":405,\"error_message\":\"this path has no GET\"}",
                "GET|/a//c|404|{\"status\":404,\"error_message\":\"there is no GET /a//c\"}",
                "GET|/refused|418|{\"status\":418,\"error_message\":\"no coffee\"}",
            })
    void apisPlugInBesideOneAnother(String method, String path, int status, String body) throws Exception {
        Gateway gateway = new Gateway();
        try (LocalHub hub = LocalHub.builder().api(gateway).start()) {
            HttpResponse<String> response = send(hub, method, path, "abc".getBytes());
            assertThat(response.body()).isEqualTo(body);
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(gateway.closed).isFalse();
        }
        assertThat(gateway.closed).isTrue();
    }

    @Test
    void anErrorOfAnApiIsA500WithoutDetails() throws Exception {
        try (LocalHub hub = LocalHub.builder().api(new Gateway()).start()) {
            HttpResponse<String> response = send(hub, "GET", "/broken", new byte[0]);
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body())
                    .contains("Internal Server Error", "/broken")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aLargeBodyThatNobodyReadsDoesNotSpoilTheAnswer() throws Exception {
        try (LocalHub hub = LocalHub.start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(send(hub, "POST", "/quantum/jobs", new byte[8 << 20]).statusCode())
                        .isEqualTo(401);
                assertThat(send(hub, "POST", "/nothing", new byte[8 << 20]).statusCode())
                        .isEqualTo(404);
            }
            HttpResponse<String> tooLarge = HttpClient.newHttpClient()
                    .send(
                            new TestClient(hub).request("POST", "/jobs", " ".repeat(65 << 20)),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(tooLarge.statusCode()).isEqualTo(413);
        }
    }
}
