package io.qhub.core.internal.step;

import io.qhub.core.internal.call.Call;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** Turns every answer that is not a success, and every failure to get one, into one typed exception. */
public final class ErrorFilter implements ExchangeFilterFunction {

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        Call call = Call.of(request);
        return next.exchange(request)
                .flatMap(response -> response.statusCode().is2xxSuccessful()
                        ? Mono.just(response)
                        : call.bodies()
                                .excerpt(response)
                                .flatMap(body -> Mono.error(Failures.answered(response, body, call))))
                .onErrorMap(failure -> Failures.of(failure, call));
    }
}
