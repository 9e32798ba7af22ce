package io.qhub.localhub.gateway;

import io.qhub.localhub.control.GatewaySettings;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.Handler;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Ranges;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The operations of one managed service. */
final class ServiceApi implements Api {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BEARER = "bearer ";

    /** An operation of an application that has been authenticated. */
    private interface Secured {
        Mono<Reply> handle(Exchange exchange, String application);
    }

    /** An operation on one execution, on the state thread. */
    private interface OnExecution {
        Reply apply(Exchange exchange, Execution execution);
    }

    private record Opened(String member, DataPoolAccess.DataPool pool) {}

    private final Service service;
    private final ExecutionStore store;
    private final IssuedTokens tokens;
    private final GatewaySettings settings;
    private final Documents documents;
    private final DataPoolAccess pools;
    private final String ownApplication;
    private final Scheduler state;
    private final Scheduler readers;

    ServiceApi(
            Service service,
            ExecutionStore store,
            IssuedTokens tokens,
            GatewaySettings settings,
            DataPoolAccess pools,
            String ownApplication,
            Scheduler state,
            Scheduler readers) {
        this.service = service;
        this.store = store;
        this.tokens = tokens;
        this.settings = settings;
        this.documents = new Documents(settings);
        this.pools = pools;
        this.ownApplication = ownApplication;
        this.state = state;
        this.readers = readers;
    }

    @Override
    public String basePath() {
        return service.basePath;
    }

    @Override
    public void register(Routes routes) {
        routes.addRoot("GET", secured(this::list));
        routes.addRoot("POST", secured(this::start));
        String execution = "/{id}";
        routes.add("GET", execution, onExecution((ex, found) -> Reply.json(200, documents.execution(found))));
        routes.add("GET", execution + "/result", onExecution(this::result));
        routes.add("GET", execution + "/result/{file}", onExecution((ex, found) -> {
            notIn2024(ex);
            Execution.ResultFile file = store.file(found, ex.path("file"));
            return Ranges.reply(ex, file.contentType(), file.content(), file.etag());
        }));
        routes.add("GET", execution + "/log", onExecution((ex, found) -> {
            notIn2024(ex);
            return Reply.json(200, documents.log(store.log(found)));
        }));
        routes.add("PUT", execution + "/cancel", onExecution((ex, found) -> {
            store.cancel(found);
            return Reply.json(200, documents.execution(found));
        }));
        routes.add("GET", execution + "/interim-results", onExecution((ex, found) -> {
            if (!settings.kind2024()) {
                throw new HttpError(404, "there is no GET " + ex.uri());
            }
            return Reply.json(200, JSON.arrayNode());
        }));
    }

    private Mono<Reply> list(Exchange exchange, String application) {
        if (settings.kind2024()) {
            return Mono.just(Reply.json(200, JSON.objectNode().put("status", "Service is up and running")));
        }
        return Mono.fromCallable(() -> Reply.json(200, documents.executions(store.list(service, application))))
                .subscribeOn(state);
    }

    private Mono<Reply> start(Exchange exchange, String application) {
        return exchange.body().publishOn(readers).flatMap(bytes -> {
            StartRequest request = StartRequest.parse(bytes);
            return Flux.fromIterable(request.pools.entrySet())
                    .concatMap(entry -> pools.open(
                                    entry.getValue().id(), entry.getValue().grant(), application)
                            .switchIfEmpty(Mono.error(() -> new HttpError(
                                    404,
                                    "no data pool has the id "
                                            + entry.getValue().id())))
                            .map(pool -> new Opened(entry.getKey(), pool)))
                    .collectMap(Opened::member, Opened::pool)
                    .publishOn(state)
                    .map(opened -> {
                        Execution execution = store.start(service, request, Map.copyOf(opened), application);
                        String host = exchange.header("Host");
                        String base = host == null ? basePath() : "http://" + host + basePath();
                        return Reply.json(201, documents.execution(execution))
                                .with("Location", base + "/" + execution.id);
                    });
        });
    }

    private Reply result(Exchange exchange, Execution execution) {
        ObjectNode outcome = store.outcome(execution);
        if (settings.kind2024() && execution.status == Execution.Status.FAILED) {
            throw new HttpError(404, "Not found");
        }
        return Reply.json(200, documents.result(execution, outcome));
    }

    private void notIn2024(Exchange exchange) {
        if (settings.kind2024()) {
            throw new HttpError(404, "there is no GET " + exchange.uri());
        }
    }

    // ------------------------------------------------------------------------------------------------ parts

    private Handler onExecution(OnExecution operation) {
        return secured((exchange, application) -> Mono.fromCallable(
                        () -> operation.apply(exchange, store.get(service, exchange.path("id"), application)))
                .subscribeOn(state));
    }

    /** Refuses requests without a good token, and gives refusals the gateway's bodies. */
    private Handler secured(Secured operation) {
        return exchange -> Mono.defer(() -> operation.handle(exchange, admitted(application(exchange))))
                .onErrorResume(HttpError.class, error -> Mono.just(refusal(exchange, error)));
    }

    private String admitted(String application) {
        if (!service.admits(application)) {
            throw new HttpError(403, "the application has not subscribed to this service");
        }
        return application;
    }

    private String application(Exchange exchange) {
        String token = bearer(exchange.header("Authorization"));
        String application = token == null ? null : tokens.application(token);
        if (application != null) {
            return application;
        }
        if (settings.kind2024() || settings.anyBearerAccepted() && token != null) {
            return ownApplication;
        }
        throw new HttpError(401, token == null ? "the bearer token is missing" : "the bearer token is not valid");
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        String token = authorization.substring(BEARER.length()).trim();
        return token.isEmpty() ? null : token;
    }

    private Reply refusal(Exchange exchange, HttpError error) {
        String message = String.valueOf(error.getMessage());
        if (error.status() == 401) {
            return Reply.json(
                            401,
                            JSON.objectNode()
                                    .put("status", 401)
                                    .put("error", "Unauthorized")
                                    .put("message", message)
                                    .put("path", exchange.uri()))
                    .with("WWW-Authenticate", "Bearer");
        }
        boolean malformed = settings.kind2024() && error.status() == 400;
        return Reply.json(malformed ? 422 : error.status(), JSON.objectNode().put("detail", message));
    }
}
