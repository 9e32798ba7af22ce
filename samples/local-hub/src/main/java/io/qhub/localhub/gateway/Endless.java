package io.qhub.localhub.gateway;

import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs until it is cancelled, and writes to its log every {@code log_every_ms} milliseconds (1,000). */
final class Endless implements ServiceBehaviour {

    @Override
    public Mono<ObjectNode> run(ServiceRun run) {
        JsonNode every = run.input().path("log_every_ms");
        if (!every.isMissingNode() && !(every.isIntegralNumber() && every.canConvertToInt() && every.intValue() > 0)) {
            return Mono.error(new ServiceFailureException(
                    "INVALID_INPUT", "log_every_ms must be a positive integer, not " + every));
        }
        Duration pause = Duration.ofMillis(every.asInt(1000));
        run.log(LogSeverity.NOTICE, "running until cancelled");
        long[] times = {0};
        return run.pause(pause)
                .doOnSuccess(over -> run.log(LogSeverity.INFO, "still running (" + ++times[0] + ")"))
                .repeat()
                .then(Mono.empty());
    }
}
