package io.qhub.benchmarks;

import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.JobStatusResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** The same small GET with a JSON answer, 64 in flight: raw Reactor Netty, this client, and what one would take instead. */
final class CallsBenchmark implements AutoCloseable {

    static final String RAW = "raw Reactor Netty";
    static final String WEB_CLIENT = "hand-written WebClient";
    static final String OURS = "this client";

    private static final int IN_FLIGHT = 64;
    private static final String TOKEN = "benchmark-token";
    private static final String JOB = "3c9f1f3e";

    private final Map<String, Supplier<Mono<?>>> peers = new LinkedHashMap<>();
    private final HubQuantumClient hub;

    /** All peers, ready to call the server at this port. */
    CallsBenchmark(int port, List<CallsPeer> others) {
        String base = "http://127.0.0.1:" + port;
        HttpClient raw = HttpClient.create(pool("raw"));
        ObjectReader reader = JsonMapper.builder().build().readerFor(JobStatusResponse.class);
        peers.put(RAW, () -> raw.headers(h -> h.set("X-Auth-Token", TOKEN))
                .get()
                .uri(base + "/jobs/" + JOB + "/status")
                .responseSingle((head, body) -> body.asByteArray())
                .map(bytes -> reader.<JobStatusResponse>readValue(bytes)));
        WebClient web = WebClient.builder()
                .baseUrl(base)
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create(pool("web")).compress(true)))
                .defaultHeader("X-Auth-Token", TOKEN)
                .build();
        peers.put(
                WEB_CLIENT,
                () -> web.get().uri("/jobs/{id}/status", JOB).retrieve().bodyToMono(JobStatusResponse.class));
        hub = HubQuantumClient.builder()
                .apiKey(TOKEN)
                .baseUrl(base)
                .connections(c -> c.maxConnections(IN_FLIGHT))
                .build();
        peers.put(OURS, () -> hub.jobs().getJobStatus(JOB));
        for (CallsPeer other : others) {
            other.open(base, TOKEN, IN_FLIGHT);
            peers.put(other.name(), () -> other.getJobStatus(JOB));
        }
    }

    /** Those that one would take instead, beside WebClient. */
    static List<CallsPeer> others() {
        return Stream.concat(
                        Stream.of(new JdkPeer()),
                        ServiceLoader.load(CallsPeer.class).stream().map(ServiceLoader.Provider::get))
                .toList();
    }

    static Rounds run(int port, List<CallsPeer> others, int callsPerRound, int warmUps, int rounds) {
        try (CallsBenchmark all = new CallsBenchmark(port, others)) {
            Rounds round = new Rounds();
            all.peers.keySet().forEach(peer -> round.peer(peer, () -> all.perSecond(peer, callsPerRound)));
            return round.run(warmUps, rounds);
        }
    }

    private static ConnectionProvider pool(String name) {
        return ConnectionProvider.builder(name)
                .maxConnections(IN_FLIGHT)
                .pendingAcquireMaxCount(-1)
                .build();
    }

    /** Makes so many calls, {@value #IN_FLIGHT} at once, and waits for their answers. */
    void call(String peer, int calls) {
        Supplier<Mono<?>> call = Objects.requireNonNull(peers.get(peer), peer);
        Long answered =
                Flux.range(0, calls).flatMap(i -> call.get(), IN_FLIGHT).count().block();
        if (answered == null || answered != calls) {
            throw new IllegalStateException(answered + " of " + calls + " calls were answered");
        }
    }

    private double perSecond(String peer, int calls) {
        long start = System.nanoTime();
        call(peer, calls);
        return calls * 1e9 / (System.nanoTime() - start);
    }

    @Override
    public void close() {
        hub.close();
    }
}
