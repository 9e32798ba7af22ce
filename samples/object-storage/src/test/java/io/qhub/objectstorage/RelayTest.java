package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import io.qhub.quantum.HubQuantumClient;
import io.qhub.quantum.model.CreateJobRequest;
import io.qhub.quantum.model.IonqCircuit;
import io.qhub.quantum.model.Job;
import io.qhub.testing.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** From the hub into the bucket with less memory than the result is long. */
class RelayTest extends StoreTest {

    private static final List<String> LITTLE_MEMORY =
            List.of("-Xmx192m", "-XX:MaxDirectMemorySize=128m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    @Test
    void relaysAResultThatIsLongerThanTheMemory() throws IOException, InterruptedException {
        // Longer than the heap in any case.
        long padding = Math.max(Sizes.big(1L << 30), 256 * PartSizes.MIB);
        try (LocalHub hub = LocalHub.builder().resultPaddingBytes(padding).start();
                HubQuantumClient quantum = HubQuantumClient.builder()
                        .baseUrl(hub.quantumUrl())
                        .apiKey(hub.token())
                        .build()) {
            Job job = quantum.jobs()
                    .createJob(CreateJobRequest.builder(
                                    "azure.ionq.simulator",
                                    10,
                                    IonqCircuit.builder(1).x(0).build())
                            .build())
                    .flatMap(created -> quantum.jobs().awaitJob(created.id()))
                    .block(PATIENCE);
            S3Clients.Settings settings =
                    server.settings(software.amazon.awssdk.core.checksums.RequestChecksumCalculation.WHEN_SUPPORTED);
            AwsCredentials credentials = settings.credentials().resolveCredentials();

            String[] answer = run(
                            hub.quantumUrl(),
                            hub.token(),
                            job.id(),
                            server.endpoint().toString(),
                            credentials.accessKeyId(),
                            credentials.secretAccessKey(),
                            BUCKET)
                    .split(" ");

            assertThat(answer).hasSize(3);
            assertThat(Long.parseLong(answer[0])).isGreaterThan(padding);
            assertThat(answer[1]).isEqualTo(hub.resultSha256(job.id()));
            assertThat(Integer.parseInt(answer[2])).isEqualTo((int) (padding / (8 * PartSizes.MIB)) + 1);
            assertThat(client.headObject(request -> request.bucket(BUCKET).key("relayed"))
                            .join()
                            .contentLength())
                    .isEqualTo(Long.parseLong(answer[0]));
            assertThat(uploads()).isEmpty();
        }
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LITTLE_MEMORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RelayProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output.lines().reduce((first, last) -> last).orElse("");
        } finally {
            process.destroyForcibly();
        }
    }
}
