package io.qhub.benchmarks;

import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.JobStatusResponse;
import java.util.List;
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
final class CallsBenchmark {

    static final String RAW = "raw Reactor Netty";
    static final String WEB_CLIENT = "hand-written WebClient";
    static final String OURS = "this client";

    private static final int IN_FLIGHT = 64;
    private static final String TOKEN = "benchmark-token";

    private CallsBenchmark() {}

    /** Those that one would take instead, beside WebClient. */
    static List<CallsPeer> others() {
        return Stream.concat(
                        Stream.of(new JdkPeer()),
                        ServiceLoader.load(CallsPeer.class).stream().map(ServiceLoader.Provider::get))
                .toList();
    }

    static Rounds run(int port, List<CallsPeer> others, int callsPerRound, int warmUps, int rounds) {
        String base = "http://127.0.0.1:" + port;
        HttpClient raw = HttpClient.create(pool("raw"));
        ObjectReader reader = JsonMapper.builder().build().readerFor(JobStatusResponse.class);
        WebClient web = WebClient.builder()
                .baseUrl(base)
                .clientConnector(new ReactorClientHttpConnector(
                        HttpClient.create(pool("web")).compress(true)))
                .defaultHeader("X-Auth-Token", TOKEN)
                .build();
        try (HubQuantumClient hub = HubQuantumClient.builder()
                .apiKey(TOKEN)
                .baseUrl(base)
                .connections(c -> c.maxConnections(IN_FLIGHT))
                .build()) {
            Rounds all = new Rounds()
                    .peer(
                            RAW,
                            () -> perSecond(callsPerRound, () -> raw.headers(h -> h.set("X-Auth-Token", TOKEN))
                                    .get()
                                    .uri(base + "/jobs/3c9f1f3e/status")
                                    .responseSingle((head, body) -> body.asByteArray())
                                    .map(bytes -> reader.<JobStatusResponse>readValue(bytes))))
                    .peer(
                            WEB_CLIENT,
                            () -> perSecond(callsPerRound, () -> web.get()
                                    .uri("/jobs/{id}/status", "3c9f1f3e")
                                    .retrieve()
                                    .bodyToMono(JobStatusResponse.class)))
                    .peer(OURS, () -> perSecond(callsPerRound, () -> hub.jobs().getJobStatus("3c9f1f3e")));
            for (CallsPeer other : others) {
                other.open(base, TOKEN, IN_FLIGHT);
                all.peer(other.name(), () -> perSecond(callsPerRound, () -> other.getJobStatus("3c9f1f3e")));
            }
            return all.run(warmUps, rounds);
        }
    }

    private static ConnectionProvider pool(String name) {
        return ConnectionProvider.builder(name)
                .maxConnections(IN_FLIGHT)
                .pendingAcquireMaxCount(-1)
                .build();
    }

    private static double perSecond(int calls, Supplier<Mono<?>> call) {
        long start = System.nanoTime();
        Long answered =
                Flux.range(0, calls).flatMap(i -> call.get(), IN_FLIGHT).count().block();
        if (answered == null || answered != calls) {
            throw new IllegalStateException(answered + " of " + calls + " calls were answered");
        }
        return calls * 1e9 / (System.nanoTime() - start);
    }
}
