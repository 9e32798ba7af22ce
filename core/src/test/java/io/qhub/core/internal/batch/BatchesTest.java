package io.qhub.core.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class BatchesTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final AtomicInteger submitting = new AtomicInteger();
    private final AtomicInteger mostSubmitting = new AtomicInteger();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger mostOutstanding = new AtomicInteger();
    private final AtomicInteger submitted = new AtomicInteger();

    private Flux<Outcome<String>> run(Flux<Integer> source, BatchOptions options) {
        return Batches.run(
                source,
                options,
                (index, request) -> Mono.defer(() -> {
                    submitted.incrementAndGet();
                    mostSubmitting.accumulateAndGet(submitting.incrementAndGet(), Math::max);
                    mostOutstanding.accumulateAndGet(outstanding.incrementAndGet(), Math::max);
                    return Mono.delay(Duration.ofMillis(10), time).map(tick -> {
                        submitting.decrementAndGet();
                        if (request % 100 == 7) {
                            outstanding.decrementAndGet();
                            throw new IllegalStateException("refused");
                        }
                        return "id-" + request;
                    });
                }),
                id -> id,
                id -> Mono.delay(Duration.ofSeconds(5), time).map(tick -> {
                    outstanding.decrementAndGet();
                    if (id.endsWith("3")) {
                        throw new PollingTimeoutException("late", null, null);
                    }
                    return "result of " + id;
                }));
    }

    @Test
    void boundsHoldAndOneFailureDisturbsNoOther() {
        BatchOptions options = new BatchOptions(16, 100);
        StepVerifier.withVirtualTime(() -> run(Flux.range(0, 1_000), options).collectList(), () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofMinutes(10))
                .assertNext(outcomes -> {
                    assertThat(outcomes).hasSize(1_000);
                    assertThat(outcomes).extracting(Outcome::index).doesNotHaveDuplicates();
                    assertThat(outcomes)
                            .filteredOn(each -> each.id() == null)
                            .hasSize(10)
                            .allMatch(each -> each.error() instanceof IllegalStateException);
                    assertThat(outcomes)
                            .filteredOn(each -> each.error() instanceof PollingTimeoutException)
                            .hasSize(100)
                            .allMatch(each -> each.id() != null);
                    assertThat(outcomes)
                            .filteredOn(Outcome::isSuccess)
                            .hasSize(890)
                            .allSatisfy(each -> assertThat(each.result()).isEqualTo("result of id-" + each.index()));
                })
                .verifyComplete();
        assertThat(mostSubmitting.get()).isLessThanOrEqualTo(16).isGreaterThan(8);
        assertThat(mostOutstanding.get()).isLessThanOrEqualTo(100).isGreaterThan(80);
    }

    @Test
    void equalBoundsHoldToo() {
        BatchOptions options = new BatchOptions(4, 4);
        StepVerifier.withVirtualTime(() -> run(Flux.range(0, 50), options).count(), () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofMinutes(10))
                .expectNext(50L)
                .verifyComplete();
        assertThat(mostOutstanding.get()).isEqualTo(4);
    }

    @Test
    void oneSubmissionAtATimeIsOneEvenWhereTwoMayBeOutstanding() {
        StepVerifier.withVirtualTime(
                        () -> run(Flux.range(0, 20), new BatchOptions(1, 2)).count(), () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofMinutes(10))
                .expectNext(20L)
                .verifyComplete();
        assertThat(mostSubmitting).hasValue(1);
        assertThat(mostOutstanding).hasValue(2);
    }

    @Test
    void aConsumerThatAsksForNothingStopsTheSubmissions() {
        BatchOptions options = new BatchOptions(4, 20);
        StepVerifier.withVirtualTime(() -> run(Flux.range(0, 10_000), options), () -> time, 5)
                .thenAwait(Duration.ofHours(1))
                .expectNextCount(5)
                .thenAwait(Duration.ofHours(1))
                .then(() -> assertThat(submitted.get()).isLessThanOrEqualTo(5 + 2 * 20))
                .thenCancel()
                .verify();
    }

    @Test
    void aSourceThatFailsLetsWhatWasStartedFinish() {
        Flux<Integer> source = Flux.concat(Flux.range(0, 5), Mono.error(new IllegalStateException("no more")));
        StepVerifier.withVirtualTime(() -> run(source, BatchOptions.defaults()), () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofMinutes(1))
                .expectNextCount(5)
                .verifyErrorMessage("no more");
    }

    @Test
    void cancellingStopsSubmissions() {
        AtomicLong pulled = new AtomicLong();
        StepVerifier.withVirtualTime(
                        () -> run(
                                Flux.range(0, 10_000).doOnNext(each -> pulled.incrementAndGet()),
                                new BatchOptions(2, 4)),
                        () -> time,
                        Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(6))
                .expectNextCount(2)
                .thenCancel()
                .verify();
        long before = pulled.get();
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(pulled).hasValue(before);
    }

    @Test
    void badBoundsAreRefused() {
        assertThatThrownBy(() -> new BatchOptions(0, 1)).hasMessageContaining("submitting");
        assertThatThrownBy(() -> new BatchOptions(5, 4)).hasMessageContaining("outstanding");
        assertThat(List.of(
                        BatchOptions.defaults().submitting(),
                        BatchOptions.defaults().outstanding()))
                .containsExactly(16, 1_000);
    }
}
