package io.qhub.localhub.gateway;

import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a managed service does. For example
 *
 * <pre>{@code
 * LocalHub.builder().service("acme", "greeter", "1.0.0", run -> {
 *     run.log(LogSeverity.INFO, "greeting");
 *     return Mono.just(JsonNodeFactory.instance.objectNode()
 *             .put("text", "hello " + run.input().path("name").asString("world")));
 * });
 * }</pre>
 */
@FunctionalInterface
public interface ServiceBehaviour {

    /**
     * Runs one execution. It is called, and subscribed, on a thread of the hub's services, of which there are few: what
     * waits must not hold it ({@link ServiceRun#pause}). The execution takes as long as the Mono, and at least the hub's
     * run time. When the execution is cancelled, so is the Mono.
     *
     * @param run the request, and what the service can do beside answering
     * @return the service's own JSON, an empty object if it is empty. A {@link ServiceFailureException} makes the execution
     *     FAILED with its code and detail, any other error makes it FAILED with the code {@code SERVICE_ERROR} and the
     *     error's message. {@code _links} and {@code _embedded} belong to the gateway, and are replaced.
     */
    Mono<ObjectNode> run(ServiceRun run);
}
