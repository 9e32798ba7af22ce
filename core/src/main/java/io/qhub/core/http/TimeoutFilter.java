package io.qhub.core.http;

import io.qhub.core.error.HubTimeoutException;
import io.qhub.core.error.HubTimeoutException.Phase;
import io.qhub.core.http.CallState.Try;
import java.util.concurrent.TimeUnit;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Limits the time to the answer's head, counted from the written request (so that waiting for a connection and a long
 * upload do not count), and the time that a streamed body may stand still. The time in the pool and for the connection
 * is limited by the pool and the connector.
 */
final class TimeoutFilter implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        CallState call = CallState.of(request);
        Try current = call.current();
        Mono<Long> headLate = Mono.create(sink -> current.onWritten(() -> arm(sink, current, call)));
        Mono<ClientResponse> response = next.exchange(request)
                .timeout(
                        headLate,
                        Mono.error(() -> new HubTimeoutException(
                                Phase.HEADERS, call.settings.responseTimeout(), call.trace, current.sent)));
        return call.operation.isStream()
                ? response.map(head ->
                        head.mutate().body(body -> Bodies.guard(body, call)).build())
                : response;
    }

    private static void arm(MonoSink<Long> sink, Try current, CallState call) {
        sink.onDispose(call.transport
                .scheduler()
                .schedule(
                        () -> {
                            if (!current.headArrived) {
                                sink.success(0L);
                            }
                        },
                        call.settings.responseTimeout().toMillis(),
                        TimeUnit.MILLISECONDS));
    }
}
