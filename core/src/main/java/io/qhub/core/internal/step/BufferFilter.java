package io.qhub.core.internal.step;

import io.qhub.core.internal.answer.Reply;
import io.qhub.core.internal.call.Attempt;
import io.qhub.core.internal.call.Call;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Innermost: reads the body of a successful answer into memory, so that a cut body fails the attempt, and no pooled
 * buffer crosses a filter. Streams and errors pass untouched.
 */
public final class BufferFilter implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        return next.exchange(request).flatMap(response -> {
            Attempt current = call.current();
            current.head(response);
            if (call.reader().isStream() || !response.statusCode().is2xxSuccessful()) {
                current.quiet();
                return Mono.just(response);
            }
            return call.bodies().collect(response).map(bytes -> Reply.of(response, bytes));
        });
    }
}
