package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.qhub.core.transfer.Uploads;
import io.qhub.objectstorage.FaultyS3.Fault;
import io.qhub.objectstorage.FaultyS3.Stage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

class UploadTest extends StoreTest {

    private static final long BIG = Boolean.getBoolean("qhub.big") ? 256L << 20 : 32L << 20;

    static Stream<Arguments> sizes() {
        return Stream.of(0L, 1L, PART - 1L, (long) PART, PART + 1L, 3L * PART, BIG)
                .flatMap(size -> Stream.of(Arguments.of(size, true), Arguments.of(size, false)));
    }

    @ParameterizedTest(name = "{0} bytes, length known: {1}")
    @MethodSource("sizes")
    void storesContentOfAnySize(long bytes, boolean lengthKnown) {
        AtomicInteger notReleased = new AtomicInteger();
        Uploads.Source source = Uploads.fromSupplier(() -> RandomContent.counted(bytes, notReleased))
                .withMediaType(MediaType.APPLICATION_JSON);
        ObjectStore store = store().build();

        StoredObject stored = store.upload(KEY, lengthKnown ? source.withLength(bytes) : source)
                .block(PATIENCE);

        String sha256 = RandomContent.sha256(bytes);
        assertThat(stored).isNotNull();
        assertThat(stored.bytes()).isEqualTo(bytes);
        assertThat(stored.sha256()).isEqualTo(sha256);
        assertThat(RandomContent.sha256(content(KEY))).isEqualTo(sha256);
        assertThat(store.recordedSha256(KEY).block(PATIENCE)).isEqualTo(sha256);
        assertThat(store.verify(stored).block(PATIENCE)).isEqualTo(stored);
        assertThat(notReleased).hasValue(0);
        assertThat(uploads()).isEmpty();
        var head = client.headObject(request -> request.bucket(BUCKET).key(KEY)).join();
        assertThat(head.contentType()).isEqualTo("application/json");
        if (bytes <= PART) {
            assertThat(stored.parts()).isZero();
            assertThat(head.metadata()).containsEntry(ObjectStore.SHA256, sha256);
            assertThat(keys()).containsExactly(KEY);
        } else {
            assertThat(stored.parts()).isEqualTo((int) ((bytes + PART - 1) / PART));
            assertThat(stored.checksumKey()).isEqualTo(KEY + ".sha256");
            assertThat(new String(content(KEY + ".sha256"))).isEqualTo(sha256 + "  result.json\n");
        }
    }

    @Test
    void aSubscriptionIsAnUploadOfItsOwnAndNothingHappensWithoutOne() {
        AtomicInteger subscriptions = new AtomicInteger();
        FaultyS3 counting = new FaultyS3(client);
        Mono<StoredObject> upload =
                store(counting).build().upload(KEY, random(10).doOnSubscribe(s -> subscriptions.incrementAndGet()));
        assertThat(subscriptions).hasValue(0);
        assertThat(counting.count(Stage.PUT)).isZero();

        StoredObject one = upload.block(PATIENCE);
        Map<String, String> first = metadata(KEY);
        StoredObject two = upload.block(PATIENCE);

        assertThat(subscriptions).hasValue(2);
        assertThat(counting.count(Stage.PUT)).isEqualTo(2);
        assertThat(one).isEqualTo(two);
        assertThat(metadata(KEY).get(ObjectStore.UPLOAD))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(first.get(ObjectStore.UPLOAD));
    }

    /** What is given to another library is a copy: whatever becomes of the source's memory after that. */
    @Test
    void memoryThatTheSourceUsesAgainDoesNotChangeWhatIsStored() {
        int chunk = 100_000;
        int chunks = 3 * PART / chunk;
        byte[] all = new byte[chunk * chunks];
        new Random(3).nextBytes(all);
        byte[] shared = new byte[chunk];
        AtomicInteger at = new AtomicInteger();
        Flux<DataBuffer> source = Flux.generate(sink -> {
            int i = at.getAndIncrement();
            if (i == chunks) {
                Arrays.fill(shared, (byte) 0xFF);
                sink.complete();
            } else {
                System.arraycopy(all, i * chunk, shared, 0, chunk);
                sink.next(buffer(shared));
            }
        });

        StoredObject stored = store().build().upload(KEY, source).block(PATIENCE);

        assertThat(stored.sha256()).isEqualTo(RandomContent.sha256(all));
        assertThat(content(KEY)).isEqualTo(all);
    }

    @Test
    void verifyingFindsWhatWasChangedInTheStore() {
        ObjectStore store = store().build();
        StoredObject stored = store.upload(KEY, random(1000)).block(PATIENCE);
        byte[] damaged = content(KEY);
        damaged[500] ^= 1;
        client.putObject(
                        request ->
                                request.bucket(BUCKET).key(KEY).metadata(Map.of(ObjectStore.SHA256, stored.sha256())),
                        AsyncRequestBody.fromBytes(damaged))
                .join();
        assertThatThrownBy(() -> store.verify(stored).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("reads back as 1000 bytes with SHA-256 " + RandomContent.sha256(damaged));

        StoredObject other = store.upload(KEY, random(PART + 5L)).block(PATIENCE);
        client.putObject(
                        request -> request.bucket(BUCKET).key(KEY + ".sha256"),
                        AsyncRequestBody.fromString("0".repeat(64) + "  result.json\n"))
                .join();
        assertThatThrownBy(() -> store.verify(other).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("but recorded is 0000");
        client.deleteObject(request -> request.bucket(BUCKET).key(KEY + ".sha256"))
                .join();
        assertThat(store.recordedSha256(KEY).block(PATIENCE)).isNull();
        assertThatThrownBy(() -> store.recordedSha256("none").block(PATIENCE)).isInstanceOf(ObjectStoreException.class);
    }

    @Test
    void aPartThatFailsIsSentAgainFromMemory() {
        FaultyS3 faulty = new FaultyS3(client)
                .on(Stage.PART_2, 1, Fault.lost())
                .on(Stage.PART_3, 1, Fault.answerLost())
                .on(Stage.CHECKSUM, 1, Fault.lost());
        AtomicInteger subscriptions = new AtomicInteger();

        StoredObject stored = store(faulty)
                .build()
                .upload(KEY, random(3L * PART).doOnSubscribe(s -> subscriptions.incrementAndGet()))
                .block(PATIENCE);

        assertThat(RandomContent.sha256(content(KEY)))
                .isEqualTo(stored.sha256())
                .isEqualTo(RandomContent.sha256(3L * PART));
        assertThat(subscriptions).hasValue(1);
        assertThat(faulty.count(Stage.PART_1)).isEqualTo(1);
        assertThat(faulty.count(Stage.PART_2)).isEqualTo(2);
        assertThat(faulty.count(Stage.PART_3)).isEqualTo(2);
    }

    @Test
    void aTryThatTakesTooLongIsCancelledAndRepeated() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.PUT, 1, Fault.hangs());
        store(faulty)
                .attemptTimeout(Duration.ofSeconds(2))
                .build()
                .upload(KEY, random(10))
                .block(PATIENCE);
        assertThat(faulty.count(Stage.PUT)).isEqualTo(2);
        assertThat(faulty.futures(Stage.PUT).get(0)).isCancelled();
    }

    /** The parts are under way and nothing answers: the source is asked for what has room, and no more. */
    @Test
    void aSlowStoreSlowsTheSource() {
        FaultyS3 faulty = new FaultyS3(client).on(Stage.PART_1, Fault.hangs()).on(Stage.PART_2, Fault.hangs());
        AtomicLong handedOut = new AtomicLong();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Disposable upload = store(faulty)
                .partsInFlight(2)
                .build()
                .upload(KEY, RandomContent.of(100L * PART, handedOut))
                .subscribe(stored -> {}, failure::set);

        await().atMost(PATIENCE).until(() -> faulty.count(Stage.PART_2) == 1);
        assertThat(handedOut.get()).isBetween(2L * PART, 2L * PART + 64 * 1024);

        upload.dispose();
        awaitNothingLeft();
        assertThat(failure).hasValue(null);
        assertThat(faulty.futures(Stage.PART_1)).allMatch(java.util.concurrent.Future::isCancelled);
        assertThat(faulty.count(Stage.PART_3)).isZero();
        assertThat(handedOut.get()).isLessThan(3L * PART);
    }

    @Test
    void aCancelReachesTheSocket() {
        AtomicBoolean arrived = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        DisposableServer silent = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    request.withConnection(connection -> connection.onDispose(() -> closed.set(true)));
                    return request.receive()
                            .then(Mono.fromRunnable(() -> arrived.set(true)))
                            .then(Mono.never());
                })
                .bindNow();
        try (S3AsyncClient toSilence = S3Clients.create(new S3Clients.Settings(
                java.net.URI.create("http://127.0.0.1:" + silent.port()),
                Region.US_EAST_1,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")),
                true,
                RequestChecksumCalculation.WHEN_REQUIRED))) {
            Disposable upload =
                    store(toSilence).build().upload(KEY, random(100_000)).subscribe();
            await().atMost(PATIENCE).untilTrue(arrived);
            assertThat(closed).isFalse();
            upload.dispose();
            await().atMost(PATIENCE).untilTrue(closed);
        } finally {
            silent.disposeNow();
        }
    }

    @Test
    void contentOfAnotherLengthThanItsOwnIsNotStored() {
        ObjectStore store = store().build();
        for (long declared : new long[] {PART + 9L, PART + 11L}) {
            assertThatThrownBy(() -> store.upload(
                                    KEY,
                                    Uploads.fromSupplier(() -> random(PART + 10L))
                                            .withLength(declared))
                            .block(PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("declared");
            assertThat(uploads()).isEmpty();
            assertThat(keys()).isEmpty();
        }
    }

    @Test
    void whatTheStoreRefusesIsToldInASentence() {
        ObjectStore nowhere = ObjectStore.builder(client, "no-such-bucket").build();
        assertThatThrownBy(() -> nowhere.checkBucket().block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessage("There is no bucket no-such-bucket.");
        assertThatThrownBy(() -> nowhere.upload(KEY, random(10)).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageStartingWith("Storing some/result.json in bucket no-such-bucket failed: ");
        assertThatThrownBy(() -> nowhere.upload(KEY, random(20L << 20)).block(PATIENCE))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageStartingWith("Beginning the upload of some/result.json in bucket no-such-bucket failed: ");
        store().build().checkBucket().block(PATIENCE);
    }

    @Test
    void badArgumentsAreRefusedAtOnce() {
        ObjectStore.Builder builder = store();
        assertThatThrownBy(() -> builder.partSize(PART - 1)).hasMessageContaining("partSize: 5242879 bytes; 5 MiB");
        assertThatThrownBy(() -> builder.partsInFlight(0)).hasMessageContaining("0 is not in 1 to 64");
        assertThatThrownBy(() -> builder.maxRetries(-1)).hasMessageContaining("maxRetries");
        assertThatThrownBy(() -> builder.abortTimeout(Duration.ZERO)).hasMessageContaining("abortTimeout");
        assertThatThrownBy(() -> store().partSize(2 * PART).maxPartSize(PART).build())
                .hasMessageContaining("below the partSize");
        ObjectStore store = builder.build();
        assertThatThrownBy(() -> store.upload("", random(1))).hasMessageContaining("key: has 0 bytes");
        assertThatThrownBy(() -> store.upload("k".repeat(1018), random(1))).hasMessageContaining("1 to 1017");
        assertThatThrownBy(() -> store.upload("a\nb", random(1))).hasMessageContaining("control character");
    }
}
