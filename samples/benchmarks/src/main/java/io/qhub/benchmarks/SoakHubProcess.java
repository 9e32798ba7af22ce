package io.qhub.benchmarks;

import io.qhub.localhub.LocalHub;
import io.qhub.localhub.control.FailureRule;
import io.qhub.localhub.gateway.ServiceBehaviour;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.JsonNodeFactory;

/** A local hub that fails often, in a process of its own. */
public final class SoakHubProcess {

    private static final ServiceBehaviour ECHO = run -> Mono.just(
            JsonNodeFactory.instance.objectNode().set("echo", run.input().get("i")));

    private SoakHubProcess() {}

    /**
     * Prints what a client needs to know, a line each; then fails while the last line of its input is {@code storm}, and does
     * not while it is {@code calm}. Repeats each line as an answer and ends with its input.
     */
    public static void main(String[] args) throws Exception {
        try (LocalHub hub = LocalHub.builder()
                        .queueTime(Duration.ofMillis(200))
                        .runTime(Duration.ofMillis(500))
                        .parallelism(10_000)
                        .gateway(gateway -> gateway.tokenLifetime(Duration.ofMinutes(1)))
                        .service("acme", "echo", "1.0.0", ECHO)
                        .start();
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(hub.quantumUrl());
            System.out.println(hub.token());
            System.out.println(hub.serviceUrl("acme", "echo", "1.0.0"));
            System.out.println(hub.tokenUrl());
            System.out.println(hub.accessKeyId());
            System.out.println(hub.secretAccessKey());
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                hub.noFailures();
                if (line.equals("storm")) {
                    hub.settings().rateLimit(400, Duration.ofSeconds(1));
                    hub.fail(FailureRule.onAny().probability(0.05).status(503));
                    hub.fail(FailureRule.onAny().probability(0.01).resetBefore());
                    hub.fail(FailureRule.onAny().probability(0.01).resetAfter());
                    hub.fail(FailureRule.onAny().probability(0.01).stall(Duration.ofSeconds(10)));
                } else {
                    hub.settings().rateLimit(1_000_000, Duration.ofSeconds(1));
                }
                System.out.println(line);
            }
        }
    }
}
