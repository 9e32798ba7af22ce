package io.qhub.quickstart;

import io.qhub.core.polling.PollingPolicy;
import io.qhub.localhub.LocalHub;
import io.qhub.service.HubServiceClient;
import io.qhub.service.RunRequest;
import io.qhub.service.ServiceExecutionHandle;
import io.qhub.service.model.LogEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Cuts a small graph in two with the optimiser, a managed service: start, live log, result, files. */
final class OptimiserRun {

    // A ring of six and three chords.
    private static final int[][] EDGES = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}, {0, 3}, {1, 4}, {2, 5}};
    private static final int NODES = 6;

    /** What the service is given: each edge that is not cut costs. */
    record Problem(double[][] qubo) {}

    /** What the service answers. */
    record Solution(List<Integer> assignment, double energy, String method) {}

    private final PrintWriter out;
    private final Path output;

    OptimiserRun(PrintWriter out, Path output) {
        this.out = out;
        this.output = output;
    }

    void runOn(LocalHub hub) {
        try (HubServiceClient service = HubServiceClient.builder()
                .endpoint(hub.serviceUrl("optimiser"))
                .accessKey(hub.accessKeyId(), hub.secretAccessKey())
                .tokenEndpoint(hub.tokenUrl())
                .polling(PollingPolicy.defaults().withDelays(Duration.ofMillis(250), 1.5, Duration.ofSeconds(2)))
                .build()) {
            runOn(service).block();
        }
    }

    // Terminals block, event loops must not: what is shown is shown from a thread that may.
    private Mono<Void> runOn(HubServiceClient service) {
        RunRequest request =
                RunRequest.builder(new Problem(maximumCut())).tag("quickstart").build();
        out.println();
        out.println("maximum cut of a graph of " + NODES + " nodes and " + EDGES.length + " edges, by the optimiser");
        return service.run(request).publishOn(Schedulers.boundedElastic()).flatMap(execution -> {
            out.println("  started as " + execution.id());
            return execution
                    .tailLogs()
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(this::show)
                    .then(execution.result())
                    .publishOn(Schedulers.boundedElastic())
                    .doOnNext(result -> show(result.as(Solution.class)))
                    .then(files(execution));
        });
    }

    private void show(LogEntry entry) {
        out.println("  " + entry.timestamp() + " " + entry.severity() + " " + entry.message());
    }

    private void show(Solution solution) {
        out.println("  assignment "
                + solution.assignment().stream().map(String::valueOf).collect(Collectors.joining()) + " cuts "
                + Math.round(-solution.energy()) + " edges (" + solution.method() + ")");
    }

    private Mono<Void> files(ServiceExecutionHandle execution) {
        return execution
                .downloadAll(output)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(file -> out.println("  result: " + file.path() + " (" + file.bytes() + " bytes)"))
                .then();
    }

    /** Each edge contributes x + y - 2xy to the cut, and the optimiser makes small what it is given. */
    private static double[][] maximumCut() {
        double[][] qubo = new double[NODES][NODES];
        for (int[] edge : EDGES) {
            qubo[edge[0]][edge[0]]--;
            qubo[edge[1]][edge[1]]--;
            qubo[Math.min(edge[0], edge[1])][Math.max(edge[0], edge[1])] += 2;
        }
        return qubo;
    }
}
