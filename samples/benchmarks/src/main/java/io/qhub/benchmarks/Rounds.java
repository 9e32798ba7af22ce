package io.qhub.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Runs peers in turn, round by round, so that what slows the machine slows all of them, and compares medians. */
final class Rounds {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Map<String, DoubleSupplier> peers = new LinkedHashMap<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();

    /** A peer whose supplier does one round and tells its figure: the larger, the better. */
    Rounds peer(String name, DoubleSupplier round) {
        peers.put(name, round);
        return this;
    }

    Rounds run(int warmUps, int rounds) {
        for (int i = 0; i < warmUps + rounds; i++) {
            boolean counts = i >= warmUps;
            peers.forEach((name, round) -> {
                long before = SYSTEM.getProcessCpuTime();
                double figure = round.getAsDouble();
                double used = (SYSTEM.getProcessCpuTime() - before) / 1e3;
                if (counts) {
                    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(figure);
                    cpu.computeIfAbsent(name, key -> new ArrayList<>()).add(used);
                }
            });
        }
        return this;
    }

    double median(String name) {
        return median(figures, name);
    }

    /** Microseconds of processor time, of all threads of this process, in a round: steadier than rates on a busy machine. */
    double cpuMicros(String name) {
        return median(cpu, name);
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

    String all(String name) {
        return Arrays.toString(figures.getOrDefault(name, List.of()).stream()
                .mapToLong(Math::round)
                .toArray());
    }
}
