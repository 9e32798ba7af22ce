package io.qhub.core.internal.step;

import io.qhub.core.internal.call.Call;
import io.qhub.core.internal.wire.SilenceWatch;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Limits the silence of the server: the time to the answer's head, counted from the written request, so that waiting for
 * a connection and a long upload do not count ({@link SilenceWatch}), and the time that a streamed body may stand still
 * while the consumer asks for more. The time in the pool and for the connection is limited by the pool and the connector.
 */
public final class TimeoutFilter implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        Mono<ClientResponse> response = next.exchange(request);
        return call.reader().isStream()
                ? response.map(head -> head.mutate().body(call.bodies()::guard).build())
                : response;
    }
}
