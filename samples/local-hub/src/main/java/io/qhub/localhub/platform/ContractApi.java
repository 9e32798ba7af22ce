package io.qhub.localhub.platform;

import io.qhub.localhub.contract.ApiContract;
import io.qhub.localhub.contract.ApiContract.Member;
import io.qhub.localhub.contract.ApiContract.Operation;
import io.qhub.localhub.contract.MovedPaths;
import io.qhub.localhub.contract.SchemaCheck;
import io.qhub.localhub.http.Api;
import io.qhub.localhub.http.Exchange;
import io.qhub.localhub.http.HttpError;
import io.qhub.localhub.http.Reply;
import io.qhub.localhub.http.Routes;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An API that registers its operations from a contract: it checks the token, the organization, the query and the body, and
 * leaves the rest to the operation's action.
 */
final class ContractApi implements Api {

    private static final String DATA_POOLS = "/datapools";

    private final ApiContract contract;
    private final MovedPaths moved;
    private final Actions actions;
    private final GenericActions generic;
    private final Platform platform;
    private final Scheduler state;
    private final SchemaCheck check;

    ContractApi(ApiContract contract, MovedPaths moved, Actions actions, Platform platform) {
        this.contract = contract;
        this.moved = moved;
        this.actions = actions;
        this.generic = new GenericActions(contract, platform);
        this.platform = platform;
        this.state = platform.state();
        this.check = new SchemaCheck(contract.schemas());
    }

    @Override
    public String basePath() {
        return contract.basePath();
    }

    @Override
    public void register(Routes routes) {
        Set<String> taken = new HashSet<>();
        for (Operation operation : contract.operations()) {
            String path = moved.path(operation);
            if (!taken.add(operation.method() + " " + path)) {
                // Two names of one request.
                continue;
            }
            Action own = actions.get(operation.key());
            Action action = own == null ? generic.action(operation) : own;
            routes.add(operation.method(), path, exchange -> handle(exchange, operation, action));
            if (path.startsWith(DATA_POOLS) && path.equals(operation.path())) {
                // The older spelling.
                routes.add(
                        operation.method(),
                        "/data-pools" + path.substring(DATA_POOLS.length()),
                        exchange -> handle(exchange, operation, action));
            }
        }
    }

    private Mono<Reply> handle(Exchange exchange, Operation operation, Action action) {
        return Mono.fromCallable(() -> begin(exchange, operation, action))
                .subscribeOn(state)
                .flatMap(this::receive)
                .flatMap(call -> action.run(call).doOnError(error -> platform.forget(call.parts())))
                .onErrorResume(HttpError.class, error -> Mono.just(error(error)));
    }

    static Reply error(HttpError error) {
        return Reply.json(
                error.status(), JsonNodeFactory.instance.objectNode().put("errorMessage", error.getMessage()));
    }

    private Call begin(Exchange exchange, Operation operation, Action action) {
        Caller caller = platform.accounts()
                .caller(
                        exchange.header("X-Auth-Token"),
                        operation.organizationScoped() ? exchange.header("X-OrganizationId") : null);
        if (!operation.method().equals("GET") && !caller.permission().includes(Permission.MAINTAINER)) {
            throw new HttpError(403, "a VIEWER of the organization must not change anything");
        }
        operation.query().forEach((name, member) -> checkQuery(exchange, name, member));
        Call call = new Call(exchange, operation, caller, null, null, Map.of());
        action.before(call);
        return call;
    }

    private void checkQuery(Exchange exchange, String name, Member member) {
        String value = exchange.query(name);
        if (value == null || value.isEmpty()) {
            if (member.required()) {
                throw new HttpError(400, "the query parameter " + name + " is required");
            }
            return;
        }
        JsonNode json =
                switch (member.type()) {
                    case "integer" ->
                        value.matches("-?\\d{1,18}")
                                ? JsonNodeFactory.instance.numberNode(Long.parseLong(value))
                                : JsonNodeFactory.instance.stringNode(value);
                    case "boolean" ->
                        value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
                                ? JsonNodeFactory.instance.booleanNode(Boolean.parseBoolean(value))
                                : JsonNodeFactory.instance.stringNode(value);
                    default -> JsonNodeFactory.instance.stringNode(value);
                };
        String problem = member.values().isEmpty() || member.values().contains(value)
                ? check.problem(json, member.type())
                : name + " must be one of " + String.join(", ", member.values());
        if (problem != null) {
            throw new HttpError(400, problem.replace("the body must", name + " must"));
        }
    }

    private Mono<Call> receive(Call call) {
        Operation operation = call.operation();
        Exchange exchange = call.exchange();
        String schema = operation.body();
        if (schema != null) {
            return exchange.body()
                    .publishOn(state)
                    .map(bytes -> new Call(
                            exchange, operation, call.caller(), checked(parse(bytes), schema), null, Map.of()));
        }
        if (operation.text()) {
            return exchange.body()
                    .publishOn(state)
                    .map(bytes -> new Call(
                            exchange,
                            operation,
                            call.caller(),
                            null,
                            new String(bytes, StandardCharsets.UTF_8),
                            Map.of()));
        }
        if (operation.parts().isEmpty()) {
            return Mono.just(call);
        }
        return Upload.read(
                        exchange,
                        platform.files(),
                        operation.parts().keySet(),
                        platform.settings().maxFileBytes())
                .publishOn(state)
                .map(parts -> {
                    operation.parts().forEach((name, member) -> {
                        if (member.required() && !parts.containsKey(name)) {
                            platform.forget(parts);
                            throw new HttpError(400, "the part " + name + " is missing");
                        }
                    });
                    return call.with(parts);
                });
    }

    private ObjectNode checked(ObjectNode body, String schema) {
        if (schema.equals("CreateDataPoolGrantRequest") && !body.has("datapoolId") && body.has("dataPoolId")) {
            // The rival spelling.
            body.set("datapoolId", body.get("dataPoolId"));
        }
        ObjectNode whole = body;
        if (schema.endsWith("Dto") && !body.hasNonNull("id")) {
            // One schema for both ways: a request has no id yet.
            whole = body.deepCopy().put("id", "");
        }
        String problem = check.problem(whole, schema);
        if (problem != null) {
            throw new HttpError(422, problem);
        }
        return body;
    }

    private static ObjectNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new HttpError(400, "the request body is not valid JSON: " + e.getOriginalMessage());
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new HttpError(400, "the request body must be a JSON object");
    }

    /** The names of the operations that neither have an action of their own nor are plain ones. */
    static List<String> unserved(ApiContract contract, Actions actions) {
        return contract.operations().stream()
                .filter(operation -> actions.get(operation.key()) == null && !GenericActions.isPlain(operation))
                .map(Operation::key)
                .toList();
    }
}
