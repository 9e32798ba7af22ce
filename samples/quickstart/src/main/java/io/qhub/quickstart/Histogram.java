package io.qhub.quickstart;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts as bars of text, the most frequent first. */
final class Histogram {

    private static final int WIDTH = 40;
    private static final int MOST = 16;

    private Histogram() {}

    static String of(Map<String, Long> counts) {
        long largest = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        String bars = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(each -> "  %s %7d  %5.1f %%  %s"
                        .formatted(
                                each.getKey(),
                                each.getValue(),
                                100.0 * each.getValue() / Math.max(1, total),
                                "█".repeat((int) Math.max(1, each.getValue() * WIDTH / Math.max(1, largest)))))
                .collect(Collectors.joining(System.lineSeparator()));
        return counts.size() <= MOST
                ? bars
                : bars + System.lineSeparator() + "  and " + (counts.size() - MOST) + " more";
    }
}
