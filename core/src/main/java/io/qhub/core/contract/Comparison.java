package io.qhub.core.contract;

import io.qhub.core.PathOverrides;
import io.qhub.core.contract.ContractReport.Difference;
import io.qhub.core.contract.ContractReport.Finding;
import io.qhub.core.contract.ContractReport.Kind;
import io.qhub.core.contract.ContractReport.Side;
import io.qhub.core.contract.ContractReport.State;
import io.qhub.core.contract.OpenApiDocument.Declared;
import io.qhub.core.contract.WireMembers.Member;
import io.qhub.core.http.Operation;
import io.qhub.core.http.Operation.Shape;
import io.qhub.core.json.HubJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** One comparison of operations with a document. */
final class Comparison {

    private final List<Operation<?>> operations;
    private final OpenApiDocument document;
    private final Map<String, List<Declared>> byName = new HashMap<>();
    private final Map<String, Declared> byRequest = new HashMap<>();
    private final Set<Declared> used = Collections.newSetFromMap(new IdentityHashMap<>());

    Comparison(List<Operation<?>> operations, OpenApiDocument document) {
        this.operations = operations;
        this.document = document;
        for (Declared each : document.operations()) {
            if (each.operationId() != null) {
                byName.computeIfAbsent(Names.operation(each.operationId()), name -> new ArrayList<>())
                        .add(each);
            }
            byRequest.putIfAbsent(request(each.method(), each.path()), each);
        }
    }

    private static String request(String method, String path) {
        return method + " " + Names.shape(path);
    }

    private static String request(Operation<?> operation) {
        return request(operation.method().name(), operation.path());
    }

    /** What was made of an operation, and the document's operation that it was compared with. */
    private record Judged(
            State state,
            @Nullable Declared with,
            @Nullable String template,
            @Nullable String remark) {}

    ContractReport report() {
        Map<Operation<?>, Judged> judged = new LinkedHashMap<>();
        Map<String, Operation<?>> boundByRequest = new HashMap<>();
        for (Operation<?> operation : operations) {
            Judged result = byName(operation);
            judged.put(operation, result);
            if (result.state() == State.FOUND || result.state() == State.MOVED) {
                boundByRequest.putIfAbsent(request(operation), operation);
            }
        }
        List<Finding> findings = new ArrayList<>();
        judged.forEach((operation, result) -> {
            Operation<?> twin = boundByRequest.get(request(operation));
            findings.add(
                    finding(operation, byRequest(operation, result, twin, twin == null ? null : judged.get(twin))));
        });
        return new ContractReport(
                findings,
                document.operations().stream()
                        .filter(each -> !used.contains(each))
                        .map(Declared::endpoint)
                        .toList(),
                document.schemas().remarks());
    }

    private Finding finding(Operation<?> operation, Judged judged) {
        Declared with = judged.with();
        if (with == null) {
            return new Finding(operation, judged.state(), null, null, List.of(), judged.remark());
        }
        used.add(with);
        return new Finding(
                operation,
                judged.state(),
                with.endpoint(),
                judged.template(),
                judged.state() == State.CHANGED ? List.of() : differences(operation, with),
                judged.remark());
    }

    // ---- Which operation of the document it is ----

    private static String own(Operation<?> operation) {
        return operation.name().substring(operation.name().lastIndexOf('.') + 1);
    }

    private static String namespace(Operation<?> operation) {
        String[] names = operation.name().split("\\.");
        return names.length < 2 ? "" : names[names.length - 2];
    }

    private Judged byName(Operation<?> operation) {
        List<Declared> named = byName.getOrDefault(Names.operation(own(operation)), List.of());
        String tag = Names.tag(namespace(operation));
        List<Declared> tagged = named.stream()
                .filter(each ->
                        each.tags().stream().anyMatch(own -> Names.tag(own).equals(tag)))
                .toList();
        if (tagged.isEmpty()) {
            return new Judged(
                    State.MISSING,
                    null,
                    null,
                    named.isEmpty()
                            ? null
                            : "an operation of this name has another tag: "
                                    + named.get(0).endpoint());
        }
        String request = request(operation);
        for (Declared each : tagged) {
            if (request(each.method(), each.path()).equals(request)) {
                return new Judged(State.FOUND, each, null, null);
            }
        }
        List<Declared> exact = tagged.stream()
                .filter(each -> each.operationId() != null && !Names.hasSuffix(each.operationId()))
                .toList();
        return elsewhere(operation, exact.isEmpty() ? tagged : exact);
    }

    private static Judged elsewhere(Operation<?> operation, List<Declared> candidates) {
        List<Declared> fitting = new ArrayList<>();
        String why = null;
        for (Declared each : candidates) {
            String misfit = misfit(operation, each);
            if (misfit == null) {
                fitting.add(each);
            } else if (why == null) {
                why = misfit;
            }
        }
        if (fitting.size() > 1) {
            return new Judged(
                    State.CHANGED,
                    fitting.get(0),
                    null,
                    "the document has this operation " + fitting.size() + " times; the next is "
                            + fitting.get(1).endpoint());
        }
        if (fitting.isEmpty()) {
            return new Judged(State.CHANGED, candidates.get(0), null, why);
        }
        Declared moved = fitting.get(0);
        return new Judged(State.MOVED, moved, Names.renamed(moved.path(), operation.variables()), null);
    }

    /** Why the operation cannot be called at that place, or null. */
    private static @Nullable String misfit(Operation<?> operation, Declared there) {
        if (!there.method().equals(operation.method().name())) {
            return "the method is " + there.method() + ", not " + operation.method();
        }
        List<String> ours = operation.variables();
        List<String> theirs = Names.variables(there.path());
        if (ours.size() != theirs.size()) {
            return "the path has " + theirs.size() + " variables, not " + ours.size();
        }
        if (reordered(
                        ours.stream().map(Names::plain).toList(),
                        theirs.stream().map(Names::plain).toList())
                || reordered(Names.owners(operation.path()), Names.owners(there.path()))) {
            return "the variables of the path are in another order";
        }
        try {
            PathOverrides.of(Map.of("check.path", Names.renamed(there.path(), ours)));
            return null;
        } catch (IllegalArgumentException unsafe) {
            return "the path is not used: " + Names.shown(String.valueOf(unsafe.getMessage()));
        }
    }

    /** Whether one of theirs is ours at another place. */
    private static boolean reordered(List<String> ours, List<String> theirs) {
        for (int i = 0; i < ours.size(); i++) {
            if (!theirs.get(i).equals(ours.get(i)) && ours.contains(theirs.get(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * An operation that was not found by its name may still be served: at its path under another name, or wherever
     * another operation of the client is that is the very same request.
     */
    private Judged byRequest(
            Operation<?> operation, Judged judged, @Nullable Operation<?> twin, @Nullable Judged twins) {
        if (judged.state() == State.FOUND || judged.state() == State.MOVED) {
            return judged;
        }
        if (twin != null && twins != null && twins.with() != null && twins.state() == State.MOVED) {
            return new Judged(
                    State.MOVED,
                    twins.with(),
                    Names.renamed(twins.with().path(), operation.variables()),
                    "the same request as " + twin.name() + ", which has moved");
        }
        Declared there = byRequest.get(request(operation));
        if (there == null || twin == null && judged.state() == State.CHANGED) {
            return judged;
        }
        String name = there.operationId() == null ? "nothing" : "'" + Names.shown(there.operationId()) + "'";
        return new Judged(State.FOUND, there, null, "at its path; the document calls it " + name);
    }

    // ---- What differs ----

    private List<Difference> differences(Operation<?> operation, Declared with) {
        List<Difference> differences = new ArrayList<>();
        query(operation, with, differences);
        body(operation, with, differences);
        answer(operation, with, differences);
        return differences;
    }

    private void query(Operation<?> operation, Declared with, List<Difference> into) {
        Map<String, Boolean> theirs = document.query(with);
        names(Kind.QUERY_PARAMETER, operation.query(), theirs, into);
    }

    private static void names(Kind kind, Set<String> ours, Map<String, Boolean> theirs, List<Difference> into) {
        for (String name : ours) {
            if (!theirs.containsKey(name)) {
                into.add(new Difference(kind, name, Side.CLIENT, false));
            }
        }
        theirs.forEach((name, required) -> {
            if (!ours.contains(name)) {
                into.add(new Difference(kind, Names.shown(name), Side.HUB, required));
            }
        });
    }

    private void body(Operation<?> operation, Declared with, List<Difference> into) {
        if (!operation.parts().isEmpty()) {
            List<JsonNode> form = document.body(with, true);
            Map<String, Boolean> parts = required(form);
            if (!parts.isEmpty() || !document.hasBody(with)) {
                names(Kind.BODY_PART, operation.parts(), parts, into);
            } else if (form.isEmpty()) {
                into.add(new Difference(Kind.BODY_PART, "{}", Side.CLIENT, false));
            }
            return;
        }
        Class<?> body = operation.body();
        List<JsonNode> theirs = document.body(with, false);
        if (body == null) {
            // A body of another type is sent as it is, and has no members.
            if (!required(theirs).isEmpty()) {
                into.add(new Difference(Kind.BODY_MEMBER, "{}", Side.HUB, false));
            }
        } else if (theirs.isEmpty()) {
            if (!document.hasBody(with)) {
                into.add(new Difference(Kind.BODY_MEMBER, "{}", Side.CLIENT, false));
            }
        } else {
            members(Kind.BODY_MEMBER, "", HubJson.type(body), theirs, new HashSet<>(), into);
        }
    }

    private Map<String, Boolean> required(List<JsonNode> schemas) {
        Set<String> required = document.schemas().required(schemas);
        Map<String, Boolean> members = new LinkedHashMap<>();
        document.schemas().members(schemas).keySet().forEach(name -> members.put(name, required.contains(name)));
        return members;
    }

    private void answer(Operation<?> operation, Declared with, List<Difference> into) {
        Class<?> answer = operation.answer();
        List<JsonNode> theirs = document.answer(with);
        if (answer == null || theirs.isEmpty()) {
            return;
        }
        List<JsonNode> items = document.schemas().items(theirs);
        Map<String, List<JsonNode>> members = document.schemas().members(theirs);
        if (operation.shape() == Shape.PAGE && items.isEmpty()) {
            List<JsonNode> content = members.get("content");
            if (content == null) {
                if (!members.isEmpty()) {
                    into.add(new Difference(Kind.ANSWER_MEMBER, "content", Side.CLIENT, false));
                }
                return;
            }
            items = document.schemas().items(content);
        } else if (operation.shape() == Shape.ARRAY && items.isEmpty() && !members.isEmpty()) {
            into.add(new Difference(Kind.ANSWER_MEMBER, "[]", Side.CLIENT, false));
            return;
        } else if (operation.shape() == Shape.OBJECT) {
            boolean record = WireMembers.record(HubJson.type(answer)) != null;
            if (record && members.isEmpty() && !items.isEmpty()) {
                into.add(new Difference(Kind.ANSWER_MEMBER, "[]", Side.HUB, false));
                return;
            }
            items = theirs;
        }
        members(Kind.ANSWER_MEMBER, "", HubJson.type(answer), items, new HashSet<>(), into);
    }

    /** Compares the members of a type with those of its schemas, and those of its members in turn. */
    private void members(
            Kind kind,
            String prefix,
            JavaType type,
            List<JsonNode> schemas,
            Set<Class<?>> above,
            List<Difference> into) {
        JavaType of = type;
        List<JsonNode> at = schemas;
        while (of.isCollectionLikeType() || of.isArrayType() || of.isMapLikeType()) {
            at = of.isMapLikeType()
                    ? document.schemas().values(at)
                    : document.schemas().items(at);
            of = of.getContentType();
        }
        JavaType record = WireMembers.record(of);
        Map<String, List<JsonNode>> theirs = document.schemas().members(at);
        // A schema without members says nothing of them; a record inside itself has been compared already.
        if (record == null || theirs.isEmpty() || !above.add(record.getRawClass())) {
            return;
        }
        Set<String> required = kind == Kind.BODY_MEMBER ? document.schemas().required(at) : Set.of();
        Set<String> known = new HashSet<>();
        for (Member member : WireMembers.of(record).values()) {
            Set<String> names = kind == Kind.BODY_MEMBER ? Set.of(member.name()) : member.accepted();
            List<JsonNode> schema = new ArrayList<>();
            for (String name : names) {
                if (theirs.containsKey(name)) {
                    known.add(name);
                    schema.addAll(theirs.get(name));
                }
            }
            if (schema.isEmpty()) {
                into.add(new Difference(kind, prefix + member.name(), Side.CLIENT, false));
            } else {
                members(kind, prefix + member.name() + ".", member.type(), schema, above, into);
            }
        }
        for (String name : theirs.keySet()) {
            if (!known.contains(name)) {
                into.add(new Difference(kind, prefix + Names.shown(name), Side.HUB, required.contains(name)));
            }
        }
        above.remove(record.getRawClass());
    }
}
