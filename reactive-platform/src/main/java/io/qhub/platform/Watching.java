package io.qhub.platform;

import io.qhub.core.error.HubException;
import io.qhub.core.http.HubCall;
import io.qhub.core.http.HubHttp;
import io.qhub.core.internal.await.Polling;
import io.qhub.core.polling.Answer;
import io.qhub.core.polling.PollingPolicy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that goes on at the Hub, watched by its record. */
final class Watching {

    private Watching() {}

    /** The record as it changes, up to the one that is terminal. */
    static <S> Flux<S> records(
            HubHttp http,
            String what,
            Mono<Answer<S>> probe,
            Predicate<? super S> terminal,
            @Nullable PollingPolicy policy) {
        return Polling.until(
                what,
                probe,
                terminal,
                policy == null ? http.polling() : policy,
                http.options().scheduler(),
                http.random());
    }

    /** The same, asked for by one call. */
    static <S> Flux<S> records(
            HubHttp http,
            String what,
            Function<HubHttp, HubCall<S>> call,
            Predicate<? super S> terminal,
            @Nullable PollingPolicy policy) {
        return records(http, what, call.apply(http.forPolling()).answer(), terminal, policy);
    }

    /**
     * The terminal record. Failures carry the id and the last record.
     *
     * @param judge gives the failure that a record ends in, or null where it ended well
     */
    static <S> Mono<S> end(String id, Flux<S> records, BiFunction<String, S, @Nullable HubException> judge) {
        return Mono.defer(() -> {
            AtomicReference<@Nullable S> last = new AtomicReference<>();
            return records.doOnNext(last::set)
                    .last()
                    .onErrorMap(HubException.class, failure -> failure.about(id, last.get()))
                    .flatMap(ended -> {
                        HubException failed = judge.apply(id, ended);
                        return failed == null ? Mono.just(ended) : Mono.error(failed.about(id, ended));
                    });
        });
    }
}
