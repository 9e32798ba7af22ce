package io.qhub.localhub.gateway;

import io.qhub.localhub.gateway.Execution.LogEntry;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Content;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Routing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The services that users of the hub deploy while it runs, and their executions as the platform gets to see them.
 * Thread-safe; each Mono does its work at subscription.
 */
public final class DeployedServices {

    /**
     * A service to be reached at the gateway.
     *
     * @param context the first segment of its path
     * @param name the second one
     * @param version the third one
     * @param serviceId the id of the service
     * @param definitionId the id of this version of it
     * @param workflow whether it is a workflow
     */
    public record Deployment(
            String context, String name, String version, String serviceId, String definitionId, boolean workflow) {

        /** The path below the gateway, with a leading slash. */
        public String path() {
            return Service.basePath(context, name, version);
        }
    }

    /**
     * An execution.
     *
     * @param status PENDING, RUNNING, SUCCEEDED, FAILED or CANCELLED
     * @param createdAt milliseconds since 1970
     * @param startedAt milliseconds since 1970, 0 for not yet
     * @param endedAt milliseconds since 1970, 0 for not yet
     */
    public record ExecutionRecord(
            String id,
            String serviceId,
            String definitionId,
            String applicationId,
            String type,
            String status,
            List<String> tags,
            long createdAt,
            long startedAt,
            long endedAt) {}

    /** A line of a log; {@code at} in milliseconds since 1970. */
    public record LogLine(long at, String severity, String message) {}

    /** A result file. */
    public record ResultFile(String contentType, Content content, String etag) {}

    /** A bearer token; its text does not show it. {@code expiresAt} in milliseconds since 1970. */
    public record Token(String value, long expiresAt) {
        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    private final Gateway gateway;
    private final ExecutionStore store;
    private final Documents documents;
    private final Function<Service, Api> apis;
    private final Function<String, ServiceBehaviour> behaviours;
    private final Scheduler state;
    private final Scheduler readers;

    /** By definition; state thread only. */
    private final Map<String, Service> services = new HashMap<>();

    private volatile @Nullable Routing routing;

    DeployedServices(
            Gateway gateway,
            ExecutionStore store,
            Documents documents,
            Function<Service, Api> apis,
            Function<String, ServiceBehaviour> behaviours,
            Scheduler state,
            Scheduler readers) {
        this.gateway = gateway;
        this.store = store;
        this.documents = documents;
        this.apis = apis;
        this.behaviours = behaviours;
        this.state = state;
        this.readers = readers;
    }

    /** Names the server. Called once, before the first deployment. */
    public void connect(Routing server) {
        routing = server;
    }

    /** Makes a service reachable, for the applications that are admitted. Has no effect on one that is. */
    public Mono<Void> deploy(Deployment deployment) {
        return onState(() -> {
            if (services.containsKey(deployment.definitionId())) {
                return deployment;
            }
            Service service = new Service(
                    deployment.path(),
                    deployment.serviceId(),
                    deployment.definitionId(),
                    deployment.workflow() ? "WORKFLOW" : "MANAGED",
                    behaviours.apply(deployment.name()));
            services.put(deployment.definitionId(), service);
            server().add(apis.apply(service));
            return deployment;
        });
    }

    /** Ends a service: its path answers 404. What has been started goes on. */
    public Mono<Void> withdraw(String definitionId) {
        return onState(() -> {
            Service service = services.remove(definitionId);
            if (service != null) {
                server().remove(service.basePath);
            }
            return definitionId;
        });
    }

    /** Lets an application use a service. */
    public Mono<Void> admit(String definitionId, String applicationId) {
        return onState(() -> service(definitionId).admitted.add(applicationId));
    }

    /** Refuses an application, with 403, from now on. */
    public Mono<Void> expel(String definitionId, String applicationId) {
        return onState(() -> {
            Service service = services.get(definitionId);
            return service == null || service.admitted.remove(applicationId);
        });
    }

    /**
     * Starts an execution, as a POST to the service does; without a reference to a data pool.
     *
     * @return its id
     */
    public Mono<String> start(String definitionId, String applicationId, byte[] request) {
        return Mono.fromCallable(() -> StartRequest.parse(request))
                .subscribeOn(readers)
                .publishOn(state)
                .map(parsed -> store.start(service(definitionId), parsed, Map.of(), applicationId).id);
    }

    /** The executions of all services that were ever deployed, oldest first. */
    public Flux<ExecutionRecord> executions() {
        return Mono.fromCallable(() -> {
                    List<ExecutionRecord> records = new ArrayList<>();
                    store.deployed().forEach(execution -> records.add(record(execution)));
                    return records;
                })
                .subscribeOn(state)
                .flatMapIterable(records -> records);
    }

    /** One execution; empty if there is none. */
    public Mono<ExecutionRecord> execution(String id) {
        return find(id).map(DeployedServices::record);
    }

    /** The request that started it, without secrets and grants. */
    public Mono<ObjectNode> input(String id) {
        return find(id).map(
                        execution -> execution.kept == null ? JsonNodeFactory.instance.objectNode() : execution.kept);
    }

    /** Its result as the gateway answers it; {@link HttpError} 404 while there is none. */
    public Mono<ObjectNode> result(String id) {
        return find(id).map(execution -> documents.result(execution, store.outcome(execution)));
    }

    /** The service's own part of the result; empty while there is none. */
    public Mono<ObjectNode> outcome(String id) {
        return find(id).flatMap(execution -> Mono.justOrEmpty(execution.outcome));
    }

    /** A result file; {@link HttpError} 404 if there is none of this name. */
    public Mono<ResultFile> file(String id, String name) {
        return find(id).map(execution -> {
            Execution.ResultFile file = store.file(execution, name);
            return new ResultFile(file.contentType(), file.content(), file.etag());
        });
    }

    /** Its log, oldest first. */
    public Mono<List<LogLine>> log(String id) {
        return find(id).map(execution -> {
            List<LogLine> lines = new ArrayList<>();
            for (LogEntry entry : store.log(execution)) {
                lines.add(new LogLine(entry.at(), entry.severity().name(), entry.message()));
            }
            return lines;
        });
    }

    /** Cancels it, and returns what it has become. Has no effect on one that has ended. */
    public Mono<ExecutionRecord> cancel(String id) {
        return find(id).map(execution -> {
            store.cancel(execution);
            return record(execution);
        });
    }

    /** A bearer token of an application. */
    public Mono<Token> token(String applicationId) {
        return Mono.fromCallable(() -> {
                    Duration life = gateway.settings().tokenLifetime();
                    return new Token(gateway.issueToken(applicationId), System.currentTimeMillis() + life.toMillis());
                })
                .subscribeOn(readers);
    }

    private Mono<Execution> find(String id) {
        return Mono.fromCallable(() -> store.find(id)).subscribeOn(state);
    }

    private Service service(String definitionId) {
        Service service = services.get(definitionId);
        if (service == null) {
            throw new HttpError(409, "the service version " + definitionId + " is not deployed");
        }
        return service;
    }

    private Routing server() {
        Routing server = routing;
        if (server == null) {
            throw new IllegalStateException("the server has not been named");
        }
        return server;
    }

    private Mono<Void> onState(Callable<?> change) {
        return Mono.fromCallable(change).subscribeOn(state).then();
    }

    private static ExecutionRecord record(Execution execution) {
        return new ExecutionRecord(
                execution.id,
                execution.service.id,
                execution.service.definitionId,
                execution.application,
                execution.service.type,
                execution.status.name(),
                execution.tags,
                execution.createdAt,
                execution.startedAt,
                execution.endedAt);
    }
}
