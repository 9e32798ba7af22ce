package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.testing.MockServers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;

/** Whatever an id holds, it is refused or it is one segment (or one header value): no other path, no further header. */
class HostileIdsTest {

    private static final List<String> IDS = List.of(
            "../x",
            "..",
            ".",
            "a/b",
            "a\\b",
            "https://evil/",
            "//evil/x",
            "@evil",
            "%2e%2e",
            "%2F",
            "",
            " ",
            "a?b=c",
            "a#b",
            "a;b=c",
            "{id}",
            "a\r\nX: y",
            "a\nX: y",
            "a\u0000b",
            "\u00e9\u20ac\ud83d\ude00");
    private static final Set<String> REFUSED = Set.of("", " ", ".", "..");

    private static final MockWebServer SERVER = MockServers.create();
    private static @Nullable HubQuantumClient client;

    @BeforeAll
    static void start() throws IOException {
        SERVER.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().body("{\"id\":\"answered\"}").build();
            }
        });
        SERVER.start();
        client = HubQuantumClient.builder()
                .baseUrl(SERVER.url("/quantum").toString())
                .apiKey("token-1")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(client).close();
        SERVER.close();
    }

    static Stream<Exchange> exchanges() {
        return Exchange.all().stream()
                .filter(exchange -> !exchange.operation().variables().isEmpty() || exchange.execution());
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void idsStayWhereTheyBelong(Exchange exchange) throws InterruptedException {
        if (exchange.target().contains(Exchange.ID)) {
            for (String id : IDS) {
                boolean sent = hold(exchange, Exchange.EXECUTION, id);
                assertThat(sent).as("id '%s' was sent", id).isEqualTo(!REFUSED.contains(id));
            }
        }
        boolean executionCounts = exchange.execution() || exchange.target().contains(Exchange.EXECUTION);
        if (executionCounts) {
            for (String execution : IDS) {
                boolean sent = hold(exchange, execution, Exchange.ID);
                boolean refused = exchange.execution()
                        ? execution.isBlank() || execution.chars().anyMatch(c -> c < 0x20 || c > 0x7e)
                        : REFUSED.contains(execution);
                assertThat(sent).as("execution '%s' was sent", execution).isEqualTo(!refused);
            }
        }
    }

    /** Makes the call; false if it was refused at once. */
    private static boolean hold(Exchange exchange, String execution, String id) throws InterruptedException {
        int before = SERVER.getRequestCount();
        Publisher<?> call;
        try {
            call = exchange.call().on(Objects.requireNonNull(client), execution, id);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).containsAnyOf("must not be", "is not an id");
            assertThat(SERVER.getRequestCount()).isEqualTo(before);
            return false;
        }
        Flux.from(call)
                .doOnNext(value -> {
                    if (value instanceof DataBuffer buffer) {
                        DataBufferUtils.release(buffer);
                    }
                })
                .onErrorComplete()
                .blockLast(Duration.ofSeconds(10));

        RecordedRequest sent = Objects.requireNonNull(SERVER.takeRequest(10, TimeUnit.SECONDS));
        assertThat(SERVER.getRequestCount()).isEqualTo(before + 1);
        String path = sent.getTarget().replaceFirst("\\?.*", "");
        List<String> found = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            assertThat(segment).isNotIn(".", "..").matches("[A-Za-z0-9._~%-]*");
            found.add(URLDecoder.decode(segment, StandardCharsets.UTF_8));
        }
        List<String> wanted = new ArrayList<>();
        for (String segment : ("/quantum" + exchange.target().replaceFirst("\\?.*", "")).split("/", -1)) {
            wanted.add(segment.equals(Exchange.ID) ? id : segment.equals(Exchange.EXECUTION) ? execution : segment);
        }
        assertThat(found).isEqualTo(wanted);
        assertThat(sent.getHeaders().get("Host")).isEqualTo(SERVER.getHostName() + ":" + SERVER.getPort());
        assertThat(sent.getHeaders().get("X")).isNull();
        assertThat(sent.getHeaders().values("X-Service-Execution-Id"))
                .isEqualTo(exchange.execution() ? List.of(execution) : List.of());
        return true;
    }
}
