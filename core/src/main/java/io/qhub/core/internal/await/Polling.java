package io.qhub.core.internal.await;

import io.qhub.core.error.HubException;
import io.qhub.core.error.NotFoundException;
import io.qhub.core.error.PollingTimeoutException;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Asks for a state until it is terminal.
 *
 * <p>The first probe goes out at once, or within {@code initialSpread}; each next one follows the previous answer after
 * a delay that grows. There are never two probes in flight, and none that nobody asked for. The Flux emits the first
 * state, each change, and the terminal state, with which it completes. Failures of the passing kind are borne for
 * {@code outageTolerance}; all others end it at once. Cancelling stops the timer or the call in flight, and never what is
 * being watched.
 */
public final class Polling {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.polling");

    private Polling() {}

    /**
     * Polls on the parallel scheduler.
     *
     * @see #until(String, Mono, Predicate, PollingPolicy, Scheduler, DoubleSupplier)
     */
    public static <S> Flux<S> until(
            String what, Mono<Answer<S>> probe, Predicate<? super S> terminal, PollingPolicy policy) {
        return until(what, probe, terminal, policy, null, null);
    }

    /**
     * Polls.
     *
     * @param what what is watched, for messages, such as {@code job 3c9f}
     * @param probe asks for the state; subscribed anew for each probe
     * @param terminal says whether a state is the last
     * @param scheduler times the probes; null is the parallel scheduler at the time of the subscription
     * @param random yields numbers in [0, 1); null is {@link ThreadLocalRandom}
     * @return a cold Flux that signals {@link PollingTimeoutException} when the deadline passes, or the failure that
     *     could not be borne
     */
    public static <S> Flux<S> until(
            String what,
            Mono<Answer<S>> probe,
            Predicate<? super S> terminal,
            PollingPolicy policy,
            @Nullable Scheduler scheduler,
            @Nullable DoubleSupplier random) {
        return until(what, probe, null, terminal, policy, scheduler, random);
    }

    /**
     * Polls, and takes answers that come before their probe is due.
     *
     * @param ahead where such answers come from; null is nowhere
     * @see #until(String, Mono, Predicate, PollingPolicy, Scheduler, DoubleSupplier)
     */
    public static <S> Flux<S> until(
            String what,
            Mono<Answer<S>> probe,
            @Nullable Ahead<S> ahead,
            Predicate<? super S> terminal,
            PollingPolicy policy,
            @Nullable Scheduler scheduler,
            @Nullable DoubleSupplier random) {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(probe, "probe");
        Objects.requireNonNull(terminal, "terminal");
        Objects.requireNonNull(policy, "policy");
        return Flux.defer(() -> new Poll<S>(
                        what,
                        probe,
                        ahead,
                        terminal,
                        policy,
                        scheduler == null ? Schedulers.parallel() : scheduler,
                        random == null ? () -> ThreadLocalRandom.current().nextDouble() : random)
                .states());
    }

    /**
     * Answers that somebody else's requests bring.
     *
     * @param <S> the state
     */
    @FunctionalInterface
    public interface Ahead<S> {

        /**
         * Called when a probe is put off; subscribed to until the probe is answered.
         *
         * @param due when the probe is due, in ms of the scheduler's clock
         * @param delay the delay at whose end that is, in ms
         * @return an answer that takes the place of the probe's, and nothing if there is none
         */
        Mono<Answer<S>> before(long due, long delay);
    }

    /** One subscription. Its signals are serial, so its fields need no guard. */
    private static final class Poll<S> {

        private final String what;
        private final Mono<Answer<S>> probe;
        private final @Nullable Ahead<S> ahead;
        private final Predicate<? super S> terminal;
        private final PollingPolicy policy;
        private final Scheduler scheduler;
        private final DoubleSupplier random;
        private final long startedAt;
        private int probes;
        private long delay;
        private long nextAt;
        private long lastGoodAt;
        private boolean lastProbe;
        private @Nullable S last;

        private Poll(
                String what,
                Mono<Answer<S>> probe,
                @Nullable Ahead<S> ahead,
                Predicate<? super S> terminal,
                PollingPolicy policy,
                Scheduler scheduler,
                DoubleSupplier random) {
            this.what = what;
            this.probe = probe;
            this.ahead = ahead;
            this.terminal = terminal;
            this.policy = policy;
            this.scheduler = scheduler;
            this.random = random;
            this.startedAt = now();
            this.lastGoodAt = startedAt;
            this.delay = policy.firstDelay(random).toMillis();
            this.nextAt = startedAt + delay;
            cutToDeadline();
        }

        private long now() {
            return scheduler.now(TimeUnit.MILLISECONDS);
        }

        private Flux<S> states() {
            // Prefetch 0 all the way: the next probe starts only when somebody asks for its answer.
            return Flux.generate((SynchronousSink<Boolean> sink) -> sink.next(Boolean.TRUE))
                    .concatMap(turn -> whenAsked(Mono.defer(this::turn)), 0)
                    .handle(this::emitChange)
                    .takeUntil(terminal);
        }

        private static <T> Flux<T> whenAsked(Mono<T> source) {
            return Flux.generate((SynchronousSink<Boolean> sink) -> {
                        sink.next(Boolean.TRUE);
                        sink.complete();
                    })
                    .concatMap(once -> source, 0);
        }

        private Mono<Seen<S>> turn() {
            long wait = nextAt - now();
            Mono<Seen<S>> ask = probe.map(this::answered)
                    .onErrorResume(HubException.class, this::failed)
                    .switchIfEmpty(Mono.fromSupplier(this::unanswered));
            if (wait <= 0) {
                return ask;
            }
            Mono<Seen<S>> due = Flux.interval(Duration.ofMillis(wait), scheduler)
                    .take(1)
                    // The demand may arrive after the tick: an interval would fail, this keeps the tick for it.
                    .onBackpressureLatest()
                    .concatMap(tick -> ask, 0)
                    .next();
            return ahead == null
                    ? due
                    : Mono.firstWithSignal(
                            due,
                            ahead.before(nextAt, delay)
                                    .map(this::answeredAhead)
                                    .onErrorResume(HubException.class, this::failed));
        }

        // Only what comes near its time counts as a probe: else the delays of a state that is looked at for the sake of
        // others would grow too fast.
        private Seen<S> answeredAhead(Answer<S> answer) {
            if (probes > 0 && nextAt - now() > delay / 4) {
                probes--;
            }
            return answered(answer);
        }

        private Seen<S> answered(Answer<S> answer) {
            lastGoodAt = now();
            scheduleNext(answer.retryAfter(Instant.ofEpochMilli(lastGoodAt)));
            return new Seen<>(answer.body());
        }

        // An empty answer says nothing; without this the next probe would follow at once.
        private Seen<S> unanswered() {
            scheduleNext(null);
            return new Seen<>(null);
        }

        private Mono<Seen<S>> failed(HubException failure) {
            long now = now();
            boolean borne = failure instanceof NotFoundException
                    ? now - startedAt < policy.notFoundGrace().toMillis()
                    : failure.isTransient()
                            && now - lastGoodAt < policy.outageTolerance().toMillis();
            if (!borne) {
                return Mono.error(failure);
            }
            LOG.debug("{}: probe {} failed, going on: {}", what, probes + 1, failure.getMessage());
            Duration asked = failure instanceof io.qhub.core.error.HubApiException api ? api.retryAfter() : null;
            scheduleNext(asked);
            return Mono.just(new Seen<>(null));
        }

        private void scheduleNext(@Nullable Duration asked) {
            probes++;
            delay = policy.delayAfter(probes, random).toMillis();
            if (asked != null) {
                delay = Math.max(
                        delay, Math.min(asked.toMillis(), policy.maxRetryAfter().toMillis()));
            }
            nextAt = now() + delay;
            cutToDeadline();
        }

        // One probe falls exactly on the deadline, and a terminal answer to it still wins.
        private void cutToDeadline() {
            if (policy.timeout() == null) {
                return;
            }
            long deadline = startedAt + policy.timeout().toMillis();
            lastProbe = now() >= deadline;
            nextAt = Math.min(nextAt, deadline);
        }

        private void emitChange(Seen<S> seen, SynchronousSink<S> sink) {
            S state = seen.state();
            boolean ended = state != null && terminal.test(state);
            if (state != null && (ended || !state.equals(last))) {
                last = state;
                sink.next(state);
            }
            if (lastProbe && !ended) {
                sink.error(new PollingTimeoutException(
                        "Waiting for " + what + " ended after " + policy.timeout() + "; its last state was "
                                + (last == null ? "not seen" : last)
                                + ". It goes on by itself and can be awaited again",
                        policy.timeout(),
                        last));
            }
        }
    }

    /** A probe's outcome; no state where the probe failed and that was borne. */
    private record Seen<S>(@Nullable S state) {}
}
