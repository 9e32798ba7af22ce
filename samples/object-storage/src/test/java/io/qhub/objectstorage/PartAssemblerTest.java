package io.qhub.objectstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class PartAssemblerTest {

    private static final int MIB = PartSizes.MIB;
    private static final PartSizes SIZES = PartSizes.of(5 * MIB, 5 * MIB, null);

    private static PartAssembler parts(Flux<DataBuffer> source) {
        return new PartAssembler(source, SIZES, Upload.sha256());
    }

    @Test
    void aBufferThatIsLongerThanPartsIsCutAndDemandIsKept() {
        byte[] bytes = new byte[17 * MIB];
        ThreadLocalRandom.current().nextBytes(bytes);
        MessageDigest digest = Upload.sha256();
        StepVerifier.create(
                        new PartAssembler(
                                Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)), SIZES, digest),
                        0)
                .thenRequest(1)
                .assertNext(part -> assertThat(part.length()).isEqualTo(5 * MIB))
                .thenRequest(2)
                .expectNextCount(2)
                .thenRequest(1)
                .assertNext(part -> {
                    assertThat(part.length()).isEqualTo(2 * MIB);
                    assertThat(part.number()).isEqualTo(4);
                    assertThat(part.last()).isTrue();
                    assertThat(part.whole()).isFalse();
                })
                .verifyComplete();
        assertThat(digest.digest()).isEqualTo(Upload.sha256().digest(bytes));
    }

    @Test
    void theSourceIsAskedForOneBufferAtATimeAndOnlyWhenAPartIsWanted() {
        AtomicLong asked = new AtomicLong();
        List<Part> got = new java.util.ArrayList<>();
        BaseSubscriber<Part> consumer = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {}

            @Override
            protected void hookOnNext(Part part) {
                got.add(part);
            }
        };
        parts(RandomContent.of(20L * MIB).doOnRequest(n -> {
                    assertThat(n).isEqualTo(1);
                    asked.incrementAndGet();
                }))
                .subscribe(consumer);
        assertThat(asked).hasValue(0);
        consumer.request(1);
        long forOne = asked.get();
        assertThat(got).hasSize(1);
        assertThat(forOne).isGreaterThan(5L * MIB / (64 * 1024));
        consumer.request(1);
        assertThat(got).hasSize(2);
        assertThat(asked.get()).isGreaterThan(forOne);
        consumer.cancel();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 64 * 1024, 100_000, 5L * 1024 * 1024})
    void shortContentCostsNoLongPart(long bytes) {
        Part part = parts(RandomContent.of(bytes)).single().block();
        assertThat(part.length()).isEqualTo((int) bytes);
        assertThat(part.whole()).isTrue();
        assertThat(part.bytes().length).isLessThanOrEqualTo((int) Math.max(64 * 1024, 2 * bytes));
        Part known = new PartAssembler(RandomContent.of(bytes), PartSizes.of(5 * MIB, 5 * MIB, bytes), Upload.sha256())
                .single()
                .block();
        assertThat(known.bytes()).hasSize((int) bytes);
    }

    @Test
    void moreThanTenThousandPartsIsAnError() {
        // Sizes as small as these are not allowed outside of this test.
        PartSizes tiny = PartSizes.of(1, 1, null);
        Flux<DataBuffer> content =
                Flux.range(0, 10_001).map(i -> DefaultDataBufferFactory.sharedInstance.wrap(new byte[] {1}));
        assertThat(new PartAssembler(content.take(10_000), tiny, Upload.sha256())
                        .count()
                        .block())
                .isEqualTo(10_000);
        assertThatThrownBy(() -> new PartAssembler(content, tiny, Upload.sha256()).blockLast())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("longer than the 10000 bytes that fit into 10000 parts");
    }

    @Test
    void buffersThatComeAfterACancelAreReleased() {
        AtomicInteger notReleased = new AtomicInteger();
        TestPublisher<DataBuffer> source = TestPublisher.createNoncompliant(
                TestPublisher.Violation.REQUEST_OVERFLOW, TestPublisher.Violation.DEFER_CANCELLATION);
        StepVerifier.create(parts(source.flux()))
                .then(() -> source.next(RandomContent.counted(10, notReleased).blockFirst()))
                .thenCancel()
                .verify();
        source.next(RandomContent.counted(10, notReleased).blockFirst());
        assertThat(notReleased).hasValue(0);
    }

    /** Whenever the cancel comes: each buffer is released, once. */
    @Test
    void cancelsAtRandomLoseNoBuffer() throws InterruptedException {
        AtomicInteger notReleased = new AtomicInteger();
        int runs = Boolean.getBoolean("qhub.big") ? 5_000 : 200;
        CountDownLatch ended = new CountDownLatch(runs);
        for (int i = 0; i < runs; i++) {
            int after = ThreadLocalRandom.current().nextInt(40);
            AtomicInteger seen = new AtomicInteger();
            BaseSubscriber<Part> consumer = new BaseSubscriber<>() {};
            RandomContent.counted(2L * MIB, notReleased)
                    .subscribeOn(Schedulers.boundedElastic())
                    .doOnNext(buffer -> {
                        if (seen.getAndIncrement() == after) {
                            Schedulers.parallel().schedule(consumer::cancel);
                        }
                    })
                    .doFinally(end -> ended.countDown())
                    .transform(PartAssemblerTest::parts)
                    .subscribe(consumer);
        }
        assertThat(ended.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(20)).untilAtomic(notReleased, org.hamcrest.Matchers.is(0));
    }
}
