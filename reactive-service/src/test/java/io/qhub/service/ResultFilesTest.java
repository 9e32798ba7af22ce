package io.qhub.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.util.UriUtils;
import reactor.core.Disposable;

/** Result files on the wire and on the disk. */
class ResultFilesTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private final ScriptedServer server = new ScriptedServer();
    private final HubServiceClient service = HubServiceClient.builder()
            .endpoint(server.url("/s"))
            .stallTimeout(Duration.ofMillis(500))
            .maxRetries(0)
            .build();
    private final ServiceExecutionHandle handle = service.handle("e-1");

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        service.close();
        server.close();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    private static String target(String name) {
        return "GET /s/e-1/result/" + UriUtils.encode(name, java.nio.charset.StandardCharsets.UTF_8);
    }

    // ---- Names ----

    static Stream<String> hostile() {
        return Stream.of(
                "../../x", "/etc/x", "a/b", "a\\b", "CON", "con.txt", "NUL", "", " ", ".", "..", "x\0y", "a:b", "x.",
                "x ");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aNameThatIsNoPlainFileNameIsRefusedBeforeAnyRequest(String name) throws IOException {
        assertThatThrownBy(() -> handle.downloadResultFile(name, directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
        assertThat(server.seen).isEmpty();
        assertThat(files()).isEmpty();
    }

    static Stream<String> odd() {
        return Stream.of(
                "two words.txt",
                "100%.csv",
                "100%25.csv",
                "a#b.txt",
                "what?.txt",
                "l\u00f6sung \u20ac.json",
                "a+b&c=d;e.txt",
                "self",
                "\ud83d\ude00.txt",
                "..a",
                "{id}.txt");
    }

    @ParameterizedTest
    @MethodSource("odd")
    void anOddNameDownloadsUnderItself(String name) throws IOException {
        server.on(target(name), "content of " + name);

        DownloadedFile file = Objects.requireNonNull(
                handle.downloadResultFile(name, directory).block(WAIT));

        assertThat(file.path()).isEqualTo(directory.resolve(name));
        assertThat(Files.readString(file.path())).isEqualTo("content of " + name);
        assertThat(server.lines()).containsExactly(target(name));
        assertThat(files()).hasSize(1);
    }

    @Test
    void aDirectoryThatIsNotThereIsRefusedBeforeAnyRequest() {
        assertThatThrownBy(() -> handle.downloadResultFile("a.txt", directory.resolve("gone"))
                        .block(WAIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gone");
        assertThat(server.seen).isEmpty();
    }

    // ---- Failures ----

    @Test
    void a404LeavesNoFile() throws IOException {
        assertThatThrownBy(() -> handle.downloadResultFile("a.txt", directory).block(WAIT))
                .isInstanceOf(NotFoundException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aCutLeavesNoFile() throws IOException {
        server.on(target("a.txt"), seen -> new MockResponse.Builder()
                .body("x".repeat(100_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build());
        assertThatThrownBy(() -> handle.downloadResultFile(
                                "a.txt", directory, DownloadOptions.defaults().maxAttempts(1))
                        .block(WAIT))
                .isInstanceOf(HubException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aStallLeavesNoFile() throws IOException {
        server.on(target("a.txt"), seen -> new MockResponse.Builder()
                .body("x".repeat(100_000))
                .onResponseBody(SocketEffect.Stall.INSTANCE)
                .build());
        assertThatThrownBy(() -> handle.downloadResultFile(
                                "a.txt", directory, DownloadOptions.defaults().maxAttempts(1))
                        .block(WAIT))
                .isInstanceOf(HubTimeoutException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aCancelLeavesNoFile() {
        server.on(target("a.txt"), seen -> new MockResponse.Builder()
                .body("x".repeat(1_000_000))
                .throttleBody(10_000, 100, TimeUnit.MILLISECONDS)
                .build());
        Disposable download = handle.downloadResultFile("a.txt", directory).subscribe();
        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).hasSize(1));
        download.dispose();

        await().atMost(WAIT).untilAsserted(() -> assertThat(files()).isEmpty());
    }

    // ---- All ----

    private void result(String links) {
        server.on("GET /s/e-1", StubGateway.execution("e-1", "SUCCEEDED"))
                .on("GET /s/e-1/result", "{\"x\":1,\"_links\":{" + links + "}}");
    }

    @Test
    void downloadsAllWithProgressAndWithoutFollowingLinks() throws IOException {
        result(
                "\"self\":{\"href\":\"/e-1/results\"},\"status\":{\"href\":\"/e-1\"},\"a b.txt\":{\"href\":\"http://evil.test/\"},"
                        + "\"b.csv\":{\"href\":\"/../../etc/passwd\"},\"c.json\":{}");
        for (String name : List.of("a b.txt", "b.csv", "c.json")) {
            server.on(target(name), "content of " + name);
        }
        Map<String, Long> progress = new ConcurrentHashMap<>();

        List<DownloadedFile> all =
                Objects.requireNonNull(handle.downloadAll(directory, 2, name -> DownloadOptions.defaults()
                                .withSha256()
                                .onProgress(report -> progress.put(name, report.bytes())))
                        .collectList()
                        .block(WAIT));

        assertThat(all).hasSize(3).allSatisfy(file -> assertThat(file.sha256()).isNotNull());
        assertThat(files()).hasSize(3);
        assertThat(progress).containsOnlyKeys("a b.txt", "b.csv", "c.json").containsEntry("b.csv", 16L);
        assertThat(server.lines())
                .containsExactlyInAnyOrder(
                        "GET /s/e-1", "GET /s/e-1/result", target("a b.txt"), target("b.csv"), target("c.json"));
    }

    @Test
    void oneFileThatIsMissingEndsItAndLeavesNoPart() throws IOException {
        result("\"a.txt\":{},\"gone.txt\":{}");
        server.on(target("a.txt"), "a");
        assertThatThrownBy(() -> handle.downloadAll(directory, 1, name -> DownloadOptions.defaults())
                        .blockLast(WAIT))
                .isInstanceOf(NotFoundException.class);
        assertThat(files()).containsExactly(directory.resolve("a.txt"));
        assertThatThrownBy(() -> handle.downloadAll(directory, 0, name -> DownloadOptions.defaults()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
