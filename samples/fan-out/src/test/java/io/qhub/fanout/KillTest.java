package io.qhub.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Processes that are killed while they work, and started again. The hub lives on. */
@Timeout(600)
class KillTest {

    private static final boolean BIG = Boolean.getBoolean("qhub.big");
    private static final int POINTS = BIG ? 150 : 60;
    private static final int KILLS = BIG ? 3 : 1;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(0, BIG ? 20 : 1);
    }

    private Child start(LocalHub hub) throws IOException {
        return Child.start(
                hub,
                directory,
                "one",
                "--journal",
                directory.resolve("journal").toString(),
                "--jobs",
                String.valueOf(POINTS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheMomentEachPointIsSubmittedOnceAndWrittenOnce(long seed) throws Exception {
        Random random = new Random(seed);
        try (LocalHub hub = LocalHub.builder().tokens(Child.TOKEN).seed(seed).start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                long jobs = hub.stats().jobsCreated() + 5 + random.nextInt(POINTS / 4);
                Child child = start(hub);
                child.awaitWhileAlive(() -> hub.stats().jobsCreated() >= jobs);
                LockSupport.parkNanos(random.nextInt(200_000_000));
                child.kill();
            }
            start(hub).awaitSuccess();
            Lines.areComplete(directory.resolve("one.jsonl"), POINTS, hub);
        }
    }

    @Test
    void killedBetweenThePostAndItsAnswer() throws Exception {
        try (LocalHub hub = LocalHub.builder().tokens(Child.TOKEN).start()) {
            // The hub takes these jobs, and nobody ever hears of it.
            hub.fail(FailureRule.on("POST", "/jobs").after(10).times(3).stallBody(0));
            Child child = start(hub);
            child.awaitWhileAlive(() -> hub.stats().jobsCreated() >= 25);
            child.kill();
            assertThat(Files.size(directory.resolve("journal.mv.db"))).isPositive();
            start(hub).awaitSuccess();
            Lines.areComplete(directory.resolve("one.jsonl"), POINTS, hub);
        }
    }

    @Test
    void stoppedGentlyItEndsAndGoesOnAtOnce() throws Exception {
        try (LocalHub hub = LocalHub.builder().tokens(Child.TOKEN).start()) {
            Child child = start(hub);
            child.awaitWhileAlive(() -> hub.stats().jobsCreated() >= 15);
            // So that it is surely at work until it is stopped.
            hub.backendStatus("aws.sim.sv1", "PAUSED");
            Child second = start(hub);
            assertThat(second.await()).as(second.output()).isEqualTo(1);
            assertThat(second.output()).contains("The journal is in use by another process");
            // SIGTERM, as SIGINT, runs the shutdown hooks.
            child.process().destroy();
            assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.output()).contains("points left; start again to go on.");
            hub.backendStatus("aws.sim.sv1", "ONLINE");
            start(hub).awaitSuccess();
            Lines.areComplete(directory.resolve("one.jsonl"), POINTS, hub);
        }
    }
}
