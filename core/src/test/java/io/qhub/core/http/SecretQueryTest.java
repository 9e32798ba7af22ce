package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.transfer.Uploads;
import io.qhub.testing.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.function.client.WebClient;

/** A query parameter that reaches the server and nobody else. */
class SecretQueryTest extends OnTheWire {

    private static final String SECRET = "pass w0rd&nobody=may?see";
    private static final String ENCODED = "pass%20w0rd%26nobody%3Dmay%3Fsee";
    private static final TestOperation UPLOAD = TestOperation.post("test.things.upload", "/things")
            .query("name", "password", "pin")
            .parts("file");
    private static final TestOperation CREATE =
            TestOperation.put("test.things.create", "/things").query("name", "password");
    private static final TestOperation READ =
            TestOperation.get("test.things.read", "/things/{id}/content").query("password");

    @Test
    void itIsInTheTargetOfEachRequestThatItBelongsToAndOfNoOther() {
        TestHub http = client();
        server.script(exchange -> exchange.answer(200, JSON));

        http.call(UPLOAD)
                .query("name", "n")
                .secretQuery("password", SECRET)
                .secretQuery("pin", "1")
                .part("file", Uploads.fromBytes(new byte[100_000]))
                .to(Thing.class)
                .block(WAIT);
        http.call(CREATE)
                .secretQuery("password", SECRET)
                .body(new Thing("t"))
                .to(Thing.class)
                .block(WAIT);
        http.call(CREATE)
                .query("name", "n")
                .secretQuery("password", SECRET)
                .to(Thing.class)
                .block(WAIT);
        bytes(http.call(READ, 1).secretQuery("password", SECRET).toStream()).block(WAIT);
        http.call(CREATE).secretQuery("password", null).to(Thing.class).block(WAIT);
        http.call(GET, 1).to(Thing.class).block(WAIT);

        assertThat(server.exchanges().stream().map(exchange -> exchange.target))
                .containsExactly(
                        "/things?name=n&password=" + ENCODED + "&pin=1",
                        "/things?password=" + ENCODED,
                        "/things?name=n&password=" + ENCODED,
                        "/things/1/content?password=" + ENCODED,
                        "/things",
                        "/things/1");
    }

    @Test
    void aParameterThatTheOperationDoesNotKnowIsRefused() {
        TestHub.Call call = client().call(CREATE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.secretQuery("passwort", SECRET))
                .withMessageContaining("has no query parameter 'passwort'")
                .withMessageNotContaining(SECRET);
    }

    @Test
    void noLogNoErrorAndNoObservationHasIt() {
        Queue<String> observed = new ConcurrentLinkedQueue<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                for (KeyValue each : context.getAllKeyValues()) {
                    observed.add(each.toString());
                }
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        List<Throwable> failures = new ArrayList<>();
        try (LogCapture log = new LogCapture()) {
            TestHub http = client(builder -> builder.jumping(new JumpScheduler())
                    .webClientBuilder(WebClient.builder().observationRegistry(registry)));
            for (WireServer.Script script : List.<WireServer.Script>of(
                    exchange -> exchange.answer(200, JSON),
                    exchange -> exchange.answer(200, "[not json"),
                    exchange -> exchange.answer(302, "", "Location: /elsewhere"),
                    exchange -> exchange.answer(404, "{\"message\":\"bad\"}"),
                    exchange -> exchange.answer(503, "later"),
                    WireServer.Exchange::reset,
                    exchange -> {
                        exchange.readBody();
                        exchange.reset();
                    },
                    exchange -> {
                        exchange.readBody();
                        exchange.head(200, 100);
                        exchange.write(new byte[50]);
                        exchange.reset();
                    })) {
                server.script(script);
                failures.add(catchThrowable(() -> http.call(UPLOAD)
                        .secretQuery("password", SECRET)
                        .part("file", Uploads.fromBytes(new byte[100]))
                        .to(Thing.class)
                        .block(WAIT)));
                failures.add(catchThrowable(() -> http.call(CREATE)
                        .secretQuery("password", SECRET)
                        .to(Thing.class)
                        .block(WAIT)));
                failures.add(catchThrowable(() -> bytes(http.call(READ, 1)
                                .secretQuery("password", SECRET)
                                .toStream())
                        .block(WAIT)));
            }
            failures.removeIf(Objects::isNull);
            assertThat(failures).hasSizeGreaterThan(15);
            for (Throwable failure : failures) {
                StringWriter text = new StringWriter();
                failure.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).doesNotContain(SECRET, ENCODED);
            }
            assertThat(server.exchanges())
                    .allSatisfy(exchange -> assertThat(exchange.target).contains(ENCODED));
            assertThat(observed).isNotEmpty().noneMatch(value -> value.contains(SECRET) || value.contains(ENCODED));
            log.assertNoSecret(SECRET, ENCODED);
        }
    }
}
