package io.qhub.core.internal.batch;

import io.qhub.core.error.HubException;
import io.qhub.core.polling.BatchOptions;
import io.qhub.core.polling.Outcome;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.function.Tuple2;

/** Runs many jobs or executions with bounded concurrency. For the clients' {@code runAll} methods. */
public final class Batches {

    private Batches() {}

    /**
     * Submits each element and finishes it. A consumer that asks for nothing stops the submissions; a source that fails
     * fails the batch after what has been started is finished.
     *
     * @param submit starts one element, given its index
     * @param idOf the id of what was started
     * @param finish waits for the end and fetches the result
     */
    public static <Q, S, R> Flux<Outcome<R>> run(
            Publisher<? extends Q> requests,
            BatchOptions options,
            BiFunction<Long, Q, Mono<S>> submit,
            Function<S, @Nullable String> idOf,
            Function<S, Mono<R>> finish) {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(options, "options");
        // Up to `submitting` started elements wait between the two stages, so they count as outstanding.
        int finishing = options.outstanding() - options.submitting();
        Flux<Tuple2<Long, Q>> numbered = Flux.<Q>from(requests).index();
        if (finishing < 1) {
            return numbered.flatMapDelayError(
                    each -> started(each, submit).flatMap(stage -> finished(stage, idOf, finish)),
                    options.outstanding(),
                    1);
        }
        return numbered.flatMapDelayError(each -> started(each, submit), options.submitting(), 1)
                .flatMapDelayError(stage -> finished(stage, idOf, finish), finishing, 1);
    }

    private static <Q, S> Mono<Stage<S>> started(Tuple2<Long, Q> each, BiFunction<Long, Q, Mono<S>> submit) {
        long index = each.getT1();
        return Mono.defer(() -> submit.apply(index, each.getT2()))
                .map(started -> new Stage<>(index, started, null))
                .onErrorResume(failure -> Mono.just(new Stage<>(index, null, failure)));
    }

    private static <S, R> Mono<Outcome<R>> finished(
            Stage<S> stage, Function<S, @Nullable String> idOf, Function<S, Mono<R>> finish) {
        S started = stage.started();
        if (started == null) {
            return Mono.just(new Outcome<>(stage.index(), idIn(stage.failure()), null, stage.failure()));
        }
        String id = idOf.apply(started);
        return Mono.defer(() -> finish.apply(started))
                .map(result -> new Outcome<>(stage.index(), id, result, null))
                .onErrorResume(failure -> Mono.just(new Outcome<>(stage.index(), id, null, failure)));
    }

    private static @Nullable String idIn(@Nullable Throwable failure) {
        return failure instanceof HubException hub ? hub.resourceId() : null;
    }

    private record Stage<S>(
            long index, @Nullable S started, @Nullable Throwable failure) {}
}
