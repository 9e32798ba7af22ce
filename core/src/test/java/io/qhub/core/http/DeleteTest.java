package io.qhub.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.core.error.NotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A 404 on the repeat of a DELETE is what was wanted, but only where the first try may have done it. */
class DeleteTest {

    private static final TestOperation DELETE = TestOperation.delete("test.things.delete", "/things/{id}");
    private static final TestOperation GET = TestOperation.get("test.things.get", "/things/{id}");

    private final AtomicInteger sent = new AtomicInteger();

    private interface First extends Supplier<Mono<ClientResponse>> {}

    static Stream<First> open() {
        return Stream.concat(
                Stream.of(408, 500, 502, 503, 504).map(status -> () -> Mono.just(answer(status))),
                Stream.of(() -> Mono.just(ClientResponse.create(HttpStatusCode.valueOf(200))
                        .body(reactor.core.publisher.Flux.error(new IOException("cut")))
                        .build())));
    }

    static Stream<First> closed() {
        return Stream.of(
                () -> Mono.just(busy(429)),
                () -> Mono.just(busy(503)),
                () -> Mono.error(new IOException("never sent")));
    }

    @ParameterizedTest
    @MethodSource("open")
    void aRepeatThatFindsNothingSucceedsAfterAnUnknownOutcome(First first) {
        StepVerifier.create(http(first, 404).call(DELETE, "x").toNothing()).verifyComplete();

        assertThat(sent).hasValue(2);
    }

    @Test
    void whatIsOpenStaysOpenOverFurtherTries() {
        StepVerifier.create(http(() -> Mono.just(answer(500)), 429, 404)
                        .call(DELETE, "x")
                        .toNothing())
                .verifyComplete();
    }

    @ParameterizedTest
    @MethodSource("closed")
    void aRepeatThatFindsNothingFailsWhereTheFirstTryDidNothing(First first) {
        StepVerifier.create(http(first, 404).call(DELETE, "x").toNothing()).verifyErrorSatisfies(failure -> {
            assertThat(failure).isExactlyInstanceOf(NotFoundException.class);
            assertThat(((NotFoundException) failure).attempts()).hasSize(2);
        });
    }

    @Test
    void nothingToDeleteAtTheFirstTryIsAnError() {
        StepVerifier.create(http(() -> Mono.just(answer(404))).call(DELETE, "x").toNothing())
                .verifyError(NotFoundException.class);
        assertThat(sent).hasValue(1);
    }

    @Test
    void otherMethodsAreNotMeant() {
        StepVerifier.create(
                        http(() -> Mono.just(answer(500)), 404).call(GET, "x").toNothing())
                .verifyError(NotFoundException.class);
    }

    private TestHub http(First first, int... next) {
        List<Integer> statuses = java.util.Arrays.stream(next).boxed().toList();
        return TestHttp.answering(request -> Mono.defer(() -> {
                    int number = sent.getAndIncrement();
                    return number == 0 ? first.get() : Mono.just(answer(statuses.get(number - 1)));
                }))
                .jumping(new JumpScheduler())
                .rateLimitPatience(Duration.ofMinutes(1))
                .build();
    }

    private static ClientResponse answer(int status) {
        return ClientResponse.create(HttpStatusCode.valueOf(status)).build();
    }

    private static ClientResponse busy(int status) {
        return ClientResponse.create(HttpStatusCode.valueOf(status))
                .header("Retry-After", "1")
                .build();
    }
}
