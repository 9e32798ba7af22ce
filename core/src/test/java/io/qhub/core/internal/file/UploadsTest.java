package io.qhub.core.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.transfer.TransferProgress;
import io.qhub.core.transfer.Uploads;
import io.qhub.testing.LogCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.util.RaceTestUtils;

class UploadsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final CountingBuffers buffers = new CountingBuffers();

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("circuit.qasm"), content);
    }

    private static byte[] read(Uploads.Source source) {
        ByteArrayOutputStream bytes = source.content()
                .collect(ByteArrayOutputStream::new, (all, buffer) -> {
                    byte[] part = new byte[buffer.readableByteCount()];
                    buffer.read(part);
                    DataBufferUtils.release(buffer);
                    all.writeBytes(part);
                })
                .block(LIMIT);
        assertThat(bytes).isNotNull();
        return bytes.toByteArray();
    }

    private Flux<DataBuffer> chunks(byte[] content) {
        return Flux.fromIterable(Server.chunks(content)).map(buffers::wrap);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                Uploads.CHUNK_BYTES - 1,
                Uploads.CHUNK_BYTES,
                Uploads.CHUNK_BYTES + 1,
                3 * Uploads.CHUNK_BYTES,
                1_000_003
            })
    void sendsFilesAndArraysAsTheyAreAndAgain(int size) throws IOException {
        byte[] content = Server.content(size, size);
        Uploads.Source fromPath = Uploads.fromPath(file(content)).prepared().block(LIMIT);
        assertThat(fromPath.fileName()).isEqualTo("circuit.qasm");
        for (Uploads.Source source : List.of(fromPath, Uploads.fromBytes(content))) {
            assertThat(source.length()).isEqualTo(size);
            assertThat(source.isRepeatable()).isTrue();
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThat(source.claimed()).isFalse();
                assertThat(Server.sha256(read(source))).isEqualTo(Server.sha256(content));
            }
        }
    }

    @Test
    void readsNoMoreThanIsAskedFor() throws IOException {
        byte[] content = new byte[10 * Uploads.CHUNK_BYTES];
        for (Uploads.Source source : List.of(Uploads.fromPath(file(content)), Uploads.fromBytes(content))) {
            StepVerifier.create(source.content(), 0)
                    .expectSubscription()
                    .thenRequest(2)
                    .expectNextCount(2)
                    .expectNoEvent(Duration.ofMillis(50))
                    .thenCancel()
                    .verify(LIMIT);
        }
    }

    /** BlockHound watches the parallel threads, on which everything is asked for here. */
    @Test
    void touchesFilesOnTheIoSchedulerOnly() throws IOException {
        Path file = file(new byte[100_000]);
        StepVerifier.create(Flux.defer(() -> Uploads.fromPath(file).prepared())
                        .flatMap(source -> source.content().doOnNext(DataBufferUtils::release))
                        .subscribeOn(Schedulers.parallel()))
                .expectNextCount(7)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void namesWhatIsNoFile() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Uploads.fromPath(missing).prepared().block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Uploads.fromPath(directory).prepared().block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("directory");
        assertThatThrownBy(
                        () -> Uploads.fromPath(Path.of("/dev/null")).prepared().block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regular");
        assertThatThrownBy(() -> Uploads.fromPath(Path.of("/"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileThatIsGoneOrChangedFailsTheUpload() throws IOException {
        Path file = file(new byte[50_000]);
        Uploads.Source source = Uploads.fromPath(file).prepared().block(LIMIT);

        Files.write(file, new byte[49_999]);
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("49999")
                .hasMessageContaining("50000");
        Files.write(file, new byte[50_001]);
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("longer than the declared 50000");
        Files.delete(file);
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aLengthThatContradictsTheFileIsRefused() throws IOException {
        Uploads.Source source = Uploads.fromPath(file(new byte[10])).withLength(11);
        assertThatThrownBy(() -> source.prepared().block(LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10")
                .hasMessageContaining("11");
        assertThatThrownBy(() -> Uploads.fromBytes(new byte[10]).withLength(11))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cancelsAtAnyTimeCloseTheFileAndStaySilent() throws IOException {
        Path file = file(new byte[2_000_000]);
        Scheduler io = Schedulers.newBoundedElastic(4, 100_000, "uploads-test");
        Random random = new Random(5);
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < 1_000; i++) {
                Disposable upload = Uploads.fromPath(file, io).content().subscribe(DataBufferUtils::release);
                int wait = random.nextInt(i % 4 == 0 ? 100 : 60_000);
                for (int spin = 0; spin < wait; spin++) {
                    Thread.onSpinWait();
                }
                upload.dispose();
            }
            await().atMost(LIMIT).until(() -> timesOpen(file) == 0);
            assertThat(log.text()).doesNotContain("Operator called default onErrorDropped");
        } finally {
            io.dispose();
        }
    }

    @Test
    void leavesNoFileOpen() throws IOException {
        Path file = file(new byte[100_000]);
        Uploads.Source source = Uploads.fromPath(file);
        StepVerifier.create(source.content(), 1)
                .expectNextCount(1)
                .then(() -> assertThat(timesOpen(file)).isEqualTo(1))
                .thenCancel()
                .verify(LIMIT);
        read(source);
        await().atMost(LIMIT).until(() -> timesOpen(file) == 0);
    }

    @Test
    void aPoolThatIsClosedMeanwhileLeavesNoFileOpen() throws IOException {
        Scheduler closing = Schedulers.newBoundedElastic(1, 10, "closing");
        Path file = file(new byte[100_000]);
        StepVerifier.create(Uploads.fromPath(file, closing).content(), 1)
                .expectNextCount(1)
                .then(closing::dispose)
                .thenCancel()
                .verify(LIMIT);
        await().atMost(LIMIT).until(() -> timesOpen(file) == 0);
    }

    @Test
    void whatCannotBeReadFailsTheUpload() throws IOException {
        Path directory = file(new byte[0]).getParent();
        assertThatThrownBy(() -> read(Uploads.fromPath(directory)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read");
    }

    @Test
    void descriptionsTellWhatIsKnown() {
        assertThat(Uploads.fromBytes(new byte[3]).withFileName("a.txt").withMediaType(MediaType.TEXT_PLAIN))
                .hasToString("Source[fileName=a.txt, mediaType=text/plain, length=3, repeatable=true]");
    }

    @Test
    void aPoolThatIsClosedFailsTheUpload() throws IOException {
        Scheduler closed = Schedulers.newBoundedElastic(1, 10, "closed");
        closed.dispose();
        Uploads.Source source = Uploads.fromPath(file(new byte[10]), closed);
        assertThatThrownBy(() -> source.prepared().block(LIMIT)).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> read(source)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void asksASupplierForEachAttempt() {
        byte[] content = Server.content(5_500, 1);
        AtomicInteger asked = new AtomicInteger();
        Uploads.Source source = Uploads.fromSupplier(() -> {
            asked.incrementAndGet();
            return chunks(content);
        });
        assertThat(source.isRepeatable()).isTrue();
        assertThat(source.length()).isNull();
        assertThat(source.prepared().block(LIMIT)).isSameAs(source);
        assertThat(asked).hasValue(0);
        assertThat(read(source)).isEqualTo(content);
        assertThat(read(source.withLength(5_500))).isEqualTo(content);
        assertThat(asked).hasValue(2);
        assertThat(buffers.live).hasValue(0);
    }

    @Test
    void aSupplierThatGivesNullIsNamed() {
        StepVerifier.create(Uploads.fromSupplier(() -> null).content())
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessageContaining("supplier"));
    }

    @Test
    void subscribesToAPublisherOnceAtMost() {
        AtomicInteger subscribed = new AtomicInteger();
        Uploads.Source source = Uploads.fromPublisher(
                chunks(new byte[2_000]).doOnSubscribe(subscription -> subscribed.incrementAndGet()));
        Uploads.Source named =
                source.withFileName("a").withMediaType(MediaType.TEXT_PLAIN).withLength(2_000);
        assertThat(source.isRepeatable()).isFalse();
        Flux<DataBuffer> content = named.content();
        assertThat(named.claimed()).isFalse();

        assertThat(read(named)).hasSize(2_000);

        assertThat(List.of(source.claimed(), named.claimed())).containsOnly(true);
        StepVerifier.create(content).verifyErrorSatisfies(failure -> assertThat(failure)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("only once"));
        StepVerifier.create(source.content()).verifyError(IllegalStateException.class);
        assertThat(subscribed).hasValue(1);
    }

    @Test
    void ofTwoAtOnceOnlyOneGetsThePublisher() {
        for (int i = 0; i < 500; i++) {
            AtomicInteger subscribed = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            Uploads.Source source =
                    Uploads.fromPublisher(Flux.<DataBuffer>empty().doOnSubscribe(s -> subscribed.incrementAndGet()));
            Runnable send = () -> source.content().subscribe(buffer -> {}, failure -> refused.incrementAndGet());
            RaceTestUtils.race(send, send);
            assertThat(subscribed).hasValue(1);
            assertThat(refused).hasValue(1);
        }
    }

    @Test
    void aWrongLengthIsToldBeforeAByteTooMany() {
        AtomicInteger cancelled = new AtomicInteger();
        List<Integer> handedOver = new ArrayList<>();
        StepVerifier.create(Uploads.fromPublisher(chunks(new byte[5_000]).doOnCancel(cancelled::incrementAndGet))
                        .withLength(2_999)
                        .content()
                        .doOnNext(buffer -> {
                            handedOver.add(buffer.readableByteCount());
                            DataBufferUtils.release(buffer);
                        }))
                .expectNextCount(2)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("2999"));
        assertThat(handedOver).containsExactly(1000, 1000);
        assertThat(cancelled).hasValue(1);

        StepVerifier.create(Uploads.fromPublisher(chunks(new byte[5_000]))
                        .withLength(5_001)
                        .content()
                        .doOnNext(DataBufferUtils::release))
                .expectNextCount(5)
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("5000")
                        .hasMessageContaining("5001"));
        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
    }

    @Test
    void theSourcesOwnFailureIsKept() {
        IllegalStateException own = new IllegalStateException("the sensor is off");
        StepVerifier.create(Uploads.fromPublisher(chunks(new byte[2_000]).concatWith(Flux.error(own)))
                        .withLength(9_000)
                        .content()
                        .doOnNext(DataBufferUtils::release))
                .expectNextCount(2)
                .verifyErrorMatches(failure -> failure == own);
    }

    @Test
    void reportsProgressOfEachAttempt() {
        List<TransferProgress> reports = new ArrayList<>();
        Uploads.Source source = Uploads.fromBytes(new byte[40_000]).withProgress(reports::add);
        read(source);
        read(source);
        List<TransferProgress> once = List.of(
                new TransferProgress(16_384, 40_000L),
                new TransferProgress(32_768, 40_000L),
                new TransferProgress(40_000, 40_000L));
        assertThat(reports.subList(0, 3)).isEqualTo(once);
        assertThat(reports.subList(3, 6)).isEqualTo(once);
    }

    @Test
    void aCallbackThatThrowsFailsTheUploadAndLeaksNothing() {
        StepVerifier.create(Uploads.fromPublisher(chunks(new byte[2_000]))
                        .withProgress(report -> {
                            throw new IllegalArgumentException("broken");
                        })
                        .content())
                .verifyError(IllegalArgumentException.class);
        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
    }

    @Test
    void releasesWhatIsDroppedOnTheWay() {
        Flux<DataBuffer> dropping = chunks(new byte[20_000]).buffer(3).concatMapIterable(list -> list);
        StepVerifier.create(Uploads.fromPublisher(dropping).content().doOnNext(DataBufferUtils::release), 2)
                .expectNextCount(2)
                .thenCancel()
                .verify(LIMIT);
        assertThat(buffers.live).hasValue(0);
        assertThat(buffers.releasedTwice).hasValue(0);
    }

    @Test
    void refusesNamesThatBreakHeaders() {
        Uploads.Source source = Uploads.fromBytes(new byte[1]);
        for (String name : List.of("", " ", "a\r\nX-Evil: 1", "a\0")) {
            assertThatThrownBy(() -> source.withFileName(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> source.withLength(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(source.withFileName("a b").fileName()).isEqualTo("a b");
        assertThat(source.withMediaType(MediaType.TEXT_PLAIN).mediaType()).isEqualTo(MediaType.TEXT_PLAIN);
    }

    private static long timesOpen(Path file) {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(descriptor -> pointsTo(descriptor, file)).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean pointsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
