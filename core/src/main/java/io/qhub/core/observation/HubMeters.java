package io.qhub.core.observation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.qhub.core.observation.HubObservationContext.Kind;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * The meters that observations alone do not give. Thread-safe; needs {@code micrometer-core}.
 *
 * <p>As a handler of an {@code ObservationRegistry} it records how many bytes each download and upload moved:
 * {@code qhub.download.bytes} and {@code qhub.upload.bytes}, with the tags {@code api}, {@code operation},
 * {@code method}, {@code uri} and {@code outcome}. Times and counts are the business of Micrometer's own handler.
 *
 * <p>{@link #pools()} makes gauges of connection pools: {@code qhub.pool.connections.active}, {@code .idle},
 * {@code .pending} (calls that wait for one) and {@code .max}, with the tags {@code pool} and {@code remote}.
 */
public final class HubMeters implements ObservationHandler<HubObservationContext> {

    private final MeterRegistry registry;
    private final ConnectionProvider.MeterRegistrar pools;

    /** Meters in this registry. */
    public HubMeters(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.pools = new Pools(registry);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof HubObservationContext;
    }

    @Override
    public void onStop(HubObservationContext call) {
        if (call.kind() == Kind.DOWNLOAD || call.kind() == Kind.UPLOAD) {
            DistributionSummary.builder(call.kind().observationName() + ".bytes")
                    .description("Bytes of streamed content, all tries of a call together")
                    .baseUnit("bytes")
                    .tags(
                            "api",
                            call.api(),
                            "operation",
                            call.operation(),
                            "method",
                            call.method(),
                            "uri",
                            call.uriTemplate(),
                            "outcome",
                            HubObservationConvention.outcome(call))
                    .register(registry)
                    .record(call.bytes());
        }
    }

    /**
     * Gives each pool its gauges and takes them away when the pool goes; for
     * {@code HubClientResources.builder().poolMetrics(meters::pools)}. Pools of the same name to the same host are one.
     */
    public ConnectionProvider.MeterRegistrar pools() {
        return pools;
    }

    private record Figure(String name, String description, ToIntFunction<ConnectionPoolMetrics> value) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("active", "Connections in use", ConnectionPoolMetrics::acquiredSize),
            new Figure("idle", "Connections that are open and not in use", ConnectionPoolMetrics::idleSize),
            new Figure("pending", "Calls that wait for a connection", ConnectionPoolMetrics::pendingAcquireSize),
            new Figure("max", "Most connections that the pool may have", ConnectionPoolMetrics::maxAllocatedSize));

    private record Place(String pool, String remote) {}

    /** The pools at one place, and the gauges that add them up. */
    private record Gauges(Map<String, ConnectionPoolMetrics> pools, List<Meter> meters) {

        private static Gauges of(MeterRegistry registry, Place place) {
            Map<String, ConnectionPoolMetrics> pools = new ConcurrentHashMap<>();
            List<Meter> meters = FIGURES.stream()
                    .<Meter>map(figure -> Gauge.builder(
                                    "qhub.pool.connections." + figure.name(), pools, all -> sum(all, figure))
                            .description(figure.description())
                            .tags(Tags.of("pool", place.pool(), "remote", place.remote()))
                            .register(registry))
                    .toList();
            return new Gauges(pools, meters);
        }

        private static double sum(Map<String, ConnectionPoolMetrics> pools, Figure figure) {
            return pools.values().stream()
                    .mapToLong(pool -> figure.value().applyAsInt(pool))
                    .sum();
        }
    }

    private static final class Pools implements ConnectionProvider.MeterRegistrar {

        private final MeterRegistry registry;
        private final Map<Place, Gauges> places = new ConcurrentHashMap<>();

        private Pools(MeterRegistry registry) {
            this.registry = registry;
        }

        @Override
        public void registerMetrics(String pool, String id, SocketAddress remote, ConnectionPoolMetrics metrics) {
            places.compute(place(pool, remote), (place, known) -> {
                Gauges gauges = known == null ? Gauges.of(registry, place) : known;
                gauges.pools().put(id, metrics);
                return gauges;
            });
        }

        @Override
        public void deRegisterMetrics(String pool, String id, SocketAddress remote) {
            places.computeIfPresent(place(pool, remote), (place, gauges) -> {
                gauges.pools().remove(id);
                if (!gauges.pools().isEmpty()) {
                    return gauges;
                }
                gauges.meters().forEach(registry::remove);
                return null;
            });
        }

        private static Place place(String pool, SocketAddress remote) {
            return new Place(
                    pool,
                    remote instanceof InetSocketAddress host
                            ? host.getHostString() + ":" + host.getPort()
                            : String.valueOf(remote));
        }
    }
}
