package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Many callers that ask at the same moment, from many threads. */
final class Callers {

    private final List<CompletableFuture<AccessToken>> answers;

    private Callers(List<CompletableFuture<AccessToken>> answers) {
        this.answers = answers;
    }

    /** Returns when every caller has asked; the answers may still be on their way. */
    static Callers ask(int count, Mono<AccessToken> token) {
        int threads = 32;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        List<CompletableFuture<AccessToken>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(new CompletableFuture<>());
        }
        try {
            for (int t = 0; t < threads; t++) {
                int first = t;
                pool.execute(() -> {
                    awaitQuietly(start);
                    for (int i = first; i < count; i += threads) {
                        CompletableFuture<AccessToken> answer = answers.get(i);
                        token.subscribe(answer::complete, answer::completeExceptionally);
                        asked.incrementAndGet();
                    }
                });
            }
            start.countDown();
            await().until(() -> asked.get() == count);
        } finally {
            pool.shutdownNow();
        }
        return new Callers(answers);
    }

    void allGot(AccessToken expected) {
        assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue(expected));
    }

    void allFailedWith(Throwable expected) {
        assertThat(answers).allSatisfy(answer -> assertThat(answer)
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .satisfies(thrown -> assertThat(thrown.getCause()).isSameAs(expected)));
    }

    void noneHasAnAnswer() {
        assertThat(answers).noneSatisfy(answer -> assertThat(answer).isDone());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
