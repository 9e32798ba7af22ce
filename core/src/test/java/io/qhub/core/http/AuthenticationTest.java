package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qhub.core.credentials.AccessToken;
import io.qhub.core.credentials.AccessTokenProvider;
import io.qhub.core.error.Attempt;
import io.qhub.core.error.CredentialUnavailableException;
import io.qhub.core.error.ForbiddenException;
import io.qhub.core.error.HubException;
import io.qhub.core.error.HubTransportException;
import io.qhub.core.error.UnauthorizedException;
import io.qhub.testing.Waits;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class AuthenticationTest {

    private static final Duration WAIT = Waits.seconds(10);
    private static final TestOperation GET = TestOperation.get("test.things.get", "/things");
    private static final TestOperation POST = TestOperation.post("test.things.make", "/things");

    private final Tokens tokens = new Tokens("t1", "t2", "t3");
    private final List<@Nullable String> sent = new ArrayList<>();
    private final JumpScheduler scheduler = new JumpScheduler();

    /** Yields the current token, and the next one when it is told that this very one was refused. */
    private static final class Tokens implements AccessTokenProvider {

        private final List<AccessToken> left = new ArrayList<>();
        private final List<AccessToken> refused = new ArrayList<>();
        private final AtomicInteger asked = new AtomicInteger();

        private Tokens(String... values) {
            for (String value : values) {
                left.add(AccessToken.of(value));
            }
        }

        @Override
        public Mono<AccessToken> token() {
            return Mono.fromCallable(() -> {
                asked.incrementAndGet();
                return left.get(0);
            });
        }

        @Override
        public void invalidate(AccessToken seen) {
            refused.add(seen);
            if (left.size() > 1 && left.get(0).equals(seen)) {
                left.remove(0);
            }
        }
    }

    @Test
    void sendsTheTokenInTheHeaderOfTheApi() {
        List<HttpHeaders> headers = new ArrayList<>();
        TestHttp answering = TestHttp.answering(request -> {
                    headers.add(request.headers());
                    return Mono.just(ok());
                })
                .credential(tokens);
        answering.build().call(GET).toNothing().block(WAIT);
        answering.gateway().build().call(GET).toNothing().block(WAIT);

        assertThat(headers.get(0).getFirst("X-Auth-Token")).isEqualTo("t1");
        assertThat(headers.get(0).containsHeader("Authorization")).isFalse();
        assertThat(headers.get(1).getFirst("Authorization")).isEqualTo("Bearer t1");
        assertThat(headers.get(1).containsHeader("X-Auth-Token")).isFalse();
    }

    @Test
    void asksForTheTokenAtEachTry() {
        TestHub http = http(
                status(500),
                () -> {
                    tokens.left.remove(0);
                    return ClientResponse.create(HttpStatus.BAD_GATEWAY).build();
                },
                status(200));

        http.call(GET).toNothing().block(WAIT);

        assertThat(tokens.asked).hasValue(3);
        assertThat(sent).containsExactly("t1", "t1", "t2");
        assertThat(tokens.refused).isEmpty();
    }

    @Test
    void repeatsOnceWithAnotherTokenWithoutWaitingAndWithoutCountingItAsARetry() {
        TestHub http = http(status(401), status(200)).withOptions(o -> o.maxRetries(0));

        http.call(POST).body("x").toNothing().block(WAIT);

        assertThat(sent).containsExactly("t1", "t2");
        assertThat(tokens.refused).containsExactly(AccessToken.of("t1"));
        assertThat(scheduler.waits()).isEmpty();
    }

    @Test
    void repeatsOnlyOnce() {
        TestHub http = http(status(401), status(401), status(200));

        UnauthorizedException failure =
                failure(UnauthorizedException.class, http.call(GET).toNothing());

        assertThat(sent).containsExactly("t1", "t2");
        assertThat(tokens.refused).containsExactly(AccessToken.of("t1"));
        assertThat(failure.attempts()).extracting(Attempt::number).containsExactly(1, 2);
        assertThat(failure.attempts()).extracting(Attempt::status).containsExactly(401, 401);
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void doesNotRepeatWithTheSameToken() {
        tokens.left.subList(1, 3).clear();
        TestHub http = http(status(401), status(200));

        UnauthorizedException failure =
                failure(UnauthorizedException.class, http.call(GET).toNothing());

        assertThat(sent).containsExactly("t1");
        assertThat(tokens.refused).containsExactly(AccessToken.of("t1"));
        assertThat(failure.attempts()).hasSize(1);
        assertThat(failure).hasMessageContaining("Check the token");
    }

    @Test
    void theRefusalIsToldWhenNoOtherTokenCanBeHad() {
        TestHub http = http(
                () -> {
                    tokens.left.clear();
                    return ClientResponse.create(HttpStatus.UNAUTHORIZED).build();
                },
                status(200));

        assertThat(failure(UnauthorizedException.class, http.call(GET).toNothing())
                        .attempts())
                .hasSize(1);
        assertThat(sent).containsExactly("t1");
    }

    @Test
    void aLateRefusalOfAnOldTokenDropsOnlyTheOldOne() {
        Sinks.One<ClientResponse> late = Sinks.one();
        List<String> used = new ArrayList<>();
        TestHub http = TestHttp.answering(request -> {
                    String token = String.valueOf(request.headers().getFirst("X-Auth-Token"));
                    used.add(token);
                    return request.url().getQuery() != null && token.equals("t1") ? late.asMono() : Mono.just(ok());
                })
                .credential(tokens)
                .build();
        TestOperation slow = TestOperation.get("test.slow", "/things").query("slow");
        StepVerifier call = StepVerifier.create(http.call(slow).query("slow", 1).toNothing())
                .expectComplete()
                .verifyLater();
        tokens.left.remove(0);
        http.call(GET).toNothing().block(WAIT);

        late.tryEmitValue(ClientResponse.create(HttpStatus.UNAUTHORIZED).build());
        call.verify(WAIT);
        http.call(GET).toNothing().block(WAIT);

        assertThat(used).containsExactly("t1", "t2", "t2", "t2");
        assertThat(tokens.refused).containsExactly(AccessToken.of("t1"));
        assertThat(tokens.left.get(0)).isEqualTo(AccessToken.of("t2"));
    }

    @Test
    void aForbiddenCallDropsNoToken() {
        TestHub http = http(status(403));

        failure(ForbiddenException.class, http.call(GET).toNothing());

        assertThat(tokens.refused).isEmpty();
    }

    @Test
    void aRefusalByAnotherOriginDropsNoToken() {
        TestOperation download = TestOperation.get("test.files.get", "/file");
        List<String> hosts = new ArrayList<>();
        TestHub http = TestHttp.answering(request -> {
                    hosts.add(request.url().getHost());
                    sent.add(request.headers().getFirst("X-Auth-Token"));
                    return Mono.just(
                            hosts.size() % 2 == 1
                                    ? ClientResponse.create(HttpStatus.FOUND)
                                            .header("Location", "https://files.test/signed?X-Sig=s")
                                            .build()
                                    : ClientResponse.create(HttpStatus.UNAUTHORIZED)
                                            .build());
                })
                .credential(tokens)
                .build();

        StepVerifier.create(http.call(download).toStream()).verifyError(UnauthorizedException.class);

        assertThat(hosts).containsExactly("hub.test", "files.test");
        assertThat(sent).containsExactly("t1", null);
        assertThat(tokens.refused).isEmpty();
    }

    @Test
    void aRefusalBehindARedirectWithinTheOriginDoesDropTheToken() {
        TestOperation download = TestOperation.get("test.files.get", "/file");
        TestHub http = TestHttp.answering(request -> {
                    sent.add(request.headers().getFirst("X-Auth-Token"));
                    return Mono.just(
                            switch (sent.size()) {
                                case 1 ->
                                    ClientResponse.create(HttpStatus.FOUND)
                                            .header("Location", "/elsewhere")
                                            .build();
                                case 2 ->
                                    ClientResponse.create(HttpStatus.UNAUTHORIZED)
                                            .build();
                                default -> ok();
                            });
                })
                .credential(tokens)
                .build();

        StepVerifier.create(http.call(download).toStream()).verifyComplete();

        assertThat(sent).containsExactly("t1", "t1", "t2");
        assertThat(tokens.refused).containsExactly(AccessToken.of("t1"));
    }

    @Test
    void aCallWithoutATokenIsNeitherSentNorRetried() {
        TestHub http = TestHttp.answering(this::never)
                .credential(() -> Mono.error(new CredentialUnavailableException("looked everywhere")))
                .jumping(scheduler)
                .build();

        CredentialUnavailableException failure = failure(
                CredentialUnavailableException.class, http.call(POST).body("x").toNothing());

        assertThat(failure.attempts()).hasSize(1);
        assertThat(failure.operation()).isEqualTo("test.things.make");
        assertThat(failure).hasMessageStartingWith("test.things.make: ").hasMessageContaining("looked everywhere");
        assertThat(failure.isRetryable()).isFalse();
        assertThat(scheduler.waits()).isEmpty();
    }

    @Test
    void aProviderThatIsEmptyYieldsNothingOrThrowsIsOneWithoutAToken() {
        List<AccessTokenProvider> odd = List.of(
                Mono::empty,
                () -> null,
                () -> {
                    throw new IllegalStateException("a bug");
                },
                () -> Mono.error(new IllegalStateException("a bug")));
        for (AccessTokenProvider provider : odd) {
            TestHub http = TestHttp.answering(this::never)
                    .credential(provider)
                    .jumping(scheduler)
                    .build();

            CredentialUnavailableException failure = failure(
                    CredentialUnavailableException.class,
                    http.call(POST).body("x").toNothing());

            assertThat(failure.attempts()).hasSize(1);
            assertThat(failure).hasMessageStartingWith("test.things.make: ");
        }
        assertThat(scheduler.waits()).isEmpty();
    }

    @Test
    void aTokenThatCouldNotBeFetchedIsRetriedForEveryOperationBecauseNothingWasSent() {
        List<Throwable> passing = List.of(
                new HubTransportException("token endpoint: reset", null, null, true),
                new IOException("reset"),
                new WebClientRequestException(
                        new IOException("reset"), HttpMethod.POST, URI.create("https://id.test/token"), secrets()));
        for (Throwable failure : passing) {
            sent.clear();
            AtomicInteger asked = new AtomicInteger();
            TestHub http = TestHttp.answering(request -> {
                        sent.add("x");
                        return Mono.just(ok());
                    })
                    .credential(() -> Mono.defer(
                            () -> asked.incrementAndGet() < 3 ? Mono.error(failure) : Mono.just(AccessToken.of("t"))))
                    .jumping(scheduler)
                    .build();

            http.call(POST).body("x").toNothing().block(WAIT);

            assertThat(asked).hasValue(3);
            assertThat(sent).hasSize(1);
        }
        assertThat(scheduler.waits()).containsExactly(500L, 1000L, 500L, 1000L, 500L, 1000L);
    }

    @Test
    void noExceptionHoldsTheTokenRequest() {
        TestHub http = TestHttp.answering(this::never)
                .credential(() -> Mono.error(new WebClientRequestException(
                        new IOException("reset"), HttpMethod.POST, URI.create("https://id.test/token"), secrets())))
                .jumping(scheduler)
                .build();

        Throwable failure =
                failure(HubTransportException.class, http.call(POST).body("x").toNothing());

        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each).isNotInstanceOf(WebClientRequestException.class);
        }
    }

    @Test
    void eachCallFailsWithAnExceptionAndTriesOfItsOwn() {
        CredentialUnavailableException shared = new CredentialUnavailableException("none");
        HubTransportException sharedPassing = new HubTransportException("reset", null, null, false);
        for (HubException failure : List.of(shared, sharedPassing)) {
            TestHub http = TestHttp.answering(this::never)
                    .credential(() -> Mono.error(failure))
                    .jumping(scheduler)
                    .build();

            HubException one = failure(HubException.class, http.call(GET).toNothing());
            HubException two =
                    failure(HubException.class, http.call(POST).body("x").toNothing());

            int tries = failure == shared ? 1 : 3;
            assertThat(one).isNotSameAs(two).isNotSameAs(failure).hasCause(failure);
            assertThat(one.operation()).isEqualTo("test.things.get");
            assertThat(two.operation()).isEqualTo("test.things.make");
            assertThat(one.attempts()).hasSize(tries);
            assertThat(two.attempts()).hasSize(tries);
        }
    }

    private Mono<ClientResponse> never(ClientRequest request) {
        throw new AssertionError("nothing may be sent");
    }

    private static HttpHeaders secrets() {
        HttpHeaders headers = new HttpHeaders();
        headers.set("Authorization", "Basic secret");
        return headers;
    }

    @SafeVarargs
    private TestHub http(Supplier<ClientResponse>... answers) {
        return TestHttp.answering(request -> Mono.fromCallable(() -> {
                    sent.add(request.headers().getFirst("X-Auth-Token"));
                    return answers[sent.size() - 1].get();
                }))
                .credential(tokens)
                .jumping(scheduler)
                .build();
    }

    private static <T extends Throwable> T failure(Class<T> type, Mono<?> call) {
        T failure = catchThrowableOfType(type, () -> call.block(WAIT));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Supplier<ClientResponse> status(int status) {
        return () -> ClientResponse.create(HttpStatus.valueOf(status)).build();
    }

    private static ClientResponse ok() {
        return ClientResponse.create(HttpStatus.OK).build();
    }
}
