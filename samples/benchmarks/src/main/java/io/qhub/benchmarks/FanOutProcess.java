package io.qhub.benchmarks;

import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** Submits many jobs at once and awaits all of them, in a process whose heap is limited. */
public final class FanOutProcess {

    private FanOutProcess() {}

    /** Takes URL, token and number of jobs; prints jobs, errors, seconds, lag p50 and p99 in ms, and used heap in MiB. */
    public static void main(String[] args) {
        int jobs = Integer.parseInt(args[2]);
        CreateJobRequest request = CreateJobRequest.builder(
                        "azure.ionq.simulator",
                        10,
                        IonqCircuit.builder(2).h(0).cnot(0, 1).build())
                .build();
        try (HubQuantumClient hub = HubQuantumClient.builder()
                .baseUrl(args[0])
                .apiKey(args[1])
                .connections(c -> c.maxConnections(64))
                .build()) {
            long start = System.nanoTime();
            long[] lags = Objects.requireNonNull(Flux.range(0, jobs)
                            .flatMap(
                                    i -> hub.jobs()
                                            .createJob(request)
                                            .flatMap(job -> hub.jobs().awaitJob(Objects.requireNonNull(job.id())))
                                            .map(FanOutProcess::lag)
                                            .onErrorReturn(-1L),
                                    jobs)
                            .collectList()
                            .block(Duration.ofMinutes(15)))
                    .stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            double seconds = (System.nanoTime() - start) / 1e9;
            long errors = Arrays.stream(lags).filter(lag -> lag < 0).count();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf(
                    "%d %d %.1f %d %d %d%n",
                    lags.length,
                    errors,
                    seconds,
                    lags[lags.length / 2],
                    lags[(int) (lags.length * 0.99)],
                    (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    // From the end that the record names to here; the record is fetched once more after the status was seen.
    private static long lag(Job job) {
        Instant ended = job.endedAt();
        return ended == null
                ? 0
                : Math.max(0, Duration.between(ended, Instant.now()).toMillis());
    }
}
