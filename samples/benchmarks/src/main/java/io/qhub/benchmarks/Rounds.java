package io.qhub.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Runs peers in turn, round by round, so that what slows the machine slows all of them, and compares medians. */
final class Rounds {

    private static final int FEW = 30;
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private final Map<String, DoubleSupplier> peers = new LinkedHashMap<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    private final Map<String, List<Double>> allocated = new LinkedHashMap<>();

    /** A peer whose supplier does one round and tells its figure: the larger, the better. */
    Rounds peer(String name, DoubleSupplier round) {
        peers.put(name, round);
        return this;
    }

    Rounds run(int warmUps, int rounds) {
        for (int i = 0; i < warmUps + rounds; i++) {
            boolean counts = i >= warmUps;
            peers.forEach((name, round) -> {
                long bytesBefore = allocatedBytes();
                long before = SYSTEM.getProcessCpuTime();
                double figure = round.getAsDouble();
                double used = (SYSTEM.getProcessCpuTime() - before) / 1e3;
                double bytes = allocatedBytes() - bytesBefore;
                if (counts) {
                    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(figure);
                    cpu.computeIfAbsent(name, key -> new ArrayList<>()).add(used);
                    allocated.computeIfAbsent(name, key -> new ArrayList<>()).add(bytes);
                }
            });
        }
        return this;
    }

    // Of the threads alive; the event loops, which do the work, live as long as the process.
    private static long allocatedBytes() {
        long sum = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    List<String> peers() {
        return List.copyOf(peers.keySet());
    }

    double median(String name) {
        return median(figures, name);
    }

    /** Microseconds of processor time, of all threads of this process, in a round: steadier than rates on a busy machine. */
    double meanCpuMicros(String name) {
        return cpu.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    /** Bytes of heap that all threads of this process allocated in a round: the steadiest of the figures. */
    double allocatedBytes(String name) {
        return median(allocated, name);
    }

    private static double median(Map<String, List<Double>> figures, String name) {
        double[] sorted = figures.getOrDefault(name, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no figures for " + name + ", only for " + figures.keySet());
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double ratio(String name, String to) {
        return median(name) / median(to);
    }

    /** The figures of all rounds in order; of many only the quartiles. */
    String all(String name) {
        List<Double> all = figures.getOrDefault(name, List.of());
        if (all.size() <= FEW) {
            return Arrays.toString(all.stream().mapToLong(Math::round).toArray());
        }
        long[] sorted = all.stream().mapToLong(Math::round).sorted().toArray();
        return "half of the rounds from " + sorted[sorted.length / 4] + " to " + sorted[sorted.length * 3 / 4];
    }
}
