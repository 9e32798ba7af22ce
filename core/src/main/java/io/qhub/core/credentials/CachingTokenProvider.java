package io.qhub.core.credentials;

import io.qhub.core.internal.token.KeyedTokenCache;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the token of a source that is expensive to ask.
 *
 * <ul>
 *   <li>However many ask at once, the source is asked once. A caller that cancels disturbs neither the others nor the
 *       fetch.
 *   <li>The token is refreshed before it ends: 120 s before, or a quarter of its life if that is less. Nobody waits for
 *       this: the call that starts the refresh, and every other until the new token is there, uses the old one.
 *   <li>A token whose end is unknown, or less than 30 s away, is used for 30 s.
 *   <li>If a refresh fails while the old token is valid, the old one is used, and the source is asked again after 5 s.
 *   <li>A failure with no valid token at hand reaches those who wait for the token and those who ask within 1 s; then it
 *       is forgotten. All of them get the same exception object, so wrap it before adding to it.
 * </ul>
 */
public final class CachingTokenProvider implements AccessTokenProvider {

    private static final String ONLY = "token";

    private final Supplier<Mono<AccessToken>> source;
    private final KeyedTokenCache<String, AccessToken> cache;

    /**
     * @param source fetches a new token at each subscription. It runs with the Reactor Context of the caller that
     *     started the fetch, and fails if it takes more than 2 minutes
     */
    public CachingTokenProvider(Mono<AccessToken> source) {
        this(source, Schedulers.parallel());
    }

    /**
     * @param source fetches a new token at each subscription
     * @param scheduler its clock tells the time, in milliseconds since 1970
     */
    public CachingTokenProvider(Mono<AccessToken> source, Scheduler scheduler) {
        this(source, KeyedTokenCache.Lifetime.refreshedEarly(), KeyedTokenCache.FETCH_LIMIT, scheduler);
    }

    CachingTokenProvider(
            Mono<AccessToken> source, KeyedTokenCache.Lifetime lifetime, Duration fetchLimit, Scheduler scheduler) {
        Objects.requireNonNull(source, "source");
        this.source = () -> source;
        this.cache = new KeyedTokenCache<>(AccessToken::expiresAt, lifetime, fetchLimit, scheduler, 1);
    }

    /** The token at hand, or else the source's answer: its token or its error. */
    @Override
    public Mono<AccessToken> token() {
        return cache.get(ONLY, source);
    }

    @Override
    public void invalidate(AccessToken seen) {
        cache.invalidate(ONLY, seen);
    }

    @Override
    public String toString() {
        return "CachingTokenProvider";
    }
}
