package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.Downloads;
import io.qhub.core.transfer.TransferProgress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class DownloadsTest {

    private final CountingBuffers buffers = new CountingBuffers();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "result.json",
                "a",
                ".hidden",
                "..a",
                "a..b",
                "console",
                "CON1",
                "COM",
                "COM10",
                "xCON",
                "aux-1.txt",
                "nul_",
                "mit Leerzeichen.zip",
                " a",
                "\u00e4\u00f6\u4e16\ud83d\ude00",
                "100%.txt",
                "~",
                "-rf",
                "a~1"
            })
    void takesPlainNames(String name) {
        assertThat(Downloads.safeName(name)).isEqualTo(name);
        Path directory = Path.of("some/directory");
        assertThat(Downloads.resolveInside(directory, name)).isEqualTo(directory.resolve(name));
        assertThat(Downloads.resolveInside(Path.of(""), name)).isEqualTo(Path.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "\u3000",
                ".",
                "..",
                "../../x",
                "/etc/x",
                "a/b",
                "a\\b",
                "..\\x",
                "C:x",
                "C:\\x",
                "a:stream",
                "CON",
                "con",
                "Nul.txt",
                "nul.tar.gz",
                "PRN",
                "AUX",
                "COM1",
                "com9.log",
                "COM0",
                "LPT\u00b9",
                "lpt3.x",
                "CON .txt",
                "CONIN$",
                "conout$",
                "trailing.",
                "trailing ",
                "...",
                "a\0b",
                "a\nb",
                "a\rb",
                "a\u007f",
                "a\u0085b",
                "a\u001b[31m",
                "broken\ud83d"
            })
    void refusesWhatIsNotPlain(String name) {
        assertThatThrownBy(() -> Downloads.safeName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name:")
                .satisfies(
                        refusal -> assertThat(refusal.getMessage().chars()).noneMatch(c -> Character.isISOControl(c)));
        assertThatThrownBy(() -> Downloads.resolveInside(Path.of("some/directory"), name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void measuresNamesInBytes() {
        for (String fits : List.of("a".repeat(255), "\u00e4".repeat(127))) {
            assertThat(Downloads.safeName(fits)).isEqualTo(fits);
        }
        for (String tooLong : List.of("a".repeat(256), "\u00e4".repeat(128))) {
            assertThatThrownBy(() -> Downloads.safeName(tooLong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("255");
        }
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> Downloads.safeName(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Downloads.resolveInside(null, "a")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void copiesCanBeKept() {
        byte[] content = Server.content(10_500, 3);
        List<ByteBuffer> copies = Downloads.copying(
                        Flux.fromIterable(Server.chunks(content)).map(buffers::wrap))
                .collectList()
                .block();

        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
        assertThat(buffers.usedAfterRelease).hasValue(0);
        ByteBuffer all = ByteBuffer.allocate(content.length);
        copies.forEach(all::put);
        assertThat(all.array()).isEqualTo(content);
        assertThat(copies).allMatch(ByteBuffer::hasArray);
    }

    @Test
    void copyingReleasesHoweverItEnds() {
        Flux<ByteBuffer> copies = Downloads.copying(
                Flux.range(0, 100).map(i -> buffers.wrap(new byte[10])).filter(buffer -> false));
        StepVerifier.create(copies).verifyComplete();
        assertThat(buffers.live).hasValue(0);

        Flux<ByteBuffer> queued = Downloads.copying(Flux.range(0, 100)
                .map(i -> buffers.wrap(new byte[10]))
                .buffer(7)
                .concatMapIterable(list -> list));
        StepVerifier.create(queued, 3).expectNextCount(3).thenCancel().verify();
        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
    }

    @Test
    void readsContentRanges() {
        assertThat(ContentRange.parse("bytes 5-9/10")).isEqualTo(new ContentRange(5L, 9L, 10L));
        assertThat(ContentRange.parse(" Bytes 0-0/* ")).isEqualTo(new ContentRange(0L, 0L, null));
        assertThat(ContentRange.parse("bytes */10")).isEqualTo(new ContentRange(null, null, 10L));
        for (String odd : new String[] {
            null,
            "",
            "bytes",
            "5-9/10",
            "bytes 5-/10",
            "lines 5-9/10",
            "bytes -5-9/10",
            "bytes 5-9/99999999999999999999"
        }) {
            assertThat(ContentRange.parse(odd)).as(odd).isNull();
        }
    }

    @Test
    void optionsKeepWhatWasSetBeside() {
        Consumer<TransferProgress> listener = report -> {};
        Scheduler io = Schedulers.single();
        DownloadOptions all = DownloadOptions.defaults()
                .failIfExists()
                .withSha256()
                .onProgress(listener)
                .maxAttempts(1)
                .ioScheduler(io);
        for (DownloadOptions set : List.of(
                all,
                all.failIfExists(),
                all.withSha256(),
                all.onProgress(listener),
                all.maxAttempts(1),
                all.ioScheduler(io))) {
            assertThat(set.failsIfExists()).isTrue();
            assertThat(set.sha256()).isTrue();
            assertThat(set.progressListener()).isSameAs(listener);
            assertThat(set.maxAttempts()).isEqualTo(1);
            assertThat(set.ioScheduler()).isSameAs(io);
        }
    }

    @Test
    void optionsHaveTheDocumentedDefaults() {
        DownloadOptions defaults = DownloadOptions.defaults();
        assertThat(defaults.failsIfExists()).isFalse();
        assertThat(defaults.sha256()).isFalse();
        assertThat(defaults.progressListener()).isNull();
        assertThat(defaults.maxAttempts()).isEqualTo(5);
        assertThat(defaults.ioScheduler()).isSameAs(Schedulers.boundedElastic());
    }

    @Test
    void aRefusalShowsTheBeginningOfTheName() {
        assertThatThrownBy(() -> Downloads.safeName("x".repeat(79) + "/"))
                .hasMessageStartingWith("name: '" + "x".repeat(79) + "/' cannot");
        assertThatThrownBy(() -> Downloads.safeName("x".repeat(80) + "/"))
                .hasMessageStartingWith("name: '" + "x".repeat(80) + "...' cannot");
    }

    @Test
    void oneTryIsTheLeast() {
        assertThatThrownBy(() -> DownloadOptions.defaults().maxAttempts(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attempts: 0");
    }

    @Test
    void onlyAPlaceBehindTheBeginningIsOneToGoOnFrom() {
        assertThat(new Resume(1, "\"v1\"").offset()).isEqualTo(1);
        assertThatThrownBy(() -> new Resume(0, "\"v1\""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offset: 0");
    }
}
