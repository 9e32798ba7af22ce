package io.qhub.fanout;

import io.qhub.localhub.LocalHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes that share a PostgreSQL, either of them killed at random: {@code .ci/postgres mvn -B verify -Ppostgres}. */
@Tag("postgres")
@Timeout(600)
class PostgresTest {

    private static final int POINTS = 200;

    private final String sweep = "sweep-" + UUID.randomUUID();

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(0, Boolean.getBoolean("qhub.big") ? 20 : 1);
    }

    private Child start(LocalHub hub, String name) throws IOException {
        return Child.start(
                hub,
                directory,
                name,
                "--journal",
                Objects.requireNonNull(
                        System.getenv("QHUB_POSTGRES_URL"), "QHUB_POSTGRES_URL: run the tests by .ci/postgres"),
                "--sweep",
                sweep,
                "--jobs",
                String.valueOf(POINTS));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoWorkersKilledAtRandomEndWithEachPointOnce(long seed) throws Exception {
        Random random = new Random(seed);
        try (LocalHub hub = LocalHub.builder().tokens(Child.TOKEN).seed(seed).start()) {
            Child[] workers = {start(hub, "one"), start(hub, "two")};
            for (int kill = 0; kill < 3; kill++) {
                int victim = random.nextInt(2);
                long jobs = hub.stats().jobsCreated() + 10 + random.nextInt(30);
                workers[victim].awaitWhileAlive(() -> hub.stats().jobsCreated() >= jobs);
                LockSupport.parkNanos(random.nextInt(200_000_000));
                workers[victim].kill();
                workers[victim] = start(hub, victim == 0 ? "one" : "two");
            }
            workers[0].awaitSuccess();
            workers[1].awaitSuccess();
            // Each worker's file has the whole sweep in the end, whoever worked on it.
            Lines.areComplete(directory.resolve("one.jsonl"), POINTS, hub);
            Lines.areComplete(directory.resolve("two.jsonl"), POINTS, hub);
        }
    }
}
