package io.qhub.core.internal.answer;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClientResponseException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer whose body is in memory, on its way up through the filters: first as bytes, then also as the value that they
 * were read as. It holds no connection. A filter of the caller's may look at it, read its body and change it like any
 * other response; what it makes of it is no longer a Reply, and is read anew. Immutable.
 */
public final class Reply implements ClientResponse, ClientResponse.Headers {

    private final ClientResponse origin;
    private final HttpStatusCode status;
    private final HttpHeaders headers;
    private final byte[] bytes;
    private final boolean read;
    private final @Nullable Object value;

    private Reply(
            ClientResponse origin,
            HttpStatusCode status,
            HttpHeaders headers,
            byte[] bytes,
            boolean read,
            @Nullable Object value) {
        this.origin = origin;
        this.status = status;
        this.headers = headers;
        this.bytes = bytes;
        this.read = read;
        this.value = value;
    }

    /** The answer to this exchange, with its whole body. */
    public static Reply of(ClientResponse response, byte[] body) {
        return new Reply(response, response.statusCode(), response.headers().asHttpHeaders(), body, false, null);
    }

    /** The same with what its body says. */
    public Reply readAs(@Nullable Object said) {
        return new Reply(origin, status, headers, bytes, true, said);
    }

    /** Whether {@link #value()} says what the body says. */
    public boolean isRead() {
        return read;
    }

    /** What the body says; null where it says nothing. */
    public @Nullable Object value() {
        return value;
    }

    /** The body. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public HttpStatusCode statusCode() {
        return status;
    }

    @Override
    public HttpHeaders asHttpHeaders() {
        return headers;
    }

    @Override
    public ClientResponse.Headers headers() {
        return this;
    }

    @Override
    public OptionalLong contentLength() {
        long length = headers.getContentLength();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    @Override
    public Optional<MediaType> contentType() {
        return Optional.ofNullable(headers.getContentType());
    }

    @Override
    public List<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null ? List.of() : values;
    }

    /** There is nothing to release. */
    @Override
    public Mono<Void> releaseBody() {
        return Mono.empty();
    }

    // What follows is for filters of the caller's, and made only when one asks.

    private ClientResponse asResponse() {
        return origin.mutate().body(consumed -> content()).build();
    }

    private Flux<DataBuffer> content() {
        return Flux.defer(() ->
                bytes.length == 0 ? Flux.empty() : Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)));
    }

    @Override
    public ClientResponse.Builder mutate() {
        return origin.mutate().body(consumed -> content());
    }

    @Override
    public MultiValueMap<String, ResponseCookie> cookies() {
        return origin.cookies();
    }

    @Override
    public ExchangeStrategies strategies() {
        return origin.strategies();
    }

    @Override
    public HttpRequest request() {
        return origin.request();
    }

    @Override
    public String logPrefix() {
        return origin.logPrefix();
    }

    @Override
    public <T> T body(BodyExtractor<T, ? super ClientHttpResponse> extractor) {
        return asResponse().body(extractor);
    }

    @Override
    public <T> Mono<T> bodyToMono(Class<? extends T> type) {
        return asResponse().bodyToMono(type);
    }

    @Override
    public <T> Mono<T> bodyToMono(ParameterizedTypeReference<T> type) {
        return asResponse().bodyToMono(type);
    }

    @Override
    public <T> Flux<T> bodyToFlux(Class<? extends T> type) {
        return asResponse().bodyToFlux(type);
    }

    @Override
    public <T> Flux<T> bodyToFlux(ParameterizedTypeReference<T> type) {
        return asResponse().bodyToFlux(type);
    }

    @Override
    public <T> Mono<ResponseEntity<T>> toEntity(Class<T> type) {
        return asResponse().toEntity(type);
    }

    @Override
    public <T> Mono<ResponseEntity<T>> toEntity(ParameterizedTypeReference<T> type) {
        return asResponse().toEntity(type);
    }

    @Override
    public <T> Mono<ResponseEntity<List<T>>> toEntityList(Class<T> element) {
        return asResponse().toEntityList(element);
    }

    @Override
    public <T> Mono<ResponseEntity<List<T>>> toEntityList(ParameterizedTypeReference<T> element) {
        return asResponse().toEntityList(element);
    }

    @Override
    public Mono<ResponseEntity<Void>> toBodilessEntity() {
        return asResponse().toBodilessEntity();
    }

    @Override
    public Mono<WebClientResponseException> createException() {
        return asResponse().createException();
    }

    @Override
    public <T> Mono<T> createError() {
        return asResponse().createError();
    }
}
