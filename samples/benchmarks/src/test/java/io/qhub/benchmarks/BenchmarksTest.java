package io.qhub.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs the benchmarks in a small size: that they work and count right, not how fast they are. */
class BenchmarksTest {

    private static String run(String... sections) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Benchmarks.Sizes small =
                new Benchmarks.Sizes(100, 1, 3 * 1024 * 1024 + 17, 50, 200, 1, 2, 2, 3, 5 * 1024 * 1024 + 3);
        new Benchmarks(new PrintStream(printed, true, StandardCharsets.UTF_8), small).run(Set.of(sections));
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everySectionPrintsItsFigures() throws Exception {
        assertThat(run("calls", "stream", "memory", "fan-out", "waiting", "cycles"))
                .contains("raw Reactor Netty", "hand-written WebClient", "this client", "calls/s", "CPU us/call")
                .contains("getJobResultStream", "downloadJobResult", "MiB/s")
                .contains("5242883 bytes", "SHA-256 equal")
                .contains("JDK HttpClient", "bodyToFlux", "bytes of live heap a job")
                .contains("descriptors")
                .contains("completed 50, errors 0", "peak heap")
                .doesNotContain("NaN", "Infinity");
    }

    @Test
    void mediansAndRatiosAreRight() {
        double[] next = {0, 0};
        Rounds rounds = new Rounds()
                .peer("a", () -> new double[] {100, 1, 9, 5}[(int) next[0]++])
                .peer("b", () -> new double[] {100, 2, 2, 4}[(int) next[1]++])
                .run(1, 3);
        assertThat(rounds.median("a")).isEqualTo(5);
        assertThat(rounds.median("b")).isEqualTo(2);
        assertThat(rounds.ratio("a", "b")).isEqualTo(2.5);
        assertThatThrownBy(() -> rounds.median("c")).hasMessageContaining("no figures for c");
    }
}
