package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.internal.file.LocalDirectory.Entry;
import io.qhub.core.transfer.Uploads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LocalDirectoryTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path home;

    private Path root;
    private LocalDirectory directory;

    @BeforeEach
    void files() throws IOException {
        root = Files.createDirectories(home.resolve("root/sub/deep"))
                .getParent()
                .getParent();
        Files.writeString(root.resolve("b.txt"), "bee");
        Files.writeString(root.resolve("sub/a.txt"), "ay");
        Files.writeString(root.resolve("sub/deep/ü %#?.bin"), "you");
        Files.writeString(home.resolve("outside.txt"), "outside");
        Files.createSymbolicLink(root.resolve("link.txt"), home.resolve("outside.txt"));
        Files.createSymbolicLink(root.resolve("loop"), root);
        directory = LocalDirectory.of(root);
    }

    private static byte[] read(Uploads.Source source) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        source.content()
                .doOnNext(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    all.writeBytes(bytes);
                })
                .blockLast(SOON);
        return all.toByteArray();
    }

    @Test
    void listsRegularFilesByNameAndNoLinks() {
        assertThat(directory.files().block(SOON))
                .containsExactly(new Entry("b.txt", 3), new Entry("sub/a.txt", 2), new Entry("sub/deep/ü %#?.bin", 3));
    }

    @Test
    void aDirectoryThatIsALinkItselfIsRead() throws IOException {
        Path link = Files.createSymbolicLink(home.resolve("shortcut"), root);
        LocalDirectory shortcut = LocalDirectory.of(link);
        assertThat(shortcut.files().block(SOON)).hasSize(3);
        assertThat(read(shortcut.source(new Entry("sub/a.txt", 2)))).asString().isEqualTo("ay");
    }

    @Test
    void saysWhatIsWrongWithADirectory() {
        assertThatThrownBy(() -> LocalDirectory.of(home.resolve("none")).files().block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("does not exist");
        assertThatThrownBy(
                        () -> LocalDirectory.of(root.resolve("b.txt")).files().block(SOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a directory");
    }

    @Test
    void readsAndHashesAFileAsOftenAsAsked() {
        Entry file = new Entry("sub/deep/ü %#?.bin", 3);
        Uploads.Source source = directory.source(file);
        for (int i = 0; i < 2; i++) {
            assertThat(read(source.prepared().block(SOON))).asString().isEqualTo("you");
        }
        assertThat(source.prepared().block(SOON).length()).isEqualTo(3);
        assertThat(directory.sha256(file).block(SOON))
                .isEqualTo("bb0347a468d97e98a9c00e37cebec1ab930f6f1221cae0f1fbb92b07e1900ba2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link.txt", "loop/b.txt"})
    void neverFollowsALink(String name) {
        assertThatThrownBy(() -> read(directory.source(new Entry(name, 3)))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> directory.sha256(new Entry(name, 3)).block(SOON))
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aLinkThatTakesThePlaceOfAListedDirectoryIsNotFollowed() throws IOException {
        List<Entry> listed = directory.files().block(SOON);
        Path elsewhere = Files.createDirectories(home.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a.txt"), "secret");
        Files.move(root.resolve("sub"), home.resolve("moved"));
        Files.createSymbolicLink(root.resolve("sub"), elsewhere);

        assertThatThrownBy(() -> read(directory.source(listed.get(1)))).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside.txt",
                "/etc/passwd",
                "sub/../../outside.txt",
                "",
                "sub//a.txt",
                "./b.txt",
                "a\0b",
                "\0a"
            })
    void aNameThatIsNotBelowIsRefused(String name) {
        assertThatThrownBy(() -> new Entry(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void zipsTheSameFilesToTheSameBytes() throws IOException {
        byte[] large = new byte[300_000];
        new Random(7).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);
        Uploads.Source zip = directory.zip(name -> !name.equals("b.txt"));

        byte[] bytes = read(zip);

        Map<String, Integer> sizes = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                sizes.put(entry.getName(), in.readAllBytes().length);
            }
        }
        assertThat(sizes)
                .containsExactly(
                        Map.entry("large.bin", 300_000), Map.entry("sub/a.txt", 2), Map.entry("sub/deep/ü %#?.bin", 3));
        assertThat(read(zip)).isEqualTo(bytes);
        assertThat(zip.fileName()).isEqualTo("root.zip");
        assertThat(zip.length()).isNull();
    }

    @Test
    void aZipIsWholeAndTellsNoTimes() throws IOException {
        Path archive = Files.write(home.resolve("all.zip"), read(directory.zip(name -> true)));

        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("b.txt", "sub/a.txt", "sub/deep/ü %#?.bin");
            assertThat(zip.stream().map(ZipEntry::getTimeLocal)).containsOnly(LocalDateTime.of(1980, 1, 1, 0, 0));
            assertThat(zip.getInputStream(zip.getEntry("sub/a.txt"))).hasContent("ay");
        }
    }

    @Test
    void aFileThatGoesBeforeItIsZippedFailsTheArchive() {
        Uploads.Source zip = directory.zip(name -> root.resolve(name).toFile().delete());

        assertThatThrownBy(() -> read(zip))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read b.txt")
                .hasMessageContaining("it is gone");
    }

    @Test
    void leavesNothingOpen() throws IOException {
        byte[] large = new byte[1_000_000];
        new Random(7).nextBytes(large);
        Files.write(root.resolve("large.bin"), large);

        directory.files().block(SOON);
        directory.sha256(new Entry("sub/a.txt", 2)).block(SOON);
        read(directory.zip(name -> true));
        StepVerifier.create(directory.zip(name -> name.equals("large.bin")).content(), 1)
                .consumeNextWith(DataBufferUtils::release)
                .then(() -> assertThat(open()).containsExactly(root.resolve("large.bin")))
                .thenCancel()
                .verify(SOON);

        await().atMost(SOON).untilAsserted(() -> assertThat(open()).isEmpty());
    }

    /** What of the directory this process has open. */
    private List<Path> open() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .flatMap(descriptor -> {
                        try {
                            return Stream.of(Files.readSymbolicLink(descriptor));
                        } catch (IOException closedMeanwhile) {
                            return Stream.of();
                        }
                    })
                    .filter(file -> file.startsWith(home))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aZipThatIsCancelledCanBeReadAgain() throws IOException {
        Files.write(root.resolve("large.bin"), new byte[1_000_000]);
        Uploads.Source zip = directory.zip(name -> true);
        DataBuffer first = zip.content().blockFirst(SOON);
        DataBufferUtils.release(first);
        assertThat(read(zip)).isNotEmpty();
    }

    @Test
    void theManifestOutlivesItsProcessAndACutLine() throws IOException {
        Path file = home.resolve("manifest.jsonl");
        SyncManifest manifest =
                SyncManifest.read(file, Schedulers.boundedElastic()).block(SOON);
        manifest.add(new SyncManifest.Line("pool", "a\n\"ä", 1, "aa", "id-1")).block(SOON);
        manifest.add(new SyncManifest.Line("pool", "b", 2, "bb", "id-2")).block(SOON);
        manifest.add(new SyncManifest.Line("pool", "b", 3, "cc", "id-3")).block(SOON);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 10));

        SyncManifest again =
                SyncManifest.read(file, Schedulers.boundedElastic()).block(SOON);
        assertThat(again.find("pool", "a\n\"ä").id()).isEqualTo("id-1");
        assertThat(again.find("pool", "b").id())
                .as("the line that was cut does not count")
                .isEqualTo("id-2");
        assertThat(again.find("other", "b")).isNull();
        again.add(new SyncManifest.Line("pool", "c", 4, "dd", "id-4")).block(SOON);
        again.forget("pool", "b");
        again.tidy().block(SOON);
        SyncManifest tidied =
                SyncManifest.read(file, Schedulers.boundedElastic()).block(SOON);
        assertThat(tidied.find("pool", "c").size()).isEqualTo(4);
        assertThat(tidied.find("pool", "b")).isNull();
        assertThat(Files.readAllLines(file)).hasSize(2);
        try (var left = Files.list(home)) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"size\":1,\"sha256\":\"aa\",\"id\":\"i\"}",
                "{\"target\":\"pool\",\"size\":1,\"sha256\":\"aa\",\"id\":\"i\"}",
                "{\"target\":\"pool\",\"name\":\"a\",\"sha256\":\"aa\",\"id\":\"i\"}",
                "{\"target\":\"pool\",\"name\":\"a\",\"size\":\"1\",\"sha256\":\"aa\",\"id\":\"i\"}",
                "{\"target\":\"pool\",\"name\":\"a\",\"size\":1,\"id\":\"i\"}",
                "{\"target\":\"pool\",\"name\":\"a\",\"size\":1,\"sha256\":\"aa\",\"id\":7}",
                "[\"pool\",\"a\"]",
                "7",
                ""
            })
    void aLineOfTheManifestThatSaysTooLittleIsPassedOver(String line) throws IOException {
        Path file = home.resolve("manifest.jsonl");
        Files.writeString(file, line + "\n" + """
                {"target":"pool","name":"b","size":2,"sha256":"bb","id":"id-2","later":true}
                """);

        SyncManifest manifest =
                SyncManifest.read(file, Schedulers.boundedElastic()).block(SOON);

        assertThat(manifest.find("pool", "a")).isNull();
        assertThat(manifest.find("pool", "b")).isEqualTo(new SyncManifest.Line("pool", "b", 2, "bb", "id-2"));
    }

    @Test
    void aManifestThatCannotBeReadOrWrittenNamesItsFile() {
        StepVerifier.create(SyncManifest.read(root, Schedulers.boundedElastic()))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("Cannot read the manifest " + root));
        SyncManifest nowhere = SyncManifest.read(home.resolve("none/manifest.jsonl"), Schedulers.boundedElastic())
                .block(SOON);
        SyncManifest.Line line = new SyncManifest.Line("pool", "a", 1, "aa", "id-1");
        assertThatThrownBy(() -> nowhere.add(line).block(SOON))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot write the manifest");
        assertThat(nowhere.find("pool", "a")).isNull();
        assertThatThrownBy(() -> nowhere.tidy().block(SOON)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatIsNoFileAnyMoreCannotBeHashed() {
        StepVerifier.create(directory.sha256(new Entry("sub", 0))).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read sub below " + root));
        StepVerifier.create(directory.sha256(new Entry("sub/none", 0)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(UncheckedIOException.class)
                        .hasMessageContaining("it is gone"));
    }
}
