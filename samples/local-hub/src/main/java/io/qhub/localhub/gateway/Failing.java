package io.qhub.localhub.gateway;

import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Fails, with {@code code} and {@code detail} of the request if it has them. */
final class Failing implements ServiceBehaviour {

    @Override
    public Mono<ObjectNode> run(ServiceRun run) {
        run.log(LogSeverity.INFO, "about to fail");
        String code = run.input().path("code").asString("ALWAYS_FAILS");
        String detail = run.input().path("detail").asString("this service fails whatever it is asked");
        run.log(LogSeverity.ERROR, detail);
        return Mono.error(new ServiceFailureException(code, detail));
    }
}
