package io.qhub.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.transfer.Server.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A download to a file ends with the whole content or with a typed error, and leaves nothing else behind. */
class DownloadToFileTest {

    private static final int SIZE = 200_500;
    private static final String STRONG = "\"v1\"";

    private final byte[] content = Server.content(SIZE, 1);
    private final byte[] other = Server.content(SIZE + 777, 2);
    private final Server server = new Server();
    private final DownloadOptions options =
            DownloadOptions.defaults().withSha256().timer(new Immediately());

    @TempDir
    Path directory;

    @AfterEach
    void everyBufferIsReleasedOnce() {
        assertThat(server.buffers.live).hasValue(0);
        assertThat(server.buffers.releasedTwice).hasValue(0);
        assertThat(server.buffers.usedAfterRelease).hasValue(0);
    }

    private Path target() {
        return directory.resolve("result.bin");
    }

    private DownloadedFile download(Server.Behaviour behaviour) {
        return download(behaviour, options);
    }

    private DownloadedFile download(Server.Behaviour behaviour, DownloadOptions with) {
        DownloadedFile file =
                Downloads.toFile(server.source(behaviour), target(), with).block(Duration.ofSeconds(20));
        assertThat(file).isNotNull();
        return file;
    }

    private void assertComplete(DownloadedFile file, byte[] expected) throws IOException {
        assertThat(file.path()).isEqualTo(target());
        assertThat(file.bytes()).isEqualTo(expected.length);
        assertThat(file.sha256()).isEqualTo(Server.sha256(expected));
        assertThat(Files.readAllBytes(target())).isEqualTo(expected);
        assertThat(files()).containsExactly(target());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void writesTheWholeContent() throws IOException {
        assertComplete(download((attempt, resume) -> Reply.whole(content, null)), content);
        assertThat(server.attempts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SIZE / 2, SIZE - 1})
    void goesOnWhereItWasCut(int cut) throws IOException {
        DownloadedFile file = download((attempt, resume) -> resume == null
                ? attempt == 1 ? Reply.whole(content, STRONG).cutAfter(cut, Server.cut()) : Reply.whole(content, STRONG)
                : Reply.part(content, (int) resume.offset(), STRONG));

        assertComplete(file, content);
        assertThat(server.attempts).hasValue(2);
        assertThat(server.resumes).isEqualTo(cut == 0 ? List.of() : List.of(new Resume(cut, STRONG)));
    }
}
