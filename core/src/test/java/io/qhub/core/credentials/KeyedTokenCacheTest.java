package io.qhub.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.internal.token.KeyedTokenCache;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class KeyedTokenCacheTest {

    private record Grant(String organization, String pool) {}

    private static final Grant ACME = new Grant("acme", "p1");
    private static final Grant OTHER = new Grant("other", "p1");

    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final KeyedTokenCache<Grant, AccessToken> cache = new KeyedTokenCache<>(AccessToken::expiresAt, clock);
    private final TokenSource source = new TokenSource(clock);
    private final AtomicInteger fetches = new AtomicInteger();

    @BeforeAll
    static void neverHang() {
        StepVerifier.setDefaultTimeout(Duration.ofSeconds(10));
    }

    @AfterAll
    static void resetTimeout() {
        StepVerifier.resetDefaultTimeout();
    }

    @Test
    void aThousandCallersOfOneKeyMakeOneFetch() {
        Callers callers = Callers.ask(1_000, cache.get(ACME, source::mono));

        callers.noneHasAnAnswer();
        callers.allGot(source.answer("one", Duration.ofMinutes(10)));
        assertThat(source.fetches()).isOne();
    }

    @Test
    void keysDoNotMix() {
        assertThat(get(ACME, "a", 600)).isEqualTo("a");
        assertThat(get(OTHER, "b", 600)).isEqualTo("b");
        assertThat(get(ACME, "c", 600)).isEqualTo("a");
        assertThat(get(new Grant("acme", "p1"), "c", 600)).as("an equal key").isEqualTo("a");
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aTokenServesUntil30SecondsBeforeItsEndAndIsThenWaitedFor() {
        assertThat(get(ACME, "one", 600)).isEqualTo("one");
        clock.advanceTimeBy(Duration.ofMillis(569_999));
        assertThat(get(ACME, "two", 600)).isEqualTo("one");
        clock.advanceTimeBy(Duration.ofMillis(1));

        Callers callers = Callers.ask(1_000, cache.get(ACME, source::mono));

        callers.noneHasAnAnswer();
        assertThat(source.fetches()).isOne();
        callers.allGot(source.answer("three", Duration.ofMinutes(10)));
    }

    @Test
    void aTokenOfUnknownEndServes30Seconds() {
        cache.get(ACME, source::mono).subscribe();
        source.answer("one", null);

        clock.advanceTimeBy(Duration.ofMillis(29_999));
        assertThat(get(ACME, "two", 600)).isEqualTo("one");
        clock.advanceTimeBy(Duration.ofMillis(1));
        assertThat(get(ACME, "two", 600)).isEqualTo("two");
    }

    @Test
    void aTokenThatEndsWithin30SecondsIsHandedOutButNotKept() {
        assertThat(get(ACME, "one", 30)).isEqualTo("one");
        assertThat(get(ACME, "two", 10)).isEqualTo("two");
        assertThat(get(ACME, "three", 600)).isEqualTo("three");
        assertThat(fetches).hasValue(3);
    }

    @Test
    void onlyTheTokenThatWasRefusedIsForgotten() {
        assertThat(get(ACME, "one", 600)).isEqualTo("one");
        assertThat(get(OTHER, "one", 600)).isEqualTo("one");
        cache.invalidate(ACME, AccessToken.of("another"));
        assertThat(get(ACME, "two", 600)).isEqualTo("one");

        cache.invalidate(ACME, AccessToken.of("one"));

        assertThat(get(ACME, "two", 600)).isEqualTo("two");
        assertThat(get(OTHER, "two", 600)).as("another key's").isEqualTo("one");
        cache.invalidate(new Grant("nobody", "p"), AccessToken.of("one"));
    }

    @Test
    void aFailureIsSharedForASecondAndByItsKeyOnly() {
        CredentialUnavailableException failure = new CredentialUnavailableException("no");
        StepVerifier.create(cache.get(ACME, () -> Mono.error(failure))).verifyErrorMatches(f -> f == failure);
        clock.advanceTimeBy(Duration.ofMillis(999));
        StepVerifier.create(cache.get(ACME, source::mono)).verifyErrorMatches(f -> f == failure);
        assertThat(get(OTHER, "other", 600)).isEqualTo("other");

        clock.advanceTimeBy(Duration.ofMillis(1));

        assertThat(get(ACME, "one", 600)).isEqualTo("one");
    }

    @Test
    void aFetchThatThrowsIsAFailureLikeAnyOther() {
        StepVerifier.create(cache.get(ACME, () -> {
                    throw new IllegalStateException("thrown");
                }))
                .verifyErrorMessage("thrown");
        clock.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(get(ACME, "one", 600)).isEqualTo("one");
    }

    @Test
    void aCancelledCallerDisturbsNobody() {
        cache.get(ACME, source::mono).subscribe().dispose();
        Callers callers = Callers.ask(10, cache.get(ACME, source::mono));

        assertThat(source.cancelled()).isZero();
        callers.allGot(source.answer("one", Duration.ofMinutes(10)));
        assertThat(source.fetches()).isOne();
    }

    @Test
    void whatHasEndedIsDropped() {
        for (int i = 0; i < 100; i++) {
            get(new Grant("acme", "p" + i), "token", 60);
        }
        StepVerifier.create(cache.get(new Grant("acme", "failed"), () -> Mono.error(new IllegalStateException())))
                .verifyError();
        get(new Grant("acme", "long"), "token", 3600);
        cache.get(new Grant("acme", "in flight"), source::mono).subscribe();
        assertThat(cache.size()).isEqualTo(103);

        clock.advanceTimeBy(Duration.ofSeconds(30));
        get(new Grant("acme", "next"), "token", 60);

        assertThat(cache.size())
                .as("the long one, the one in flight, the next one")
                .isEqualTo(3);
    }

    @Test
    void keepsNoMoreThanAThousandKeysAndDropsTheTokensThatEndFirst() {
        cache.get(new Grant("acme", "in flight"), source::mono).subscribe();
        for (int i = 1; i <= 1_500; i++) {
            get(new Grant("acme", "p" + i), "first", 3600 + i);
        }
        assertThat(cache.size()).isEqualTo(1_000);

        assertThat(get(new Grant("acme", "p1500"), "second", 600)).isEqualTo("first");
        assertThat(get(new Grant("acme", "p502"), "second", 600)).isEqualTo("first");
        AtomicReference<AccessToken> got = new AtomicReference<>();
        cache.get(new Grant("acme", "in flight"), source::mono).subscribe(got::set);
        assertThat(got).hasValue(source.answer("kept", Duration.ofHours(1)));
        assertThat(source.fetches()).isOne();
        assertThat(get(new Grant("acme", "p1"), "second", 600)).isEqualTo("second");
    }

    @Test
    void refusesNulls() {
        assertThatThrownBy(() -> cache.get(null, Mono::empty)).hasMessage("key");
        assertThatThrownBy(() -> cache.get(ACME, null)).hasMessage("fetch");
        assertThatThrownBy(() -> cache.invalidate(ACME, null)).hasMessage("seen");
    }

    @Test
    void showsNoToken() {
        get(ACME, "secret-value", 600);
        assertThat(cache.toString()).isEqualTo("KeyedTokenCache[1 keys]");
    }

    /** What a caller gets if a fetch, should one be needed, answers at once. */
    private String get(Grant key, String next, long lifeSeconds) {
        Instant end = Instant.ofEpochMilli(clock.now(TimeUnit.MILLISECONDS)).plusSeconds(lifeSeconds);
        return cache.get(
                        key,
                        () -> Mono.fromSupplier(() -> {
                            fetches.incrementAndGet();
                            return new AccessToken(next, end);
                        }))
                .block(Duration.ofSeconds(10))
                .value();
    }
}
