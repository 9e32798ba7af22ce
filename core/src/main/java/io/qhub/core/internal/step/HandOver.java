package io.qhub.core.internal.step;

import java.util.List;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer on its way out of a WebClient, which releases the body of every answer that it hands out. Whoever takes this
 * one out has a body to read, so there is nothing to release here.
 */
final class HandOver implements ClientResponse {

    /** Outermost of a WebClient's filters. */
    static final ExchangeFilterFunction FILTER =
            (request, next) -> next.exchange(request).map(HandOver::new);

    private final ClientResponse answer;

    private HandOver(ClientResponse answer) {
        this.answer = answer;
    }

    /** The answer itself. */
    static ClientResponse takenFrom(ClientResponse response) {
        return response instanceof HandOver handOver ? handOver.answer : response;
    }

    @Override
    public Mono<Void> releaseBody() {
        return Mono.empty();
    }

    @Override
    public HttpStatusCode statusCode() {
        return answer.statusCode();
    }

    @Override
    public Headers headers() {
        return answer.headers();
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return answer.cookies();
    }

    @Override
    public ExchangeStrategies strategies() {
        return answer.strategies();
    }

    @Override
    public HttpRequest request() {
        return answer.request();
    }

    @Override
    public <T> T body(BodyExtractor<T, ? super ClientHttpResponse> extractor) {
        return answer.body(extractor);
    }

    @Override
    public <T> Mono<T> bodyToMono(Class<? extends T> type) {
        return answer.bodyToMono(type);
    }

    @Override
    public <T> Mono<T> bodyToMono(ParameterizedTypeReference<T> type) {
        return answer.bodyToMono(type);
    }

    @Override
    public <T> Flux<T> bodyToFlux(Class<? extends T> type) {
        return answer.bodyToFlux(type);
    }

    @Override
    public <T> Flux<T> bodyToFlux(ParameterizedTypeReference<T> type) {
        return answer.bodyToFlux(type);
    }

    @Override
    public <T> Mono<ResponseEntity<T>> toEntity(Class<T> type) {
        return answer.toEntity(type);
    }

    @Override
    public <T> Mono<ResponseEntity<T>> toEntity(ParameterizedTypeReference<T> type) {
        return answer.toEntity(type);
    }

    @Override
    public <T> Mono<ResponseEntity<List<T>>> toEntityList(Class<T> element) {
        return answer.toEntityList(element);
    }

    @Override
    public <T> Mono<ResponseEntity<List<T>>> toEntityList(ParameterizedTypeReference<T> element) {
        return answer.toEntityList(element);
    }

    @Override
    public Mono<ResponseEntity<Void>> toBodilessEntity() {
        return answer.toBodilessEntity();
    }

    @Override
    public Mono<WebClientResponseException> createException() {
        return answer.createException();
    }

    @Override
    public <T> Mono<T> createError() {
        return answer.createError();
    }

    @Override
    public String logPrefix() {
        return answer.logPrefix();
    }
}
