package io.qhub.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The command in a process of its own. */
record Child(Process process, Path log) {

    static final String TOKEN = "a-token-of-a-child";

    static Child start(LocalHub hub, Path directory, String name, String... arguments) throws IOException {
        Path log = Files.createTempFile(directory, name, ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                FanOut.class.getName(),
                "--hub",
                "--base-url",
                hub.quantumUrl(),
                "--output",
                directory.resolve(name + ".jsonl").toString(),
                "--settle-time",
                "1",
                "--lease",
                "2",
                "--submitting",
                "8",
                "--outstanding",
                "40"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("KQH_PERSONAL_ACCESS_TOKEN", TOKEN);
        return new Child(builder.start(), log);
    }

    void awaitWhileAlive(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !process.isAlive() || condition.call());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int await() throws InterruptedException {
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        if (!ended) {
            kill();
        }
        assertThat(ended).as(output()).isTrue();
        return process.exitValue();
    }

    void awaitSuccess() throws InterruptedException {
        assertThat(await()).as(output()).isZero();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
