package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.error.HubTransportException;
import io.qhub.core.internal.file.Server.Reply;
import io.qhub.core.transfer.DownloadOptions;
import io.qhub.core.transfer.DownloadedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Whatever the disk, the caller or the pool does: the target is old, or whole, or absent, and nothing lies beside it. */
class DownloadDiskTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String STRONG = "\"v1\"";

    private final byte[] content = Server.content(200_500, 1);
    private final byte[] other = Server.content(100, 2);
    private final Server server = new Server();
    private final DownloadSource source = server.source((attempt, resume) -> Reply.whole(content, STRONG));
    private final DownloadOptions options = DownloadOptions.defaults();

    @TempDir
    Path directory;

    @AfterEach
    void everyBufferIsReleasedOnce() {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(server.buffers.toString())
                .endsWith("live 0, released twice 0, used after release 0"));
    }

    private Path target() {
        return directory.resolve("result.bin");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void assertOnlyTarget(byte[] expected) throws IOException {
        assertThat(Files.readAllBytes(target())).isEqualTo(expected);
        assertThat(files()).containsExactly(target());
    }

    @Test
    void replacesAFileOnlyWhenAllIsThere() throws IOException {
        Files.write(target(), other);
        DownloadSource tooShort =
                server.source((attempt, resume) -> Reply.whole(content, null).shortened(10));
        assertThatThrownBy(() -> Downloading.toFile(tooShort, target(), options).block(LIMIT))
                .isInstanceOf(HubTransportException.class);
        assertOnlyTarget(other);

        Downloading.toFile(source, target(), options).block(LIMIT);
        assertOnlyTarget(content);
    }

    @Test
    void leavesAnExistingFileAloneIfToldSo() throws IOException {
        Files.write(target(), other);
        assertThatThrownBy(() -> Downloading.toFile(source, target(), options.failIfExists())
                        .block(LIMIT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(target().toString());
        assertThat(server.attempts).hasValue(0);
        assertOnlyTarget(other);
    }

    @Test
    void leavesAFileAloneThatAppearsMeanwhile() throws IOException {
        DownloadSource meanwhile = server.source((attempt, resume) -> {
            write(target(), other);
            return Reply.whole(content, null);
        });
        assertThatThrownBy(() -> Downloading.toFile(meanwhile, target(), options.failIfExists())
                        .block(LIMIT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("failIfExists");
        assertOnlyTarget(other);
    }

    @Test
    void writesWhereNothingIsIfToldNotToReplace() throws IOException {
        Downloading.toFile(source, target(), options.failIfExists()).block(LIMIT);
        assertOnlyTarget(content);
    }

    @Test
    void namesAMissingDirectoryBeforeAnyRequest() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Downloading.toFile(source, missing.resolve("result.bin"), options)
                        .block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString());
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void refusesATargetThatIsADirectory() throws IOException {
        Files.createDirectory(target());
        assertThatThrownBy(() -> Downloading.toFile(source, target(), options).block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(target().toString());
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void refusesATargetWithoutAName() {
        for (String nameless : List.of("/", "")) {
            assertThatThrownBy(() -> Downloading.toFile(source, Path.of(nameless), options))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDirectoryThatIsRemovedMeanwhileIsAClearError() throws IOException {
        Path doomed = Files.createDirectory(directory.resolve("doomed"));
        Path file = doomed.resolve("result.bin");
        DownloadSource meanwhile = server.source((attempt, resume) -> {
            removeAll(doomed);
            return Reply.whole(content, null);
        });
        assertThatThrownBy(() -> Downloading.toFile(meanwhile, file, options).block(LIMIT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
        assertThat(doomed).doesNotExist();
    }

    @Test
    void aFileThatCannotBeCreatedIsAClearErrorBeforeAnyRequest() {
        PartFile.Opener readOnly = path -> {
            throw new AccessDeniedException(path.toString(), null, "Read-only file system");
        };
        assertThatThrownBy(() ->
                        Downloading.toFile(source, target(), options, readOnly).block(LIMIT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(target().toString())
                .hasMessageContaining("Read-only file system")
                .hasCauseInstanceOf(AccessDeniedException.class);
        assertThat(server.attempts).hasValue(0);
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullDiskCancelsTheSourceAndLeavesNothing() {
        IOException full = new IOException("No space left on device");
        // Endless: it ends only by being cancelled.
        DownloadSource endless = (resume, onHead) -> Flux.defer(() -> {
                    onHead.accept(new DownloadHead(200, null, STRONG, null, null));
                    return Flux.<DataBuffer>generate(sink -> sink.next(server.buffers.wrap(new byte[1000])));
                })
                .doOnCancel(server.cancels::incrementAndGet);
        Mono<DownloadedFile> download = Downloading.toFile(
                endless,
                target(),
                options,
                path -> new FailingChannel(PartFile.Opener.NEW_FILE.open(path), 100_000, full));

        assertThatThrownBy(() -> download.block(LIMIT))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(target().toString())
                .hasMessageContaining("No space left on device")
                .hasCause(full);
        assertThat(server.cancels).hasValue(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void writesOnUntilTheDiskHasTakenAll() throws IOException {
        Downloading.toFile(
                        source,
                        target(),
                        options,
                        path -> new FailingChannel(PartFile.Opener.NEW_FILE.open(path), Long.MAX_VALUE, null))
                .block(LIMIT);
        assertOnlyTarget(content);
    }

    @Test
    void aNameAsLongAsAllowedHasRoomForThePartFile() throws IOException {
        String face = "\ud83d\ude00";
        for (String name : List.of("a".repeat(255), "\u4e16".repeat(85), face.repeat(63), "b" + face.repeat(63))) {
            Path file = directory.resolve(name);
            Downloading.toFile(source, file, options).block(LIMIT);
            assertThat(Files.readAllBytes(file)).isEqualTo(content);
            Files.delete(file);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void downloadsToOneTargetDoNotDisturbEachOther() throws IOException {
        List<byte[]> contents =
                IntStream.range(0, 20).mapToObj(i -> Server.content(200_000, i)).toList();
        List<DownloadedFile> done = Flux.fromIterable(contents)
                .flatMap(
                        each -> Downloading.toFile(
                                server.source((attempt, resume) -> Reply.whole(each, null)),
                                target(),
                                options.withSha256()),
                        20)
                .collectList()
                .block(LIMIT);

        assertThat(done)
                .extracting(DownloadedFile::sha256)
                .containsExactlyInAnyOrderElementsOf(
                        contents.stream().map(Server::sha256).toList());
        assertThat(files()).containsExactly(target());
        byte[] last = Files.readAllBytes(target());
        assertThat(contents).anyMatch(each -> Arrays.equals(each, last));
    }

    @Test
    void aCancelAtAnyTimeLeavesNothingHalfWritten() throws IOException {
        Random random = new Random(7);
        int complete = 0;
        for (int i = 0; i < 300; i++) {
            DownloadSource cut = server.source((attempt, resume) -> resume == null
                    ? Reply.whole(content, STRONG).cutAfter(70_000, Server.cut())
                    : Reply.part(content, (int) resume.offset(), STRONG));
            Disposable download = Downloading.toFile(cut, target(), options).subscribe();
            spin(random.nextInt(i % 3 == 0 ? 20_000 : 1_000_000));
            download.dispose();
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(2)).until(() -> files().stream()
                    .allMatch(target()::equals));
            if (Files.exists(target())) {
                complete++;
                assertThat(Files.readAllBytes(target())).isEqualTo(content);
                Files.delete(target());
            }
        }
        assertThat(complete).isLessThan(300);
    }

    /** The file is never touched by two threads: what deletes it waits for what writes it. */
    @Test
    void aCancelWaitsForTheWriteInFlightAndDoesNotInterruptIt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Throwable> trouble = new AtomicReference<>();
        AtomicReference<FileChannel> opened = new AtomicReference<>();
        PartFile.Opener slow = path -> {
            opened.set(new FailingChannel(PartFile.Opener.NEW_FILE.open(path), Long.MAX_VALUE, null) {
                @Override
                public int write(ByteBuffer source) throws IOException {
                    writing.countDown();
                    try {
                        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
                        assertThat(isOpen()).isTrue();
                    } catch (InterruptedException | AssertionError wrong) {
                        trouble.set(wrong);
                    }
                    return super.write(source);
                }
            });
            return opened.get();
        };
        Disposable download =
                Downloading.toFile(source, target(), options, slow).subscribe();
        assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();

        download.dispose();

        assertThat(server.cancels).hasValue(1);
        assertThat(files()).hasSize(1);
        assertThat(opened.get().isOpen()).isTrue();
        goOn.countDown();
        await().atMost(LIMIT).until(() -> files().isEmpty());
        assertThat(opened.get().isOpen()).isFalse();
        assertThat(trouble.get()).isNull();
    }

    @Test
    void aCancelWhileTheFileIsBeingCreatedRemovesIt() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<FileChannel> opened = new AtomicReference<>();
        PartFile.Opener slow = path -> {
            opening.countDown();
            try {
                assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            opened.set(PartFile.Opener.NEW_FILE.open(path));
            return opened.get();
        };
        Disposable download =
                Downloading.toFile(source, target(), options, slow).subscribe();
        assertThat(opening.await(20, TimeUnit.SECONDS)).isTrue();

        download.dispose();
        goOn.countDown();

        await().atMost(LIMIT).until(() -> opened.get() != null && !opened.get().isOpen() && files().isEmpty());
        assertThat(server.attempts).hasValue(0);
    }

    @Test
    void aPoolThatIsClosedFailsTheDownload() {
        Scheduler closed = Schedulers.newBoundedElastic(1, 10, "closed");
        closed.dispose();
        assertThatThrownBy(() -> Downloading.toFile(source, target(), options.ioScheduler(closed))
                        .block(LIMIT))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void aPoolThatClosesMeanwhileFailsTheDownloadAndTheFileIsRemoved() {
        Scheduler closing = Schedulers.newBoundedElastic(1, 10, "closing");
        DownloadSource meanwhile = (resume, onHead) -> source.open(resume, onHead)
                .doOnSubscribe(subscription -> closing.dispose())
                // Closing a pool waits for a lock, which a thread of parallel() may not.
                .subscribeOn(Schedulers.boundedElastic());
        assertThatThrownBy(() -> Downloading.toFile(meanwhile, target(), options.ioScheduler(closing))
                        .block(LIMIT))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(files()).isEmpty();
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void removeAll(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
