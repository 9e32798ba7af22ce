package io.qhub.core.contract;

import io.qhub.core.PathOverrides;
import io.qhub.core.http.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the operations of a client stand to the OpenAPI document of a Hub. Texts that come from the document are cut to
 * 200 characters, and hold no control characters.
 *
 * @param findings one for each operation of the client, in its order
 * @param added what the document has and the client does not, in the document's order
 * @param remarks what could not be looked at, such as references that lead out of the document
 */
public record ContractReport(List<Finding> findings, List<Endpoint> added, List<String> remarks) {

    /** Where an operation of the client is in the document. */
    public enum State {
        /** At the path that the client uses. */
        FOUND,
        /** At another path, which the client can be told to use. */
        MOVED,
        /** There, but in a way that no other path can mend: method or variables differ, or its path is not safe to use. */
        CHANGED,
        /** Not there. */
        MISSING
    }

    /** What differs. */
    public enum Kind {
        /** A query parameter. */
        QUERY_PARAMETER,
        /** A member of the request's JSON body. */
        BODY_MEMBER,
        /** A part of the request's multipart body. */
        BODY_PART,
        /** A member of the answer's JSON body. */
        ANSWER_MEMBER
    }

    /** Who has it, while the other has not. */
    public enum Side {
        /** This client. */
        CLIENT,
        /** The Hub's document. */
        HUB
    }

    /**
     * An operation of the document.
     *
     * @param method the HTTP method
     * @param path the path as the document writes it
     * @param operationId its name in the document, or null
     * @param tags its tags
     */
    public record Endpoint(
            String method, String path, @Nullable String operationId, List<String> tags) {

        /** Copies the tags. */
        public Endpoint {
            tags = List.copyOf(tags);
        }

        /** Such as {@code GET /jobs/{id} (getJob, Jobs)}. */
        @Override
        public String toString() {
            String name = operationId == null ? "without operationId" : operationId;
            return method + " " + path + " (" + name + (tags.isEmpty() ? "" : ", " + String.join(", ", tags)) + ")";
        }
    }

    /**
     * Something that one side has and the other has not.
     *
     * @param kind what it is
     * @param name its name on the wire; a member of a member after a dot, and {@code []} where one side has an array and
     *     the other has not, {@code {}} where only one side has a body
     * @param onlyIn who has it
     * @param required whether the Hub's document says that a request must have it
     */
    public record Difference(Kind kind, String name, Side onlyIn, boolean required) {

        /** Such as {@code body member 'shots' only in the Hub's document, required}. */
        @Override
        public String toString() {
            String what = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            return what + " '" + name + "' only in " + (onlyIn == Side.HUB ? "the Hub's document" : "this client")
                    + (required ? ", required" : "");
        }
    }

    /**
     * What became of one operation of the client.
     *
     * @param operation the operation
     * @param state where it is
     * @param endpoint what it was compared with; null where it is missing
     * @param template the path to use instead, with the client's own names of the variables; null unless it has moved
     * @param differences what parameters and members differ; empty where the operation was not found
     * @param remark more about the state, or null
     */
    public record Finding(
            Operation<?> operation,
            State state,
            @Nullable Endpoint endpoint,
            @Nullable String template,
            List<Difference> differences,
            @Nullable String remark) {

        /** Copies the differences. */
        public Finding {
            differences = List.copyOf(differences);
        }
    }

    /** Copies the lists. */
    public ContractReport {
        findings = List.copyOf(findings);
        added = List.copyOf(added);
        remarks = List.copyOf(remarks);
    }

    /** The operations in one state. */
    public List<Finding> in(State state) {
        return findings.stream().filter(each -> each.state() == state).toList();
    }

    /** The operations at the paths that the client uses. */
    public List<Finding> found() {
        return in(State.FOUND);
    }

    /** The operations that {@link #overrides()} makes work again. */
    public List<Finding> moved() {
        return in(State.MOVED);
    }

    /** The operations that are there in a way which no other path can mend. */
    public List<Finding> changed() {
        return in(State.CHANGED);
    }

    /** The operations that are not there. */
    public List<Finding> missing() {
        return in(State.MISSING);
    }

    /**
     * Whether any operation of the client is not found at its path, or differs in parameters or members. What the Hub
     * has beside them is none.
     */
    public boolean hasDrift() {
        return findings.stream()
                .anyMatch(each ->
                        each.state() != State.FOUND || !each.differences().isEmpty());
    }

    /** The paths of the operations that have moved. */
    public PathOverrides overrides() {
        Map<String, String> templates = new LinkedHashMap<>();
        for (Finding each : findings) {
            if (each.template() != null) {
                templates.put(each.operation().name(), each.template());
            }
        }
        return PathOverrides.of(templates);
    }
}
