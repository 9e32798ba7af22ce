package io.qhub.localhub.platform;

import io.qhub.localhub.http.Reply;
import reactor.core.publisher.Mono;

/** What an operation does. Called on the state thread. */
@FunctionalInterface
interface Action {

    Mono<Reply> run(Call call);

    /** What is refused before the body of an upload is read. */
    default void before(Call call) {}

    /** An action that answers at once. */
    interface Now extends Action {

        Reply reply(Call call);

        @Override
        default Mono<Reply> run(Call call) {
            return Mono.just(reply(call));
        }
    }
}
