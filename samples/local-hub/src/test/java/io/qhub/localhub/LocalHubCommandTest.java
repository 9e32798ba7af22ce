package io.qhub.localhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalHubCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return new LocalHubCommand(new PrintStream(out, true), new PrintStream(err, true)).run(args);
    }

    @Test
    void showsItsOptions() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("--port", "--seed", "--queue-time", "--rate-limit", "--help");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 1|there is no option --prot",
                "--port|--port needs a value",
                "--port x|--port needs a number, not x",
                "--port 70000|--port: port must be 0 to 65535, was 70000",
                "--queue-time 3|--queue-time: a duration is written as 250ms, 2s, 1m, 1h or PT2S, not 3",
                "--run-time -2s|--run-time: a duration is written as",
                "--rate-limit 5|--rate-limit: a rate is written as N/DURATION",
                "--max-qubits 40|--max-qubits: maxQubits must be 1 to 26, was 40",
                "--access-key abc|--access-key: an access key is written as ID:SECRET",
                "--access-key abc:|--access-key: an access key is written as ID:SECRET",
                "--token-lifetime 0s|--token-lifetime: tokenLifetime must be positive, was PT0S",
                "--any-bearer yes|--any-bearer: it is true or false, not yes",
                "--max-file-bytes -1|--max-file-bytes: maxFileBytes must not be negative, was -1",
                "--failure-rate 2|--failure-rate: share must be from 0 to 1, was 2.0",
                "extra|there is no option extra"
            })
    void refusesBadOptions(String args, String message) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help");
    }

    @Test
    void startsAHubAsTheOptionsSay() {
        try (LocalHub hub = LocalHubCommand.start(
                "--port",
                "0",
                "--token",
                "one",
                "--token=two",
                "--queue-time",
                "2s",
                "--run-time=PT0.25S",
                "--rate-limit",
                "3/1m",
                "--parallelism",
                "5",
                "--access-key",
                "my-key:my:secret",
                "--token-lifetime",
                "5m",
                "--any-bearer",
                "true",
                "--max-file-bytes",
                "8",
                "--build-time",
                "9s",
                "--grant-life",
                "10m",
                "--result-padding",
                "7")) {
            assertThat(hub.platform().settings().maxFileBytes()).isEqualTo(8);
            assertThat(hub.platform().settings().buildTime()).isEqualTo(Duration.ofSeconds(9));
            assertThat(hub.platform().settings().grantLife()).isEqualTo(Duration.ofMinutes(10));
            assertThat(hub.token()).isEqualTo("one");
            assertThat(hub.tokens().isAccepted("two")).isTrue();
            assertThat(hub.settings().queueTime()).isEqualTo(Duration.ofSeconds(2));
            assertThat(hub.settings().runTime()).isEqualTo(Duration.ofMillis(250));
            assertThat(hub.settings().parallelism()).isEqualTo(5);
            assertThat(hub.settings().resultPaddingBytes()).isEqualTo(7);
            assertThat(hub.gateway().settings().tokenLifetime()).isEqualTo(Duration.ofMinutes(5));
            assertThat(hub.gateway().settings().anyBearerAccepted()).isTrue();
            assertThat(hub.gateway().accessKeys().application("my-key", "my:secret"))
                    .isEqualTo(hub.applicationId());
            assertThat(new TestClient(hub).get("/backends").statusCode()).isEqualTo(200);
            int port = URI.create(hub.url()).getPort();
            assertThat(run("--port", Integer.toString(port))).isEqualTo(2);
            assertThat(err.toString()).contains("the port " + port + " of 127.0.0.1 cannot be bound");
        }
    }

    @Test
    void saysWhatAClientNeeds() {
        try (LocalHub hub = LocalHub.start()) {
            new LocalHubCommand(new PrintStream(out, true), new PrintStream(err, true)).describe(hub);
            assertThat(out.toString().lines())
                    .containsExactly(
                            "Quantum API: " + hub.url() + "/quantum",
                            "Platform API: " + hub.url() + "/qc-catalog",
                            "User service: " + hub.url() + "/user-service",
                            "X-Auth-Token: " + hub.token(),
                            "Service: " + hub.url() + "/local/optimiser/1.0.0",
                            "Service: " + hub.url() + "/local/failing/1.0.0",
                            "Service: " + hub.url() + "/local/endless/1.0.0",
                            "Token endpoint: " + hub.url() + "/token",
                            "Access key id: " + hub.accessKeyId(),
                            "Secret access key: " + hub.secretAccessKey());
        }
    }

    @Test
    void theFailureRateFailsRequests() {
        try (LocalHub hub = LocalHubCommand.start("--port", "0", "--failure-rate", "1")) {
            assertThat(new TestClient(hub).get("/backends").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void aClosedHubKeepsNoProcessFromEnding() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Closing.class.getName())
                .start();
        assertThat(process.inputReader().lines().filter(line -> line.startsWith("keeps")))
                .containsExactly("keeps [main]");
        assertThat(process.waitFor()).isZero();
    }

    /** In a process of its own, for some threads of Reactor's stay for a while and might be there before. */
    static final class Closing {

        public static void main(String[] args) {
            LocalHub.start().close();
            System.out.println("keeps "
                    + Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> !thread.isDaemon())
                            .map(Thread::getName)
                            // Netty's, which ends after a second.
                            .filter(name -> !name.startsWith("globalEventExecutor"))
                            .toList());
        }
    }

    @Test
    void aClosedHubFreesItsPortAndThreads() {
        LocalHub hub = LocalHub.start();
        int port = URI.create(hub.url()).getPort();
        hub.close();
        try (LocalHub again = LocalHub.builder().port(port).start()) {
            assertThat(again.quantumUrl()).isEqualTo("http://127.0.0.1:" + port + "/quantum");
        }
        assertThatThrownBy(() -> LocalHub.builder().tokens()).hasMessageContaining("at least one");
    }
}
