package io.qhub.localhub.gateway;

import io.qhub.localhub.http.Padding;
import io.qhub.localhub.qubo.Annealing;
import io.qhub.localhub.qubo.ExactSearch;
import io.qhub.localhub.qubo.Qubo;
import io.qhub.localhub.qubo.QuboException;
import io.qhub.localhub.qubo.Search;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Solves a {@link Qubo}: exactly up to {@value ExactSearch#MAX_VARIABLES} variables, by simulated annealing beyond. The
 * search is spread over the hub's run time.
 */
final class Optimiser implements ServiceBehaviour {

    private static final Set<String> MEMBERS = new TreeSet<>(Set.of(
            "qubo", "terms", "variables", "offset", "method", "seed", "reads", "sweeps", "padding_bytes", "file"));
    private static final String INVALID_INPUT = "INVALID_INPUT";
    private static final String INVALID_QUBO = "INVALID_QUBO";
    private static final String POOL_FILE = "qubo.json";
    private static final int MAX_FILE = 64 * 1024 * 1024;

    /** What is left of the request once it has been read. */
    private record Problem(Qubo qubo, Search search, long seed, long padding) {}

    @Override
    public Mono<ObjectNode> run(ServiceRun run) {
        ObjectNode input = flat(run.input());
        DataPoolAccess.DataPool pool = run.dataPools().get("qubo");
        Mono<ObjectNode> whole = pool == null ? Mono.just(input) : fromPool(run, pool, input);
        return whole.flatMap(json -> run.compute(() -> read(json, run))).flatMap(problem -> search(run, problem));
    }

    /** Older callers send {@code {"data": {...}, "params": {...}}}. */
    private static ObjectNode flat(ObjectNode input) {
        if (!input.path("data").isObject() || input.has("qubo") || input.has("terms")) {
            return input;
        }
        ObjectNode flat = input.deepCopy();
        flat.setAll((ObjectNode) input.get("data"));
        flat.remove("data");
        if (flat.get("params") instanceof ObjectNode params) {
            flat.remove("params");
            flat.setAll(params);
        }
        return flat;
    }

    private static Mono<ObjectNode> fromPool(ServiceRun run, DataPoolAccess.DataPool pool, ObjectNode input) {
        String name = input.path("file").asString(POOL_FILE);
        return pool.file(name)
                .switchIfEmpty(Mono.error(() -> new ServiceFailureException(
                        "FILE_NOT_FOUND", "the data pool " + pool.id() + " has no file " + name)))
                .flatMap(file -> {
                    long length = file.content().length();
                    if (length > MAX_FILE) {
                        return Mono.error(new ServiceFailureException(
                                INVALID_QUBO, name + " has " + length + " bytes; the most is " + MAX_FILE));
                    }
                    run.log(LogSeverity.INFO, "reading " + name + " of the data pool " + pool.id());
                    return file.content().bytes(0, length).reduceWith(ByteArrayOutputStream::new, (all, bytes) -> {
                        byte[] copy = new byte[bytes.readableBytes()];
                        bytes.readBytes(copy).release();
                        all.writeBytes(copy);
                        return all;
                    });
                })
                .flatMap(all -> run.compute(() -> {
                    ObjectNode whole = input.deepCopy();
                    whole.remove("qubo");
                    whole.setAll(document(name, all.toByteArray()));
                    return whole;
                }));
    }

    private static ObjectNode document(String name, byte[] bytes) {
        try {
            if (JsonMapper.shared().readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw new ServiceFailureException(INVALID_QUBO, name + " is not a JSON object");
    }

    private static Problem read(ObjectNode json, ServiceRun run) {
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!MEMBERS.contains(member.getKey()) && !run.dataPools().containsKey(member.getKey())) {
                throw new ServiceFailureException(
                        INVALID_INPUT, "there is no parameter " + member.getKey() + "; known are " + MEMBERS);
            }
        }
        long seed = json.has("seed") ? integer(json, "seed", 0, Long.MIN_VALUE, Long.MAX_VALUE) : run.seed();
        int reads = (int) integer(json, "reads", 10, 1, 1_000);
        int sweeps = (int) integer(json, "sweeps", 500, 1, 100_000);
        long padding = integer(json, "padding_bytes", 0, 0, 1L << 50);
        String method = json.path("method").asString("auto");
        if (!Set.of("auto", "exact", "annealing").contains(method)) {
            throw new ServiceFailureException(INVALID_INPUT, "method must be auto, exact or annealing, not " + method);
        }
        try {
            Qubo qubo = Qubo.parse(json);
            boolean exact =
                    method.equals("exact") || method.equals("auto") && qubo.variables() <= ExactSearch.MAX_VARIABLES;
            Search search = exact ? new ExactSearch(qubo) : new Annealing(qubo, reads, sweeps, seed);
            return new Problem(qubo, search, seed, padding);
        } catch (QuboException e) {
            throw new ServiceFailureException(INVALID_QUBO, String.valueOf(e.getMessage()));
        }
    }

    private static long integer(ObjectNode json, String name, long defaultValue, long least, long most) {
        JsonNode value = json.path(name);
        if (value.isMissingNode()) {
            return defaultValue;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            String range = least == Long.MIN_VALUE ? "" : " from " + least + " to " + most;
            throw new ServiceFailureException(INVALID_INPUT, name + " must be an integer" + range + ", not " + value);
        }
        return value.longValue();
    }

    private static Mono<ObjectNode> search(ServiceRun run, Problem problem) {
        Qubo qubo = problem.qubo();
        Search search = problem.search();
        run.log(
                LogSeverity.INFO,
                "a problem of " + qubo.variables() + " variables and " + qubo.terms() + " terms, method "
                        + search.method());
        StringBuilder trace = new StringBuilder("part,evaluations,best_energy\n");
        Duration pause = run.runTime().dividedBy(search.parts());
        return Flux.range(1, search.parts())
                .concatMap(
                        part -> run.compute(() -> {
                                    search.advance(run::isCancelled);
                                    trace.append(part)
                                            .append(',')
                                            .append(search.evaluations())
                                            .append(',')
                                            .append(search.energy())
                                            .append('\n');
                                    run.log(
                                            LogSeverity.DEBUG,
                                            "part " + part + " of " + search.parts() + ": best energy "
                                                    + search.energy());
                                    return part;
                                })
                                .then(run.pause(pause)),
                        0)
                .then(run.compute(() -> answer(run, problem, trace.toString())));
    }

    private static ObjectNode answer(ServiceRun run, Problem problem, String trace) {
        Search search = problem.search();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode assignment = json.putArray("assignment");
        for (boolean one : search.best()) {
            assignment.add(one ? 1 : 0);
        }
        json.put("energy", search.energy());
        json.put("method", search.method());
        json.put("variables", problem.qubo().variables());
        json.put("terms", problem.qubo().terms());
        json.put("evaluations", search.evaluations());
        json.put("seed", problem.seed());
        run.file("output.json", "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
        run.file("trace.csv", "text/csv", trace.getBytes(StandardCharsets.UTF_8));
        if (problem.padding() > 0) {
            run.file("padding.bin", "application/octet-stream", new Padding(problem.padding(), problem.seed()));
        }
        run.log(
                LogSeverity.NOTICE,
                "done: energy " + search.energy() + " after " + search.evaluations() + " evaluations");
        return json;
    }
}
