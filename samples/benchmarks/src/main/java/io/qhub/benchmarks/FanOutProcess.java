package io.qhub.benchmarks;

import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.Job;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import reactor.core.publisher.Flux;

/** Submits many jobs at once and awaits all of them, in a process whose heap is limited. */
public final class FanOutProcess {

    private FanOutProcess() {}

    /** Takes URL, token and number of jobs; prints jobs, errors, seconds, lag p50 and p99 in ms, and peak heap in MiB. */
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
            List<Long> answers = Objects.requireNonNull(Flux.range(0, jobs)
                    .flatMap(
                            i -> hub.jobs()
                                    .createJob(request)
                                    .flatMap(job -> hub.jobs().awaitJob(Objects.requireNonNull(job.id())))
                                    .map(FanOutProcess::lag)
                                    .doOnError(failure -> System.err.println(failure))
                                    .onErrorReturn(-1L),
                            jobs)
                    .collectList()
                    .block(Duration.ofMinutes(15)));
            double seconds = (System.nanoTime() - start) / 1e9;
            long[] lags = answers.stream()
                    .mapToLong(Long::longValue)
                    .filter(lag -> lag >= 0)
                    .sorted()
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%d %d %.1f %d %d %d%n",
                    lags.length,
                    answers.size() - lags.length,
                    seconds,
                    lags.length == 0 ? -1 : lags[lags.length / 2],
                    lags.length == 0 ? -1 : lags[(int) (lags.length * 0.99)],
                    peakHeap() >> 20);
        }
    }

    // From the end that the record names to here; the record is fetched once more after the status was seen.
    private static long lag(Job job) {
        Instant ended = Objects.requireNonNull(job.endedAt(), "endedAt");
        return Math.max(0, Duration.between(ended, Instant.now()).toMillis());
    }

    // The sum of the peaks of the pools: they need not fall together, so this is no less than the true peak.
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
