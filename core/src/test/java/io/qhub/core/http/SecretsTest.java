package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.observation.HubMeters;
import io.qhub.core.transfer.Uploads;
import io.qhub.testing.FlightLog;
import io.qhub.testing.LogCapture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What must not be read by whoever reads logs and errors. */
class SecretsTest extends OnTheWire {

    private static final String TOKEN = "t0ken-nobody-may-see";
    private static final String HEADER = "h3ader-nobody-may-see";

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString() + failure;
    }

    @Test
    void neitherLogsNorErrorsNorDescriptionsNorMetersNorFlightRecordingsSayWhatIsSecret() {
        List<Throwable> failures = new ArrayList<>();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        HubMeters hub = new HubMeters(meters);
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(hub);
        resources(builder -> builder.poolMetrics(hub::pools));
        try (LogCapture log = new LogCapture();
                FlightLog flight = new FlightLog()) {
            TestHub http = client(builder -> builder.apiKey(TOKEN)
                    .requestOptions(options -> options.header("X-Secret", HEADER))
                    .observationRegistry(observations)
                    .jumping(new JumpScheduler()));
            TestHub.Call call = http.call(GET, 1);
            for (WireServer.Script script : List.<WireServer.Script>of(
                    exchange -> exchange.answer(200, JSON),
                    exchange -> exchange.answer(200, "[not json"),
                    exchange -> exchange.answer(200, ""),
                    exchange -> exchange.answer(302, "", "Location: /elsewhere"),
                    exchange -> exchange.answer(400, "{\"message\":\"bad\"}"),
                    exchange -> exchange.answer(401, "who?"),
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
                failures.add(catchThrowable(() -> call.to(Thing.class).block(WAIT)));
                failures.add(catchThrowable(
                        () -> http.call(POST).body("{}").to(Thing.class).block(WAIT)));
                failures.add(catchThrowable(
                        () -> bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT)));
                failures.add(catchThrowable(() -> http.call(PUT, 1)
                        .body(Uploads.fromBytes(new byte[100]))
                        .to(Thing.class)
                        .block(WAIT)));
            }
            failures.add(catchThrowable(() -> http.call(PUT, 1)
                    .body(Uploads.fromSupplier(() -> Mono.error(new IllegalStateException("own"))))
                    .to(Thing.class)
                    .block(WAIT)));
            failures.removeIf(java.util.Objects::isNull);
            assertThat(failures).hasSizeGreaterThan(20);
            for (Throwable failure : failures) {
                assertThat(text(failure)).doesNotContain(TOKEN, HEADER);
            }
            for (Object described :
                    new Object[] {http, call, http.options(), http.options().requests(), GET}) {
                assertThat(String.valueOf(described)).doesNotContain(TOKEN, HEADER);
            }
            assertThat(server.exchanges().get(0).headers.getFirst("X-Auth-Token"))
                    .isEqualTo(TOKEN);
            assertThat(server.exchanges().get(0).headers.getFirst("X-Secret")).isEqualTo(HEADER);
            assertThat(log.messages("io.qhub")).isNotEmpty();
            log.assertNoSecret(TOKEN, HEADER);
            assertThat(meters.getMeters())
                    .extracting(meter -> meter.getId() + " " + meter.getId().getDescription())
                    .anyMatch(text -> text.contains("qhub.pool"))
                    .anyMatch(text -> text.contains("CLIENT_ERROR"))
                    .noneMatch(text -> text.contains(TOKEN) || text.contains(HEADER));
            List<String> recorded = new ArrayList<>();
            flight.stop(recorded::add);
            assertThat(recorded)
                    .anyMatch(text -> text.contains("ExceptionThrow") && text.contains("the Hub answered"))
                    .noneMatch(text -> text.contains(TOKEN) || text.contains(HEADER));
        }
    }
}
