package io.qhub.localhub.contract;

import io.qhub.localhub.contract.ApiContract.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Where a hub serves the operations of its APIs: where the contract says, or elsewhere. Immutable. */
public final class MovedPaths {

    private final UnaryOperator<String> move;
    private final boolean designedOnly;

    private MovedPaths(UnaryOperator<String> move, boolean designedOnly) {
        this.move = move;
        this.designedOnly = designedOnly;
    }

    /** All operations where the contract has them. */
    public static MovedPaths none() {
        return new MovedPaths(UnaryOperator.identity(), false);
    }

    /**
     * Operations elsewhere.
     *
     * @param move from the template below the base path ({@code /datapools/{id}}) to the new one, which has a leading
     *     slash and the same variables; it returns what is to stay unchanged
     */
    public static MovedPaths all(UnaryOperator<String> move) {
        return new MovedPaths(move, false);
    }

    /** The designed operations below this prefix, for example {@code /v9}; the others stay. */
    public static MovedPaths designed(String prefix) {
        if (!prefix.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("prefix must be one or more segments like /v9, was " + prefix);
        }
        return new MovedPaths(prefix::concat, true);
    }

    /** The template below the base path where the operation is served. */
    public String path(Operation operation) {
        return designedOnly && !operation.isDesigned() ? operation.path() : checked(operation.path());
    }

    /** The same by method and template, for an API that does not register its operations from the table. */
    public BinaryOperator<String> in(ApiContract contract) {
        Map<String, String> designed = new HashMap<>();
        for (Operation operation : contract.operations()) {
            designed.put(
                    operation.method() + " " + operation.path().replaceAll("\\{[^}]+}", "{}"), operation.evidence());
        }
        return (method, template) -> {
            String evidence = designed.get(method + " " + template.replaceAll("\\{[^}]+}", "{}"));
            return designedOnly && !"DESIGNED".equals(evidence) ? template : checked(template);
        };
    }

    private String checked(String template) {
        String moved = move.apply(template);
        if (!moved.startsWith("/") || !variables(moved).equals(variables(template))) {
            throw new IllegalArgumentException(
                    "the new path of " + template + " must have a leading slash and the same variables, was " + moved);
        }
        return moved;
    }

    private static String variables(String template) {
        return String.join(
                " ",
                Pattern.compile("\\{[^}]+}")
                        .matcher(template)
                        .results()
                        .map(found -> found.group())
                        .toList());
    }
}
