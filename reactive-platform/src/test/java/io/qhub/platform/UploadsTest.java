package io.qhub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.ContentTooLargeException;
import io.qhub.core.transfer.TransferProgress;
import io.qhub.core.transfer.Uploads;
import io.qhub.platform.model.GpuAccelerator;
import io.qhub.platform.model.RuntimeType;
import io.qhub.platform.model.datapools.DataPoolFileDto;
import io.qhub.testing.MockServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/** Files on their way to the Hub: names, media types, progress, and sources that fail. */
class UploadsTest extends WireFixture {

    private static Flux<DataBuffer> pieces(int count) {
        return Flux.range(0, count).map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[1_000]));
    }

    private static String body(RecordedRequest request) {
        return Objects.requireNonNull(request.getBody()).utf8();
    }

    @ParameterizedTest
    @CsvSource({
        "weights.json, application/json",
        "spec.YAML, application/yaml",
        "spec.yml, application/yaml",
        "code.zip, application/zip",
        "sketch.png, image/png",
        "sketch.jpg, image/jpeg",
        "sketch.svg, image/svg+xml",
        "rows.csv, text/csv",
        "json, application/octet-stream",
        "unknown.qasm, application/octet-stream"
    })
    void theMediaTypeIsThatOfTheFilesName(String name, String type) throws IOException {
        Path file = Files.writeString(directory().resolve(name), "content");
        answerJson(201, "{\"id\":\"f-1\"}");

        platform().dataPools().addDataPoolFile("p-1", file).block(WAIT);

        RecordedRequest request = taken();
        assertThat(request.getTarget()).endsWith("?filename=" + name);
        assertThat(body(request))
                .contains("name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\ncontent");
    }

    @Test
    void aTypeThatIsSaidWinsAndANamelessSourceHasNoFilename() {
        answerJson(201, "{\"id\":\"f-1\"}");

        platform()
                .dataPools()
                .addDataPoolFile(
                        "p-1", Uploads.fromBytes(new byte[3]).withMediaType(MediaType.parseMediaType("text/x-qasm")))
                .block(WAIT);

        RecordedRequest request = taken();
        assertThat(request.getTarget()).endsWith("/files");
        assertThat(body(request)).contains("Content-Type: text/x-qasm");
    }

    @Test
    void aPublisherOfUnknownLengthIsStreamedWithProgress() {
        answerJson(201, "{\"id\":\"f-1\"}");
        Queue<TransferProgress> progress = new ConcurrentLinkedQueue<>();

        DataPoolFileDto file = platform()
                .dataPools()
                .addDataPoolFile(
                        "p-1",
                        Uploads.fromPublisher(pieces(300))
                                .withFileName("big.bin")
                                .withProgress(progress::add))
                .block(WAIT);

        assertThat(Objects.requireNonNull(file).id()).isEqualTo("f-1");
        RecordedRequest request = taken();
        assertThat(request.getHeaders().get("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(progress).hasSize(300).last().isEqualTo(new TransferProgress(300_000, null));
    }

    @Test
    void aSourceThatFailsHalfWayIsReportedAsItIsAndTheRequestIsNotRepeated() throws IOException {
        IllegalStateException own = new IllegalStateException("the disk is gone");
        AtomicInteger subscriptions = new AtomicInteger();
        // A server of its own: when it learns of the request that was cancelled is not certain.
        try (MockWebServer server = MockServers.create()) {
            server.start();
            try (HubPlatformClient hub = HubPlatformClient.builder()
                    .baseUrl(server.url("").toString())
                    .apiKey(TOKEN)
                    .build()) {
                assertThatThrownBy(() -> hub.managedServices()
                                .updateSourceCode("s-1", "v-1", Uploads.fromSupplier(() -> {
                                    subscriptions.incrementAndGet();
                                    return pieces(300).concatWith(Flux.error(own));
                                }))
                                .block(WAIT))
                        .isEqualTo(own);
            }
        }
        assertThat(subscriptions).hasValue(1);
    }

    @Test
    void aFileThatIsNotThereIsRefusedBeforeAnythingIsSent() {
        int before = requests();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> platform()
                        .algorithms()
                        .uploadSketch(
                                "a-1", "d", "https://example.org", directory().resolve("missing.png"))
                        .block(WAIT))
                .withMessageContaining("does not exist");
        assertThat(requests()).isEqualTo(before);
    }

    @Test
    void aFileThatIsTooLargeIsItsException() {
        answerJson(413, "{\"errorMessage\":\"at most 500 MB\"}");

        assertThatThrownBy(() -> platform()
                        .dataPools()
                        .addDataPoolFile("p-1", Uploads.fromBytes(new byte[10]))
                        .block(WAIT))
                .isInstanceOf(ContentTooLargeException.class)
                .hasMessageContaining("at most 500 MB");
        taken();
    }

    @Test
    void aManagedServiceIsCreatedFromFilesAndQueryParameters() throws IOException {
        Path code = Files.writeString(directory().resolve("code.zip"), "zip");
        Path definition = Files.writeString(directory().resolve("openapi.yaml"), "openapi: 3.0.0");
        answerJson(201, "{\"id\":\"s-1\",\"serviceDefinitions\":\"odd\"}");

        assertThat(Objects.requireNonNull(platform()
                                .managedServices()
                                .createManagedService(CreateManagedServiceRequest.builder("tour finder")
                                        .milliCpus(500)
                                        .memoryInMegabytes(2048)
                                        .runtime(RuntimeType.PYTHON_TEMPLATE)
                                        .gpuCount(1)
                                        .gpuAccelerator(GpuAccelerator.NVIDIA_TESLA_T4)
                                        .userCode(code)
                                        .apiDefinition(definition)
                                        .build())
                                .block(WAIT))
                        .id())
                .isEqualTo("s-1");

        RecordedRequest request = taken();
        assertThat(request.getTarget())
                .isEqualTo("/qc-catalog/v2/managed-services?name=tour%20finder&milliCpus=500&memoryInMegabytes=2048"
                        + "&runtime=PYTHON_TEMPLATE&gpuCount=1&gpuAccelerator=NVIDIA_TESLA_T4");
        assertThat(body(request))
                .containsSubsequence(
                        "name=\"userCode\"; filename=\"code.zip\"\r\nContent-Type: application/zip",
                        "name=\"apiDefinition\"; filename=\"openapi.yaml\"\r\nContent-Type: application/yaml");
    }

    @Test
    void partsThatAreLeftOutAreNotSent() {
        answerJson(201, "{\"id\":\"s-1\"}");

        platform()
                .managedServices()
                .createManagedService(CreateManagedServiceRequest.builder("n").build())
                .block(WAIT);

        RecordedRequest request = taken();
        assertThat(request.getTarget()).endsWith("?name=n");
        assertThat(request.getHeaders().get("Content-Type")).startsWith("multipart/form-data");
        assertThat(body(request)).doesNotContain("Content-Disposition");
    }

    @Test
    void whatMakesNoSenseIsRefusedAtOnce() {
        for (Runnable wrong : List.<Runnable>of(
                () -> CreateManagedServiceRequest.builder(" "),
                () -> CreateManagedServiceRequest.builder("n").milliCpus(0),
                () -> CreateExternalServiceRequest.builder("n", ""),
                () -> platform().workflowServices().updateWorkflowModel("s", "v", ""),
                () -> platform().algorithms().uploadSketch("a", " ", "u", Uploads.fromBytes(new byte[1])))) {
            assertThatIllegalArgumentException().isThrownBy(wrong::run);
        }
        assertThatThrownBy(() -> platform().dataPools().createDataPool(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request");
    }
}
