package io.qhub.core.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A source of tokens whose every fetch is answered by the test, by hand. */
final class TokenSource {

    private final VirtualTimeScheduler clock;
    private final AtomicInteger cancelled = new AtomicInteger();
    private final List<Sinks.One<AccessToken>> fetches = new ArrayList<>();

    TokenSource(VirtualTimeScheduler clock) {
        this.clock = clock;
    }

    Mono<AccessToken> mono() {
        return Mono.defer(() -> {
            Sinks.One<AccessToken> answer = Sinks.one();
            synchronized (fetches) {
                fetches.add(answer);
            }
            return answer.asMono().doOnCancel(cancelled::incrementAndGet);
        });
    }

    int fetches() {
        synchronized (fetches) {
            return fetches.size();
        }
    }

    int cancelled() {
        return cancelled.get();
    }

    /** Answers the last fetch with a token of that life; null for a token whose end is unknown. */
    AccessToken answer(String value, @Nullable Duration life) {
        AccessToken token = new AccessToken(value, life == null ? null : now().plus(life));
        answerWith(token);
        return token;
    }

    void answerWith(AccessToken token) {
        last().tryEmitValue(token).orThrow();
    }

    void fail(Throwable failure) {
        last().tryEmitError(failure).orThrow();
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS));
    }

    private Sinks.One<AccessToken> last() {
        synchronized (fetches) {
            return fetches.get(fetches.size() - 1);
        }
    }
}
