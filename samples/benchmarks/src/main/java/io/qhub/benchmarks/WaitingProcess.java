package io.qhub.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.JobStatus;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Many jobs that wait for their end, which does not come: what they cost. No network: answers come from memory. */
public final class WaitingProcess {

    private static final int PAGE = 100;

    private WaitingProcess() {}

    /**
     * Takes how they are watched, how many and for how many seconds; prints bytes of live heap for each, the share of a core,
     * and the number of requests.
     */
    public static void main(String[] args) throws InterruptedException {
        int jobs = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        AtomicLong probes = new AtomicLong();
        PollingPolicy policy = PollingPolicy.defaults()
                .withDelays(Duration.ofSeconds(30), 1, Duration.ofSeconds(30))
                .withInitialSpread(Duration.ofSeconds(seconds < 30 ? 0 : 30));
        long before = liveHeap();
        Disposable watching = watched(args[0], jobs, policy, probes).subscribe();
        // Each has been asked for once, and waits.
        Thread.sleep(seconds < 30 ? 1_000 : 35_000);
        long heap = liveHeap() - before;
        long asked = probes.get();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        Thread.sleep(seconds * 1_000L);
        System.out.printf(
                Locale.ROOT,
                "%d %.4f %d%n",
                heap / jobs,
                (system.getProcessCpuTime() - cpu) / 1e9 / seconds,
                probes.get() - asked);
        watching.dispose();
    }

    private static Flux<?> watched(String how, int jobs, PollingPolicy policy, AtomicLong probes) {
        if (how.equals("polling")) {
            Mono<Answer<JobStatus>> probe = Mono.fromSupplier(() -> {
                probes.incrementAndGet();
                return Answer.of(JobStatus.RUNNING);
            });
            return Flux.range(0, jobs)
                    .flatMap(i -> Polling.until("job " + i, probe, JobStatus::isTerminal, policy), jobs);
        }
        HubQuantumClient client = HubQuantumClient.builder()
                .apiKey("benchmark-token")
                .webClientBuilder(WebClient.builder().exchangeFunction(request -> answer(request, jobs, probes)))
                .build();
        return how.equals("watchAll")
                ? client.jobs().watchAll(Flux.range(0, jobs).map(String::valueOf), policy)
                : Flux.range(0, jobs).flatMap(i -> client.jobs().awaitJob(String.valueOf(i), policy), jobs);
    }

    private static Mono<ClientResponse> answer(ClientRequest request, int jobs, AtomicLong requests) {
        return Mono.fromSupplier(() -> {
            requests.incrementAndGet();
            boolean single = request.url().getPath().endsWith("/status");
            return ClientResponse.create(HttpStatus.OK)
                    .header(HttpHeaders.CONTENT_TYPE, "application/json")
                    .body(
                            single
                                    ? "{\"status\":\"RUNNING\"}"
                                    : page(request.url().getQuery(), jobs))
                    .build();
        });
    }

    private static String page(String query, int jobs) {
        int first = PAGE * Integer.parseInt(query.replaceAll(".*\\bpage=(\\d+).*", "$1"));
        return IntStream.range(first, Math.min(jobs, first + PAGE))
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"status\":\"RUNNING\",\"created_at\":\""
                        + Instant.EPOCH.plusSeconds(jobs - i) + "\"}")
                .collect(Collectors.joining(",", "{\"content\":[", "]}"));
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
