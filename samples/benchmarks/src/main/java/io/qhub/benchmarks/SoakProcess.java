package io.qhub.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import io.qhub.core.error.HubException;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.JobQuery;
import io.qhub.quantum.SubmitOnceOptions;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.service.HubServiceClient;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Jobs and executions without a pause against a hub that answers 503, resets and stalls, limits the rate and lets tokens
 * expire: is each job there exactly once, does each error tell its attempts, and does nothing grow?
 */
public final class SoakProcess {

    private static final String KEY = "soak-";
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final CreateJobRequest REQUEST = CreateJobRequest.builder(
                    "azure.ionq.simulator", 10, IonqCircuit.builder(1).x(0).build())
            .build();

    private final HubQuantumClient quantum;
    private final HubServiceClient service;
    private final ServerProcess hub;
    private final AtomicLong jobs = new AtomicLong();
    private final LongAdder completed = new LongAdder();
    private final LongAdder runs = new LongAdder();
    private final LongAdder echoes = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final LongAdder foreign = new LongAdder();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    private SoakProcess(ServerProcess hub) throws IOException {
        this.hub = hub;
        PollingPolicy polling = PollingPolicy.defaults().withDelays(Duration.ofMillis(100), 2, Duration.ofSeconds(2));
        quantum = HubQuantumClient.builder()
                .baseUrl(hub.line())
                .apiKey(hub.line())
                .polling(polling)
                .responseTimeout(Duration.ofSeconds(5))
                .connections(c -> c.maxIdleTime(IDLE))
                .build();
        service = HubServiceClient.builder()
                .endpoint(hub.line())
                .tokenEndpoint(hub.line())
                .accessKey(hub.line(), hub.line())
                .polling(polling)
                .responseTimeout(Duration.ofSeconds(5))
                .connections(c -> c.maxIdleTime(IDLE))
                .build();
    }

    /** Takes the seconds that warm up and those that count; prints the figures, the last line of which is the verdict. */
    public static void main(String[] args) throws Exception {
        try (ServerProcess hub = ServerProcess.start(SoakHubProcess.class, List.of("-Xmx2g", "-XX:+UseSerialGC"))) {
            new SoakProcess(hub).run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        }
    }

    private void run(int warmUp, int seconds) throws Exception {
        Instant begun = Instant.now();
        storm(warmUp);
        Figures before = Figures.now();
        storm(seconds);
        Figures after = Figures.now();

        // What never got a job, or nobody knows of, is told again, in calm.
        BitSet missing = there(new AtomicLong());
        missing.flip(0, (int) jobs.get());
        Flux.fromStream(missing.stream().boxed())
                .flatMap(i -> quantum.jobs().resumeSubmission(REQUEST, KEY + i, begun, once(Duration.ZERO)), 16)
                .blockLast();
        AtomicLong twice = new AtomicLong();
        BitSet seen = there(twice);
        long lost = jobs.get() - seen.cardinality();
        long executions =
                Objects.requireNonNull(service.getServiceExecutions().count().block());
        System.out.printf(
                Locale.ROOT,
                "  %,d jobs, %,d completed; twice %d, lost %d; %,d executions asked for, %,d there, %,d completed%n",
                jobs.get(),
                completed.sum(),
                twice.get(),
                lost,
                runs.sum(),
                executions,
                echoes.sum());
        System.out.printf("  errors %s; without attempts %d, not of ours %d%n", errors, silent.sum(), foreign.sum());
        System.out.printf("  after the warm-up %s%n  at the end        %s%n", before, after);
        boolean right = twice.get() == 0
                && lost == 0
                && executions <= runs.sum()
                && executions >= echoes.sum()
                && silent.sum() == 0
                && foreign.sum() == 0
                && completed.sum() > 0;
        System.out.println(right && after.isLike(before) ? "  PASSED" : "  MISSED");
        quantum.close();
        service.close();
    }

    /** Whose jobs are there, and how many are there once too often. */
    private BitSet there(AtomicLong twice) {
        BitSet seen = new BitSet();
        quantum.jobs()
                .listJobs(JobQuery.newestFirst().withSize(100))
                .doOnNext(job -> job.tags().forEach(tag -> {
                    int i = Integer.parseInt(tag.substring(("qhub-submit:" + KEY).length()));
                    if (seen.get(i)) {
                        twice.incrementAndGet();
                    }
                    seen.set(i);
                }))
                .blockLast();
        return seen;
    }

    private static SubmitOnceOptions once(Duration settle) {
        return SubmitOnceOptions.defaults().withSettleTime(settle);
    }

    private void storm(int seconds) throws IOException, InterruptedException {
        tell("storm");
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        Flux<Integer> turns = Flux.<Integer>generate(sink -> {
            if (System.nanoTime() < end) {
                sink.next(1);
            } else {
                sink.complete();
            }
        });
        Mono.when(
                        turns.flatMap(turn -> job(), 48, 1).then(),
                        turns.flatMap(turn -> execution(), 8, 1).then())
                .block();
        tell("calm");
        // Connections that nobody uses are closed meanwhile.
        Thread.sleep(IDLE.multipliedBy(4).toMillis());
    }

    private void tell(String mood) throws IOException {
        hub.tell(mood);
        hub.line();
    }

    private Mono<Void> job() {
        return Mono.defer(() -> quantum.jobs()
                        .submitJobOnce(REQUEST, KEY + jobs.getAndIncrement(), once(Duration.ofSeconds(12)))
                        .map(job -> Objects.requireNonNull(job.id()))
                        .flatMap(id -> quantum.jobs().awaitJob(id).then(Mono.defer(() -> quantum.jobs()
                                .getJobResult(id))))
                        .doOnNext(result -> completed.increment())
                        .then())
                .onErrorResume(this::noted);
    }

    private Mono<Void> execution() {
        return Mono.defer(() -> {
                    runs.increment();
                    return service.run(Map.of("i", 1));
                })
                .flatMap(handle -> handle.result())
                .doOnNext(result -> echoes.increment())
                .then()
                .onErrorResume(this::noted);
    }

    private Mono<Void> noted(Throwable failure) {
        errors.computeIfAbsent(failure.getClass().getSimpleName(), name -> new LongAdder())
                .increment();
        if (!(failure instanceof HubException hubs)) {
            foreign.increment();
        } else if (hubs.attempts().isEmpty()) {
            silent.increment();
        }
        return Mono.empty();
    }

    /** What must not grow. */
    private record Figures(int threads, long descriptors, long heap, long direct) {

        static Figures now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Figures(
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                            .getOpenFileDescriptorCount(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    buffers + Math.max(0, PlatformDependent.usedDirectMemory()));
        }

        boolean isLike(Figures before) {
            return threads <= before.threads
                    && descriptors <= before.descriptors
                    && near(before.heap, heap)
                    && near(before.direct, direct);
        }

        private static boolean near(long before, long after) {
            return after - before <= Math.max(before / 20, 8 << 20);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d threads, %d descriptors, %.1f MiB of live heap, %.1f MiB of direct memory",
                    threads,
                    descriptors,
                    heap / 1048576.0,
                    direct / 1048576.0);
        }
    }
}
