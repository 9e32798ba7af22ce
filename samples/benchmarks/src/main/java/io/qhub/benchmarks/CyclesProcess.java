package io.qhub.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Clients that are built, used and closed, again and again: do threads and descriptors come back? */
public final class CyclesProcess {

    private CyclesProcess() {}

    /** Takes the number of cycles; prints threads and descriptors before and after. */
    public static void main(String[] args) throws Exception {
        int cycles = Integer.parseInt(args[0]);
        try (LocalHub hub = LocalHub.start()) {
            for (int i = 0; i < 5; i++) {
                cycle(hub);
            }
            long[] before = counts(null);
            for (int i = 0; i < cycles; i++) {
                cycle(hub);
            }
            long[] after = counts(before);
            System.out.printf("%d %d %d %d%n", before[0], after[0], before[1], after[1]);
        }
    }

    private static void cycle(LocalHub hub) {
        HubQuantumClient client = HubQuantumClient.builder()
                .baseUrl(hub.quantumUrl())
                .apiKey(hub.token())
                .build();
        Flux.range(0, 8).flatMap(i -> client.backends().getBackends().then()).blockLast(Duration.ofMinutes(1));
        client.closeLater().block(Duration.ofMinutes(1));
    }

    // The server's side of a connection ends a little later.
    private static long[] counts(long @Nullable [] expected) throws InterruptedException {
        UnixOperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
        long[] counts = new long[2];
        for (int i = 0; i < 100; i++) {
            counts[0] = ManagementFactory.getThreadMXBean().getThreadCount();
            counts[1] = system.getOpenFileDescriptorCount();
            if (expected != null && counts[0] <= expected[0] && counts[1] <= expected[1]) {
                break;
            }
            Thread.sleep(expected == null ? 20 : 100);
        }
        return counts;
    }
}
