package io.qhub.testing.planted.core.polling;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

public final class Ticks {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Ticks() {}

    public static class Once {
        Flux<Long> tick(boolean now) {
            return Flux.defer(() -> now ? Flux.just(0L) : Flux.interval(SECOND).take(1));
        }
    }

    static class Forever {
        Flux<Long> tick() {
            return Flux.interval(SECOND);
        }
    }

    static class Twice {
        Flux<Long> tick() {
            return Flux.interval(SECOND).take(2);
        }
    }

    static class OnceTooLate {
        Flux<Long> tick() {
            return Flux.interval(SECOND).map(tick -> tick + 1).take(1);
        }
    }

    static class ForeverBesideOnce {
        Flux<Long> tick() {
            return Flux.merge(Flux.interval(SECOND).take(1), Flux.interval(SECOND));
        }
    }

    static class ForeverByReference {
        Function<Duration, Flux<Long>> tick() {
            return Flux::interval;
        }
    }

    static class MergesWithoutABound {
        Flux<Integer> merge(Flux<Integer> source) {
            return source.flatMap(Mono::just);
        }
    }

    static class MergesWithABound {
        Flux<Integer> merge(Flux<Integer> source) {
            return source.flatMap(Mono::just, 16);
        }

        Mono<Integer> chain(Mono<Integer> source) {
            return source.flatMap(Mono::just);
        }
    }
}
