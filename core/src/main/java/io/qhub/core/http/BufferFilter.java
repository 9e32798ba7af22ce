package io.qhub.core.http;

import io.qhub.core.http.CallState.Try;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Innermost: reads the body of a successful JSON answer into memory, so that a cut body fails the try, and no pooled
 * buffer crosses a filter. Streams and errors pass untouched.
 */
final class BufferFilter implements ExchangeFilterFunction {

    private static final ClientResponse READ =
            ClientResponse.create(HttpStatus.OK).build();

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        CallState call = CallState.of(request);
        return next.exchange(request).flatMap(response -> {
            Try current = call.current();
            current.head(response);
            if (call.decoder == null || !response.statusCode().is2xxSuccessful()) {
                current.quiet();
                return Mono.just(response);
            }
            return Bodies.readWatched(response, call, current).map(bytes -> {
                // Where no filter of the caller's looks at it, nobody needs the body but the decoder.
                ClientResponse passedOn = call.transport.hasForeignFilters() ? Bodies.withBody(response, bytes) : READ;
                call.buffered(response, bytes, passedOn);
                return passedOn;
            });
        });
    }
}
