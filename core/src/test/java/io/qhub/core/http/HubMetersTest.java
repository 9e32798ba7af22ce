package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.qhub.core.HubClientResources;
import io.qhub.core.observation.HubMeters;
import io.qhub.core.observation.HubObservationConvention;
import io.qhub.core.transfer.Uploads;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a meter registry has of calls and connections. */
class HubMetersTest extends OnTheWire {

    private static final String ACTIVE = "qhub.pool.connections.active";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HubMeters hub = new HubMeters(meters);
    private final ObservationRegistry registry = ObservationRegistry.create();

    HubMetersTest() {
        registry.observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(hub);
    }

    @Test
    void callsAreTimedRetriesCountedAndBytesSummedUp() {
        TestHub http = client(builder -> builder.jumping(new JumpScheduler()).observationRegistry(registry));
        AtomicInteger tries = new AtomicInteger();
        server.script(exchange -> {
            if (tries.incrementAndGet() == 1) {
                exchange.answer(500, "");
            } else {
                exchange.answer(200, exchange.target.endsWith("content") ? " ".repeat(5_000) : JSON);
            }
        });

        http.call(GET, 1).to(Thing.class).block(WAIT);
        bytes(http.call(DOWNLOAD, 1).toStream()).block(WAIT);
        bytes(http.call(DOWNLOAD, 2).toStream()).block(WAIT);
        http.call(PUT, 1).body(Uploads.fromBytes(new byte[700])).to(Thing.class).block(WAIT);

        assertThat(meters.get("qhub.call").tag("outcome", "SUCCESS").timer().count())
                .isEqualTo(1);
        assertThat(meters.get("qhub.call.retry").counter().count()).isEqualTo(1);
        assertThat(meters.get("qhub.download").timer().count()).isEqualTo(2);
        DistributionSummary downloaded = meters.get("qhub.download.bytes")
                .tag("uri", "/things/{id}/content")
                .tag("outcome", "SUCCESS")
                .summary();
        assertThat(downloaded.count()).isEqualTo(2);
        assertThat(downloaded.totalAmount()).isEqualTo(10_000);
        assertThat(meters.get("qhub.upload.bytes").summary().totalAmount()).isEqualTo(700);
    }

    @Test
    void whatElseTheApplicationObservesIsLeftAlone() {
        Observation.start("other", registry).stop();

        assertThat(meters.getMeters())
                .extracting(meter -> meter.getId().getName())
                .noneMatch(name -> name.contains("qhub"));
        assertThat(HubObservationConvention.DEFAULT.supportsContext(new Observation.Context()))
                .isFalse();
    }

    @Test
    void poolsHaveGaugesAsLongAsTheyAreThere() {
        server.script(exchange -> {
            exchange.pause();
            exchange.answer(200, JSON);
        });
        HubClientResources first = resources(builder -> builder.poolMetrics(hub::pools));
        HubClientResources second = HubClientResources.builder()
                .maxConnections(3)
                .poolMetrics(hub::pools)
                .build();
        try {
            TestHub http = client(builder -> builder.resources(first));
            Mono<Void> three = Mono.when(
                            http.call(GET, 1).to(Thing.class),
                            http.call(GET, 2).to(Thing.class),
                            http.call(GET, 3).to(Thing.class))
                    .cache();
            three.subscribe();
            server.next();
            server.next();

            await().atMost(WAIT).untilAsserted(() -> {
                assertThat(gauge("active")).isEqualTo(2);
                assertThat(gauge("pending")).isEqualTo(1);
            });
            assertThat(gauge("max")).isEqualTo(2);
            assertThat(meters.get(ACTIVE).gauge().getId().getTag("remote"))
                    .isEqualTo(server.url().replace("http://", ""));
            server.exchanges().forEach(WireServer.Exchange::go);
            server.next().go();
            three.block(WAIT);
            await().atMost(WAIT).untilAsserted(() -> {
                assertThat(gauge("idle")).isEqualTo(2);
                assertThat(gauge("active")).isZero();
            });

            Mono<Thing> other = client(builder -> builder.resources(second))
                    .call(GET, 4)
                    .to(Thing.class)
                    .cache();
            other.subscribe();
            server.next().go();
            other.block(WAIT);
            assertThat(gauge("max")).as("two pools, one place").isEqualTo(5);

            first.closeLater().block(WAIT);
            await().atMost(WAIT).untilAsserted(() -> assertThat(gauge("max")).isEqualTo(3));
        } finally {
            second.closeLater().block(WAIT);
        }
        await().atMost(WAIT).untilAsserted(() -> assertThat(meters.getMeters()).isEmpty());
    }

    private double gauge(String name) {
        return meters.get("qhub.pool.connections." + name)
                .tag("pool", "qhub-calls")
                .gauge()
                .value();
    }
}
