package io.qhub.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Runs peers in turn, round by round, so that what slows the machine slows all of them, and compares medians. */
final class Rounds {

    private final Map<String, DoubleSupplier> peers = new LinkedHashMap<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    /** A peer whose supplier does one round and tells its figure: the larger, the better. */
    Rounds peer(String name, DoubleSupplier round) {
        peers.put(name, round);
        return this;
    }

    Rounds run(int warmUps, int rounds) {
        for (int i = 0; i < warmUps + rounds; i++) {
            boolean counts = i >= warmUps;
            peers.forEach((name, round) -> {
                double figure = round.getAsDouble();
                if (counts) {
                    figures.computeIfAbsent(name, key -> new ArrayList<>()).add(figure);
                }
            });
        }
        return this;
    }

    double median(String name) {
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
