package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.objectstorage.FaultyS3.Fault;
import io.qhub.objectstorage.FaultyS3.Stage;
import io.qhub.testing.LogCapture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;

/** However an upload ends: what is not the whole object is gone. */
class AbortTest extends StoreTest {

    private static final long BYTES = 2L * PART + 1000;

    private final AtomicInteger notReleased = new AtomicInteger();

    private Flux<DataBuffer> content() {
        return RandomContent.counted(BYTES, notReleased);
    }

    private void assertNothingLeft() {
        assertThat(uploads()).isEmpty();
        assertThat(keys()).isEmpty();
        assertThat(notReleased).hasValue(0);
    }

    static Stream<Arguments> failures() {
        return Stream.of(Stage.CREATE, Stage.PART_1, Stage.PART_2, Stage.PART_3, Stage.CHECKSUM, Stage.COMPLETE)
                .flatMap(stage -> Stream.of(
                        Arguments.of(stage, "refused", Fault.refused()),
                        Arguments.of(stage, "lost", Fault.lost()),
                        Arguments.of(stage, "answer lost", Fault.answerLost())))
                // That one succeeds, see below.
                .filter(each -> !List.of(Stage.COMPLETE, "answer lost")
                        .equals(List.of(each.get()).subList(0, 2)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("failures")
    void whereverTheStoreFailsNothingIsLeftWhenTheFailureIsSignalled(Stage stage, String how, Fault fault) {
        FaultyS3 faulty = new FaultyS3(client).on(stage, fault);
        assertThatThrownBy(() -> store(faulty).build().upload(KEY, content()).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining(KEY)
                .hasMessageContaining(how.equals("refused") ? "refused on purpose" : "connection reset");
        assertNothingLeft();
        assertThat(faulty.count(stage)).isEqualTo(how.equals("refused") ? 1 : 2);
    }

    static Stream<Arguments> hangs() {
        return Stream.of(Stage.CREATE, Stage.PART_1, Stage.PART_2, Stage.PART_3, Stage.CHECKSUM, Stage.COMPLETE)
                .flatMap(stage -> Stream.of(
                        Arguments.of(stage, "request hangs", Fault.hangs()),
                        Arguments.of(stage, "answer hangs", Fault.answerHangs())))
                .filter(each -> !List.of(Stage.COMPLETE, "answer hangs")
                        .equals(List.of(each.get()).subList(0, 2)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("hangs")
    void whereverItIsCancelledNothingIsLeftSoon(Stage stage, String how, Fault fault) {
        FaultyS3 faulty = new FaultyS3(client).on(stage, 1, fault);
        Disposable upload = store(faulty)
                // The requests for the id and the checksum have to end by themselves; a part may take its time, and
                // takes seconds with every logger at TRACE.
                .attemptTimeout(
                        stage == Stage.CREATE
                                ? Duration.ofSeconds(1)
                                : Duration.ofSeconds(Boolean.getBoolean("qhub.trace") ? 20 : 4))
                .build()
                .upload(KEY, content())
                .subscribe();
        await().atMost(PATIENCE).until(() -> faulty.count(stage) >= 1);
        upload.dispose();
        // An upload that has not got its id yet waits for it: it is begun at last, and aborted then.
        await().atMost(PATIENCE).until(() -> faulty.count(Stage.ABORT) >= 1);
        await().atMost(PATIENCE).untilAsserted(this::assertNothingLeft);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "PART_1", "PART_2", "PART_3", "CHECKSUM", "COMPLETE", "PUT"})
    void aCancelAtTheVeryMomentOfARequestLeavesNothingOrTheWholeObject(Stage stage) {
        long bytes = stage == Stage.PUT ? 1000 : BYTES;
        Disposable.Swap upload = reactor.core.Disposables.swap();
        FaultyS3 faulty = new FaultyS3(client).on(stage, real -> {
            CompletableFuture<?> future = real.get();
            upload.dispose();
            return future;
        });
        upload.update(store(faulty)
                .build()
                .upload(KEY, RandomContent.counted(bytes, notReleased))
                .subscribe());
        await().atMost(PATIENCE).until(() -> faulty.count(stage) >= 1);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(uploads()).isEmpty();
            assertThat(notReleased).hasValue(0);
            List<String> keys = keys();
            if (keys.contains(KEY)) {
                assertThat(RandomContent.sha256(content(KEY))).isEqualTo(RandomContent.sha256(bytes));
                assertThat(keys).hasSize(stage == Stage.PUT ? 1 : 2);
            } else {
                assertThat(keys).isEmpty();
            }
        });
    }

    @Test
    void whenTheContentFailsItsFailureIsSignalledAndNothingIsLeft() {
        for (long after : new long[] {0, 1000, PART + 1000L, 3L * PART}) {
            IllegalArgumentException broken = new IllegalArgumentException("broken on purpose");
            assertThatThrownBy(() -> store().build()
                            .upload(
                                    KEY,
                                    RandomContent.counted(after, notReleased).concatWith(Flux.error(broken)))
                            .block(PATIENCE))
                    .isSameAs(broken);
            assertNothingLeft();
        }
    }

    @Test
    void whenTheContentStopsAndIsCancelledNothingIsLeft() {
        for (long after : new long[] {0, 1000, 2L * PART + 1000}) {
            FaultyS3 counting = new FaultyS3(client);
            Disposable upload = store(counting)
                    .build()
                    .upload(KEY, RandomContent.counted(after, notReleased).concatWith(Flux.never()))
                    .subscribe();
            await().atMost(PATIENCE).until(() -> after < PART || uploads().size() == 1);
            upload.dispose();
            await().atMost(PATIENCE).untilAsserted(this::assertNothingLeft);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"lost", "answerLost", "refused"})
    void anAbortThatFailsIsTriedAgain(How how) {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.PART_2, Fault.refused()).on(Stage.ABORT, 1, how.fault());
        assertThatThrownBy(() -> store(faulty).build().upload(KEY, content()).block(PATIENCE))
                .hasMessageContaining("Storing part 2 of")
                .satisfies(failure ->
                        assertThat(failure.getCause().getSuppressed()).isEmpty());
        assertNothingLeft();
        assertThat(faulty.count(Stage.ABORT)).isGreaterThanOrEqualTo(2);
    }

    enum How {
        lost,
        answerLost,
        refused;

        Fault fault() {
            return this == lost ? Fault.lost() : this == answerLost ? Fault.answerLost() : Fault.refused();
        }
    }

    @Test
    void anAbortAfterACancelIsTriedAgain() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.PART_2, Fault.hangs()).on(Stage.ABORT, 2, Fault.lost());
        Disposable upload = store(faulty).build().upload(KEY, content()).subscribe();
        await().atMost(PATIENCE).until(() -> faulty.count(Stage.PART_2) >= 1);
        upload.dispose();
        await().atMost(PATIENCE).untilAsserted(this::assertNothingLeft);
        assertThat(faulty.count(Stage.ABORT)).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aPartThatArrivesAfterTheAbortIsAbortedToo() {
        Part late = Part.builder().partNumber(2).build();
        FaultyS3 faulty = new FaultyS3(client)
                .on(Stage.PART_2, Fault.refused())
                .on(
                        Stage.LIST_PARTS,
                        1,
                        real -> CompletableFuture.completedFuture(
                                ListPartsResponse.builder().parts(late).build()));
        assertThatThrownBy(() -> store(faulty).build().upload(KEY, content()).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class);
        assertNothingLeft();
        assertThat(faulty.count(Stage.ABORT)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void anAbortThatNeverSucceedsEndsInTimeAndIsTold() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.PART_2, Fault.refused()).on(Stage.ABORT, Fault.hangs());
        try (LogCapture log = new LogCapture()) {
            assertThatThrownBy(() -> store(faulty)
                            .abortTimeout(Duration.ofMillis(300))
                            .build()
                            .upload(KEY, content())
                            .block(PATIENCE))
                    .isInstanceOf(ObjectStoreException.class)
                    .hasMessageContaining("Storing part 2 of")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .anyMatch(suppressed -> suppressed instanceof TimeoutException));
            String id = uploads().get(0).uploadId();
            assertThat(log.messages("io.qhub.transfer"))
                    .containsExactly(
                            "The upload " + id + " of " + KEY + " in bucket " + BUCKET + " could not be aborted");
            client.abortMultipartUpload(
                            request -> request.bucket(BUCKET).key(KEY).uploadId(id))
                    .join();
        }
    }

    @Test
    void anUploadThatWasBegunTwiceBecauseTheFirstAnswerWasLostIsNotLeft() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.CREATE, 1, Fault.answerLost());
        store(faulty).build().upload(KEY, content()).block(PATIENCE);
        assertThat(faulty.count(Stage.CREATE)).isEqualTo(2);
        assertThat(uploads()).isEmpty();
        assertThat(RandomContent.sha256(content(KEY))).isEqualTo(RandomContent.sha256(BYTES));
    }

    @Test
    void uploadsOfOthersAreLeftAlone() {
        String other = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key(KEY + "2"))
                .join()
                .uploadId();
        String sameKey = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key(KEY))
                .join()
                .uploadId();
        client.uploadPart(
                        request -> request.bucket(BUCKET)
                                .key(KEY)
                                .uploadId(sameKey)
                                .partNumber(1),
                        software.amazon.awssdk.core.async.AsyncRequestBody.fromString("theirs"))
                .join();
        FaultyS3 faulty = new FaultyS3(client).on(Stage.CREATE, Fault.answerLost());
        assertThatThrownBy(() -> store(faulty).build().upload(KEY, content()).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(uploads()).extracting(upload -> upload.uploadId()).containsExactlyInAnyOrder(other, sameKey);
        for (var upload : uploads()) {
            client.abortMultipartUpload(
                            request -> request.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId()))
                    .join();
        }
    }

    @Test
    void whenTheAnswerToTheLastRequestIsLostTheObjectTells() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.COMPLETE, Fault.answerLost());
        StoredObject stored = store(faulty).build().upload(KEY, content()).block(PATIENCE);
        assertThat(store().build().verify(stored).block(PATIENCE)).isEqualTo(stored);
        assertThat(stored.eTag()).isNotBlank();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void aCancelThatIsTooLateLeavesTheObjectWithItsChecksum() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.COMPLETE, Fault.answerHangs());
        Disposable upload = store(faulty).build().upload(KEY, content()).subscribe();
        await().atMost(PATIENCE).until(() -> keys().contains(KEY));
        upload.dispose();
        await().atMost(PATIENCE).until(() -> faulty.count(Stage.ABORT) >= 1);
        await().atMost(PATIENCE).until(() -> uploads().isEmpty());
        assertThat(store().build().recordedSha256(KEY).block(PATIENCE))
                .isEqualTo(RandomContent.sha256(content(KEY)))
                .isEqualTo(RandomContent.sha256(BYTES));
    }

    @Test
    void theObjectThatWasThereStaysWhenItsReplacementFails() {
        store().build().upload(KEY, random(1000)).block(PATIENCE);
        FaultyS3 faulty = new FaultyS3(client).on(Stage.COMPLETE, Fault.refused());
        assertThatThrownBy(() -> store(faulty).build().upload(KEY, content()).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class);
        assertThat(uploads()).isEmpty();
        assertThat(keys()).containsExactly(KEY);
        assertThat(RandomContent.sha256(content(KEY))).isEqualTo(RandomContent.sha256(1000));
    }
}
