package io.qhub.core.internal.token;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * Keeps tokens by key, each until 30 s before it ends (30 s where its end is unknown). However many ask for a key at
 * once, it is fetched once; a caller that cancels disturbs neither the others nor the fetch; a failure reaches those who
 * wait for it and those who ask within 1 s, and is then forgotten. What has ended is dropped; beyond 1,000 keys, the
 * tokens that end first go too.
 *
 * @param <K> everything that makes one token different from another; a record does well
 * @param <T> a token
 */
public final class KeyedTokenCache<K, T> {

    private static final Logger LOG = LoggerFactory.getLogger("io.qhub.auth");

    private static final long FAILURE_SHARED_MS = 1_000;
    private static final long REFRESH_RETRY_MS = 5_000;
    private static final int MAX_KEYS = 1_000;

    /** No source may keep its callers waiting for longer. */
    public static final Duration FETCH_LIMIT = Duration.ofMinutes(2);

    private final ConcurrentHashMap<K, Entry<T>> entries = new ConcurrentHashMap<>();
    private final Function<? super T, @Nullable Instant> end;
    private final Lifetime lifetime;
    private final Duration fetchLimit;
    private final Scheduler scheduler;
    private final int maxKeys;

    /**
     * An empty cache of tokens that are used until shortly before their end.
     *
     * @param end when a token ends; null where that is not known
     * @param scheduler its clock tells the time, in milliseconds since 1970
     */
    public KeyedTokenCache(Function<? super T, @Nullable Instant> end, Scheduler scheduler) {
        this(end, Lifetime.untilShortlyBeforeItsEnd(), FETCH_LIMIT, scheduler, MAX_KEYS);
    }

    /** An empty cache with its own rules. */
    public KeyedTokenCache(
            Function<? super T, @Nullable Instant> end,
            Lifetime lifetime,
            Duration fetchLimit,
            Scheduler scheduler,
            int maxKeys) {
        this.end = end;
        this.lifetime = lifetime;
        this.fetchLimit = fetchLimit;
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.maxKeys = maxKeys;
    }

    /**
     * The token of a key.
     *
     * @param fetch gets a new token; asked only where there is none to use. It runs with the Reactor Context of the
     *     caller that started it, and fails if it takes more than 2 minutes
     * @return a cold Mono with the token, or the fetch's error. The error may be shared with other callers: wrap it
     *     before adding to it
     */
    public Mono<T> get(K key, Supplier<? extends Mono<T>> fetch) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(fetch, "fetch");
        return Mono.deferContextual(context -> {
            Entry<T> entry = entries.get(key);
            if (entry == null) {
                makeRoomFor(key);
            }
            long now = now();
            if (entry == null || entry.wantsFetch(now)) {
                entry = entries.compute(
                        key,
                        // The clock is read again: another caller's failure may be younger than this call's start.
                        (k, current) -> current != null && !current.wantsFetch(now())
                                ? current
                                : new Entry<>(
                                        current == null ? null : current.held, flight(key, fetch, context), null));
            }
            return entry.answer(now);
        });
    }

    /**
     * Forgets the key's token if it still is the one that was refused.
     *
     * @param seen the token that the server refused
     */
    public void invalidate(K key, T seen) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(seen, "seen");
        entries.computeIfPresent(
                key,
                (k, entry) -> entry.held != null && entry.held.token().equals(seen)
                        ? new Entry<>(null, entry.flight, entry.failure)
                        : entry);
    }

    // A cached Mono never cancels its source. So a fetch outlives the callers that gave up, and the first one to ask
    // starts it for all, without a subscription of our own.
    private Mono<T> flight(K key, Supplier<? extends Mono<T>> fetch, ContextView context) {
        return Mono.<T>defer(fetch)
                .switchIfEmpty(Mono.error(
                        () -> new CredentialUnavailableException("The source of tokens ended without a token")))
                .timeout(
                        fetchLimit,
                        Mono.error(() -> new HubTransportException(
                                "The source of tokens did not answer within " + fetchLimit.toSeconds() + " s",
                                null,
                                null,
                                true)),
                        scheduler)
                .doOnNext(token -> entries.put(key, new Entry<>(held(token), null, null)))
                .doOnError(failure -> failed(key, failure))
                .contextWrite(context)
                .cache();
    }

    private Held<T> held(T token) {
        long now = now();
        return new Held<>(token, lifetime.of(end.apply(token), now));
    }

    private void failed(K key, Throwable failure) {
        long now = now();
        Entry<T> entry = entries.compute(
                key,
                (k, current) -> new Entry<>(current == null ? null : current.held, null, new Failure(failure, now)));
        if (entry.held != null && entry.usable(now)) {
            LOG.warn(
                    "No new token: {}. The old one is used until {}; next try in {} s",
                    failure instanceof HubException
                            ? failure.getMessage()
                            : failure.getClass().getName(),
                    Instant.ofEpochMilli(entry.held.usableUntil()),
                    REFRESH_RETRY_MS / 1_000);
        }
    }

    // Another caller may put the very key at the same moment: its entry must stay, so neither an older time nor the
    // bound may count against it.
    private void makeRoomFor(K key) {
        entries.values().removeIf(entry -> entry.isSpent(now()));
        if (entries.size() >= maxKeys) {
            entries.entrySet().stream()
                    .filter(candidate -> candidate.getValue().flight == null
                            && !candidate.getKey().equals(key))
                    .min(Comparator.comparingLong(
                            candidate -> candidate.getValue().end()))
                    .ifPresent(first -> entries.remove(first.getKey(), first.getValue()));
        }
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    public int size() {
        return entries.size();
    }

    @Override
    public String toString() {
        return "KeyedTokenCache[" + entries.size() + " keys]";
    }

    /** When a token that arrived at {@code now} (milliseconds since 1970) is to be replaced. */
    @FunctionalInterface
    public interface Lifetime {

        long FLOOR_MS = 30_000;
        long MARGIN_MS = 30_000;
        long MAX_EARLY_MS = 120_000;
        Instant FAR_FUTURE = Instant.parse("9999-01-01T00:00:00Z");

        /**
         * When a token that arrived now is to be replaced, and until when it may be used.
         *
         * @param expiresAt when it ends; null where that is not known
         */
        Times of(@Nullable Instant expiresAt, long now);

        /**
         * Never less than 30 s: an unknown end, or a wrong clock on either side, must not lead to a fetch per call. A
         * token that really ends sooner is refused by the server and replaced then.
         */
        static Lifetime refreshedEarly() {
            return (expiresAt, now) -> {
                long end = Math.max(endOf(expiresAt, now), now + FLOOR_MS);
                return new Times(end - Math.min(MAX_EARLY_MS, (end - now) / 4), end);
            };
        }

        /** No floor: who passes a token on needs one that lives on, even at the price of a fetch per call. */
        static Lifetime untilShortlyBeforeItsEnd() {
            return (expiresAt, now) -> {
                long end = endOf(expiresAt, now + FLOOR_MS + MARGIN_MS) - MARGIN_MS;
                return new Times(end, end);
            };
        }

        private static long endOf(@Nullable Instant expiresAt, long unlessKnown) {
            if (expiresAt == null) {
                return unlessKnown;
            }
            // Instant.MAX, for a token that never ends, does not fit into milliseconds.
            return (expiresAt.isBefore(FAR_FUTURE) ? expiresAt : FAR_FUTURE).toEpochMilli();
        }

        static Lifetime fixed(Duration life) {
            return (expiresAt, now) -> new Times(now + life.toMillis(), now + life.toMillis());
        }
    }

    /** In milliseconds since 1970. */
    public record Times(long refreshAt, long usableUntil) {}

    private record Held<T>(T token, Times times) {

        private long refreshAt() {
            return times.refreshAt();
        }

        private long usableUntil() {
            return times.usableUntil();
        }
    }

    private record Failure(Throwable error, long at) {

        boolean isYoungerThan(long milliseconds, long now) {
            // The lower bound keeps a clock that is set back from prolonging the failure.
            return now >= at && now - at < milliseconds;
        }
    }

    /** What is known of a key: an immutable state, replaced in one step. */
    private record Entry<T>(
            @Nullable Held<T> held,
            @Nullable Mono<T> flight,
            @Nullable Failure failure) {

        boolean usable(long now) {
            return held != null && now < held.usableUntil();
        }

        boolean wantsFetch(long now) {
            return flight == null && (held == null || now >= held.refreshAt()) && !backsOff(now);
        }

        private boolean backsOff(long now) {
            return failure != null && failure.isYoungerThan(usable(now) ? REFRESH_RETRY_MS : FAILURE_SHARED_MS, now);
        }

        Mono<T> answer(long now) {
            Mono<T> old = held != null && usable(now) ? Mono.just(held.token()) : null;
            if (flight != null) {
                // Whoever comes first: the flight is started (or joined, which costs nothing), and the old token wins
                // unless the new one is there at once. Losing cancels the wait, not the flight.
                return old == null ? flight : Mono.firstWithValue(flight, old);
            }
            if (old != null) {
                return old;
            }
            return Mono.error(Objects.requireNonNull(failure, "failure").error);
        }

        boolean isSpent(long now) {
            return flight == null && !usable(now) && !backsOff(now);
        }

        long end() {
            return held == null ? 0 : held.usableUntil();
        }
    }
}
