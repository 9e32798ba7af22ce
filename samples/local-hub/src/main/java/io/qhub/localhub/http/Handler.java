package io.qhub.localhub.http;

import reactor.core.publisher.Mono;

/** Answers the requests to one operation. */
@FunctionalInterface
public interface Handler {

    /**
     * Called on an event loop: must not block. An {@link HttpError}, thrown or signalled, becomes the answer that it
     * describes; any other error becomes a 500.
     */
    Mono<Reply> handle(Exchange exchange);
}
