package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.HubApiException;
import io.qhub.core.error.TooManyRequestsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** How calls wait when the server asks them to, in virtual time. */
class WaitingTest {

    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");
    private static final String ORGANIZATION = "X-OrganizationId";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Long> sentAt = new ArrayList<>();

    @AfterEach
    void dispose() {
        time.dispose();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 300})
    void fiveThousandCallsGetThroughALimitOfTwoHundredPerSecond(int latency) {
        LimitedHub hub = new LimitedHub(200, Duration.ofMillis(latency));
        Random seeded = new Random(7);
        TestHub http = TestHttp.answering(hub::answer)
                .scheduler(time)
                .random(seeded::nextDouble)
                .build();

        Mono<Long> all = Flux.range(0, 5_000)
                .flatMap(i -> http.call(GET, i).toNothing().thenReturn(i), 5_000)
                .count();

        StepVerifier.withVirtualTime(() -> all, () -> time, Long.MAX_VALUE)
                .thenAwait(Duration.ofMinutes(5))
                .expectNext(5_000L)
                .verifyComplete();
        assertThat(hub.early)
                .as("requests sent while the server wanted to be left alone")
                .isZero();
        // 24 s is the least that 5,000 calls need at this rate.
        assertThat(hub.lastServed).isBetween(24_000L, 120_000L);
    }

    /** Serves so many requests per second, and refuses the others for a second. */
    private final class LimitedHub {

        private final int limit;
        private final Duration latency;
        private long second = -1;
        private int served;
        private long lastServed;
        private long refusedAt = Long.MIN_VALUE / 2;
        private int early;

        private LimitedHub(int limit, Duration latency) {
            this.limit = limit;
            this.latency = latency;
        }

        private Mono<ClientResponse> answer(ClientRequest request) {
            return Mono.defer(() -> {
                if (now() > refusedAt && now() < refusedAt + 1_000) {
                    early++;
                }
                long current = now() / 1_000;
                served = current == second ? served + 1 : 1;
                second = current;
                if (served <= limit) {
                    lastServed = now();
                    return after(ok());
                }
                return after(busy("1")).doOnNext(refused -> refusedAt = now());
            });
        }

        private Mono<ClientResponse> after(ClientResponse response) {
            return latency.isZero() ? Mono.just(response) : Mono.just(response).delayElement(latency, time);
        }
    }

    @Test
    void waitsAsLongAsAskedAndAtMostTwiceAsLong() {
        for (double random : new double[] {0, 0.5, 0.999}) {
            sentAt.clear();
            long start = now();
            TestHub http = TestHttp.answering(answers(busy("10"), ok()))
                    .scheduler(time)
                    .random(() -> random)
                    .build();

            done(http.call(GET, "a").toNothing(), Duration.ofSeconds(21));

            assertThat(sentAt).containsExactly(start, start + Math.round(10_000 * (1 + random)));
        }
    }

    @Test
    void waitingDoesNotUseUpTheRetriesAndRetriesDoNotUseUpThePatience() {
        TestHub http = http(answers(busy("30"), failed(), busy("30"), failed(), busy("30"), busy("30"), ok()));

        done(http.call(GET, "a").toNothing(), Duration.ofMinutes(4));

        assertThat(sentAt).containsExactly(0L, 30_000L, 30_500L, 60_500L, 61_500L, 91_500L, 121_500L);
    }

    @Test
    void givesUpRatherThanComeBackEarly() {
        TestHub http = http(answers(busy("40"), busy("40"), busy("40"), ok()))
                .withOptions(o -> o.rateLimitPatience(Duration.ofSeconds(100)));

        HubApiException failure = (HubApiException) failed(http.call(GET, "a").toNothing(), Duration.ofMinutes(4));

        assertThat(failure).isExactlyInstanceOf(TooManyRequestsException.class);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(sentAt).containsExactly(0L, 40_000L, 80_000L);
    }

    @Test
    void waitsNoLongerThanItsPatienceEvenWithTheSpread() {
        TestHub http = TestHttp.answering(answers(busy("40"), ok()))
                .scheduler(time)
                .random(() -> 0.999)
                .rateLimitPatience(Duration.ofSeconds(50))
                .build();

        done(http.call(GET, "a").toNothing(), Duration.ofSeconds(50));

        assertThat(sentAt).containsExactly(0L, 50_000L);
    }

    @Test
    void waitsExactlyAsLongAsAllowed() {
        TestHub http = http(answers(busy("60"), ok()))
                .withOptions(o -> o.maxRetryAfter(Duration.ofSeconds(60)).rateLimitPatience(Duration.ofSeconds(60)));

        done(http.call(GET, "a").toNothing(), Duration.ofSeconds(60));

        assertThat(sentAt).containsExactly(0L, 60_000L);
    }

    @Test
    void aServerThatNamesNoTimeIsGivenMoreEachTime() {
        ClientResponse busy =
                ClientResponse.create(HttpStatus.TOO_MANY_REQUESTS).build();
        TestHub http = http(answers(busy, busy, busy, ok()));

        done(http.call(GET, "a").toNothing(), Duration.ofSeconds(10));

        assertThat(sentAt).containsExactly(0L, 500L, 1_500L, 3_500L);
    }

    @Test
    void waitingBeforeTheFirstTryUsesUpPatienceToo() {
        TestHub http = http(request -> Mono.fromSupplier(() -> {
                    sentAt.add(now());
                    return now() == 0 || request.url().getPath().endsWith("/b") ? busy("40") : ok();
                }))
                .withOptions(o -> o.rateLimitPatience(Duration.ofSeconds(70)));
        StepVerifier first = StepVerifier.create(http.call(GET, "a").toNothing())
                .expectComplete()
                .verifyLater();

        assertThat(failed(http.call(GET, "b").toNothing(), Duration.ofSeconds(40)))
                .isExactlyInstanceOf(TooManyRequestsException.class);

        first.verify(Duration.ofSeconds(10));
        assertThat(sentAt).containsExactly(0L, 40_000L, 40_000L);
    }

    @Test
    void withoutPatienceTheFirstRefusalIsTheEnd() {
        TestHub http = http(answers(busy("1"), ok())).withOptions(o -> o.rateLimitPatience(Duration.ZERO));

        assertThat(failed(http.call(GET, "a").toNothing(), Duration.ZERO))
                .isExactlyInstanceOf(TooManyRequestsException.class);
    }

    @Test
    void aPollMayAllowALongerWait() {
        TestHub http = http(answers(busy("240"), ok())).withOptions(o -> o.maxRetryAfter(Duration.ofMinutes(5)));

        done(http.call(GET, "a").toNothing(), Duration.ofMinutes(4));

        assertThat(sentAt).containsExactly(0L, 240_000L);
    }

    @Test
    void callsNotYetSentWaitToo() {
        TestHub http = http(answers(busy("10"), ok(), ok(), ok()));
        StepVerifier refused = StepVerifier.create(http.call(GET, "a").toNothing())
                .expectComplete()
                .verifyLater();
        time.advanceTimeBy(Duration.ofSeconds(4));

        StepVerifier later = StepVerifier.create(http.call(GET, "b").toNothing())
                .expectComplete()
                .verifyLater();
        time.advanceTimeBy(Duration.ofMillis(5_999));
        assertThat(sentAt).containsExactly(0L);
        time.advanceTimeBy(Duration.ofMillis(1));

        refused.verify(Duration.ofSeconds(10));
        later.verify(Duration.ofSeconds(10));
        assertThat(sentAt).containsExactly(0L, 10_000L, 10_000L);
        done(http.call(GET, "c").toNothing(), Duration.ZERO);
    }

    @Test
    void aCallThatCannotWaitSoLongAsksTheServerItself() {
        TestHub http = http(answers(busy("10"), ok(), ok()));
        StepVerifier refused = StepVerifier.create(http.call(GET, "a").toNothing())
                .expectComplete()
                .verifyLater();

        done(
                http.withOptions(o -> o.rateLimitPatience(Duration.ofSeconds(9)))
                        .call(GET, "b")
                        .toNothing(),
                Duration.ZERO);

        assertThat(sentAt).containsExactly(0L, 0L);
        time.advanceTimeBy(Duration.ofSeconds(10));
        refused.verify(Duration.ofSeconds(10));
    }

    @Test
    void otherOrganizationsAreNotHeldUp() {
        TestHub http = http(request -> {
            sentAt.add(now());
            return Mono.just(
                    "acme".equals(request.headers().getFirst(ORGANIZATION)) && now() < 10_000 ? busy("10") : ok());
        });
        StepVerifier refused = StepVerifier.create(http.withOptions(o -> o.organization("acme"))
                        .call(GET, "a")
                        .toNothing())
                .expectComplete()
                .verifyLater();

        done(http.call(GET, "b").toNothing(), Duration.ZERO);
        done(http.withOptions(o -> o.organization("other")).call(GET, "c").toNothing(), Duration.ZERO);

        assertThat(sentAt).containsExactly(0L, 0L, 0L);
        time.advanceTimeBy(Duration.ofSeconds(10));
        refused.verify(Duration.ofSeconds(10));
    }

    @Test
    void aCancelledCallIsNotSentWhenItsWaitIsOver() {
        TestHub http = http(answers(busy("10"), ok()));

        StepVerifier.create(http.call(GET, "a").toNothing())
                .thenAwait()
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(sentAt).containsExactly(0L);
    }

    private TestHub http(ExchangeFunction hub) {
        return TestHttp.answering(hub).scheduler(time).build();
    }

    private ExchangeFunction answers(ClientResponse... answers) {
        List<ClientResponse> left = new ArrayList<>(Arrays.asList(answers));
        return request -> Mono.fromCallable(() -> {
            sentAt.add(now());
            return left.remove(0);
        });
    }

    private long now() {
        return time.now(TimeUnit.MILLISECONDS);
    }

    private void done(Mono<Void> call, Duration within) {
        StepVerifier verifier = StepVerifier.create(call).expectComplete().verifyLater();
        time.advanceTimeBy(within);
        verifier.verify(Duration.ofSeconds(10));
    }

    private @Nullable Throwable failed(Mono<Void> call, Duration within) {
        List<Throwable> failures = new ArrayList<>();
        StepVerifier verifier =
                StepVerifier.create(call).consumeErrorWith(failures::add).verifyLater();
        time.advanceTimeBy(within);
        verifier.verify(Duration.ofSeconds(10));
        return failures.get(0);
    }

    private static ClientResponse ok() {
        return ClientResponse.create(HttpStatus.OK).build();
    }

    private static ClientResponse failed() {
        return ClientResponse.create(HttpStatus.INTERNAL_SERVER_ERROR).build();
    }

    private static ClientResponse busy(String seconds) {
        return ClientResponse.create(HttpStatus.TOO_MANY_REQUESTS)
                .header("Retry-After", seconds)
                .build();
    }
}
