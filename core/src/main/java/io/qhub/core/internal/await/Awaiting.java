package io.qhub.core.internal.await;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.http.HubHttp;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The one way in which jobs, sessions, executions and builds are watched and awaited, with what has to be known for it:
 * which ids this client made a moment ago, for which a 404 does not mean that they do not exist.
 */
public final class Awaiting {

    /** How long an id that was just made may not be known everywhere. */
    public static final Duration NOT_FOUND_GRACE = Duration.ofSeconds(10);

    /** How long what an end brings with it, a result or the final record, may lag behind the terminal status. */
    public static final Duration LAG = Duration.ofSeconds(30);

    private final HubHttp http;
    private final RecentIds recent;

    public Awaiting(HubHttp http) {
        this.http = http;
        this.recent = http.shared(RecentIds.class, null, any -> new RecentIds());
    }

    /** This client has just made the resource with this id. */
    public void created(@Nullable String id) {
        if (id != null) {
            recent.add(id, now());
        }
    }

    /** The policy of a wait for this id: with a grace for 404 where the id was made a moment ago. */
    public PollingPolicy policyFor(String id, PollingPolicy policy) {
        Duration left = recent.graceLeft(id, now());
        return left.compareTo(policy.notFoundGrace()) > 0 ? policy.withNotFoundGrace(left) : policy;
    }

    /**
     * Asks for one thing of an id that may have been made a moment ago: a 404 within the grace is asked again.
     *
     * @param call the call; subscribed anew for each attempt
     */
    public <T> Mono<T> tolerant(String id, Mono<T> call) {
        return Mono.defer(() -> recent.graceLeft(id, now()).isZero()
                ? call
                : call.retryWhen(Retry.backoff(8, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(4))
                        .jitter(0.25)
                        .scheduler(http.scheduler())
                        .filter(failure -> failure instanceof NotFoundException
                                && !recent.graceLeft(id, now()).isZero())
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure())));
    }

    /** As {@link #tolerant(String, Mono)}, for streams; only a failure before the first element is asked again. */
    public <T> Flux<T> tolerant(String id, Flux<T> call) {
        return Flux.defer(() -> recent.graceLeft(id, now()).isZero()
                ? call
                : call.retryWhen(Retry.backoff(8, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(4))
                        .jitter(0.25)
                        .scheduler(http.scheduler())
                        .filter(failure -> failure instanceof NotFoundException
                                && !recent.graceLeft(id, now()).isZero())
                        .onRetryExhaustedThrow((spec, signal) -> signal.failure())));
    }

    /**
     * The states of a resource: the first that is seen, each change, and the terminal one.
     *
     * @param what what is watched, for messages, such as {@code job 3c9f}
     * @param probe asks for the state; subscribed anew for each probe
     */
    public <S> Flux<S> watch(
            String what, String id, Mono<Answer<S>> probe, Predicate<? super S> terminal, PollingPolicy policy) {
        return watch(what, id, probe, null, terminal, policy);
    }

    /** As {@link #watch(String, String, Mono, Predicate, PollingPolicy)}, with answers that come before their probe. */
    public <S> Flux<S> watch(
            String what,
            String id,
            Mono<Answer<S>> probe,
            Polling.@Nullable Ahead<S> ahead,
            Predicate<? super S> terminal,
            PollingPolicy policy) {
        return Flux.defer(() -> Polling.until(
                what,
                probe,
                ahead,
                terminal,
                policyFor(id, policy),
                http.options().scheduler(),
                http.random()));
    }

    /**
     * The terminal state of a resource. Failures name the id and the last state that was seen.
     *
     * @see #watch(String, String, Mono, Predicate, PollingPolicy)
     */
    public <S> Mono<S> end(
            String what, String id, Mono<Answer<S>> probe, Predicate<? super S> terminal, PollingPolicy policy) {
        return end(id, watch(what, id, probe, terminal, policy));
    }

    /** The last of these states. Failures name the id and the last state that was seen. */
    public <S> Mono<S> end(String id, Flux<S> states) {
        return Mono.defer(() -> {
            Object[] last = new Object[1];
            return states.doOnNext(state -> last[0] = state)
                    .last()
                    .onErrorMap(HubException.class, failure -> failure.about(id, last[0]));
        });
    }

    /**
     * The final record of a resource whose status is terminal: asked for until it shows its end, too. Where it lags for
     * longer, the record as it is. Outages are tolerated as before the end.
     */
    public <R> Mono<R> finalRecord(
            String what, Mono<Answer<R>> record, Predicate<? super R> ended, PollingPolicy policy) {
        PollingPolicy soon = policy.withDelays(Duration.ofMillis(500), 2, Duration.ofSeconds(8))
                .withFirstDelay(Duration.ZERO)
                .withTimeout(LAG.plus(policy.outageTolerance()));
        return Flux.defer(() -> {
                    long start = now();
                    return Polling.until(
                            what,
                            record,
                            each -> ended.test(each) || now() - start >= LAG.toMillis(),
                            soon,
                            http.options().scheduler(),
                            http.random());
                })
                .last();
    }

    /**
     * A value that is not there yet: asked for until it is, as the server asks and else by the policy.
     *
     * @param what what is awaited, for messages, such as {@code the costs of workload 3c9f}
     * @param probe one answer, empty as long as there is no value
     * @return signals {@link PollingTimeoutException} when the policy's deadline passes first
     */
    public <V> Mono<V> value(String what, Mono<Answer<Optional<V>>> probe, PollingPolicy policy) {
        return Polling.until(
                        what, probe, Optional::isPresent, policy, http.options().scheduler(), http.random())
                .last()
                .map(Optional::orElseThrow);
    }

    /** An answer with the state that its body tells. */
    public static <B, S> Mono<Answer<S>> state(Mono<Answer<B>> answer, Function<? super B, ? extends S> state) {
        return answer.map(given -> new Answer<>(state.apply(given.body()), given.status(), given.headers()));
    }

    private long now() {
        return http.scheduler().now(TimeUnit.MILLISECONDS);
    }
}
