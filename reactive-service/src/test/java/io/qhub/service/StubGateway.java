package io.qhub.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A gateway in virtual time, without a network: each request has a script of answers, of which the last one stays. */
final class StubGateway implements ExchangeFunction {

    private static final String BASE = "https://gateway.test/acme/planner/1.0.0";

    /** A request as it was sent, and when, in ms. */
    record Sent(long at, String request, HttpHeaders headers) {}

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final List<Sent> sent = new ArrayList<>();
    /** Requests that were cancelled before their answer. */
    final List<String> cancelled = new ArrayList<>();

    private final Map<String, Deque<Mono<ClientResponse>>> scripts = new HashMap<>();

    /** A client without jitter in its polls and without retries. */
    HubServiceClient client() {
        return HubServiceClient.builder()
                .endpoint(BASE)
                .token("token-1")
                .scheduler(time)
                .random(() -> 0.5)
                .maxRetries(0)
                .webClientBuilder(WebClient.builder().exchangeFunction(this))
                .build();
    }

    /**
     * Adds answers to a request.
     *
     * @param request such as {@code GET /e-1}
     * @param answers a text is the JSON of a 200, a number a status, anything else a {@code Mono<ClientResponse>}
     */
    @SuppressWarnings("unchecked")
    StubGateway on(String request, Object... answers) {
        Deque<Mono<ClientResponse>> script = scripts.computeIfAbsent(request, key -> new ArrayDeque<>());
        for (Object answer : answers) {
            script.add(
                    answer instanceof String body
                            ? status(200, body)
                            : answer instanceof Integer code
                                    ? status(code, "{\"detail\":\"stub\"}")
                                    : (Mono<ClientResponse>) answer);
        }
        return this;
    }

    /** Replaces the answers to a request. */
    StubGateway script(String request, Object... answers) {
        scripts.remove(request);
        return on(request, answers);
    }

    static Mono<ClientResponse> status(int code, String body, String... headers) {
        return Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.valueOf(code))
                .headers(all -> {
                    all.set(HttpHeaders.CONTENT_TYPE, "application/json");
                    for (int i = 0; i < headers.length; i += 2) {
                        all.set(headers[i], headers[i + 1]);
                    }
                })
                .body(body)
                .build());
    }

    @Override
    public Mono<ClientResponse> exchange(ClientRequest request) {
        return Mono.defer(() -> {
            String what = request.method() + " " + request.url().toString().substring(BASE.length());
            sent.add(new Sent(now(), what, request.headers()));
            Deque<Mono<ClientResponse>> script = scripts.get(what);
            if (script == null) {
                return Mono.error(new AssertionError("not expected: " + what));
            }
            Mono<ClientResponse> answer = script.size() > 1 ? script.remove() : script.element();
            return answer.doOnCancel(() -> cancelled.add(what));
        });
    }

    long now() {
        return time.now(TimeUnit.MILLISECONDS);
    }

    void pass(Duration duration) {
        time.advanceTimeBy(duration);
    }

    /** What was sent, in order. */
    List<String> requests() {
        return sent.stream().map(Sent::request).toList();
    }

    /** How often that was sent. */
    long count(String request) {
        return sent.stream().filter(each -> each.request().equals(request)).count();
    }

    /** When that was sent, in ms. */
    List<Long> times(String request) {
        return sent.stream()
                .filter(each -> each.request().equals(request))
                .map(Sent::at)
                .toList();
    }

    /** The value that has come when so much time has passed. */
    <T> @Nullable T value(Mono<T> call, Duration within) {
        CompletableFuture<T> future = call.toFuture();
        pass(within);
        return Objects.requireNonNull(ended(future)).value();
    }

    /** The failure that has come when so much time has passed. */
    Throwable failure(Mono<?> call, Duration within) {
        CompletableFuture<?> future = call.toFuture();
        pass(within);
        return Objects.requireNonNull(ended(future).failure(), "it did not fail");
    }

    /** The JSON of an execution. */
    static String execution(String id, String status) {
        return "{\"id\":\"" + id + "\",\"createdAt\":\"2026-05-04 09:15:00\",\"status\":\"" + status + "\"}";
    }

    /** All values that have come when so much time has passed; the Flux has completed. */
    <T> List<T> values(Flux<T> call, Duration within) {
        return Objects.requireNonNull(value(call.collectList(), within));
    }

    private static <T> Ended<T> ended(CompletableFuture<T> future) {
        if (!future.isDone()) {
            throw new AssertionError("it has not ended");
        }
        return Objects.requireNonNull(
                future.handle((value, failure) -> new Ended<>(value, failure)).getNow(null));
    }

    private record Ended<T>(@Nullable T value, @Nullable Throwable failure) {}
}
