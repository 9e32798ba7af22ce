package io.qhub.localhub.qubo;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The problem to find the bits x that make {@code offset + Σ q[i][j] x[i] x[j]} smallest. Immutable. The variables that a
 * variable shares terms with are stored beside one another, so that large sparse problems are small.
 *
 * <p>As JSON, an object with one of
 *
 * <ul>
 *   <li>{@code "qubo": {"0": 1, "0,1": -1.5, "1,1": 2}}: a variable, or two, and the coefficient,
 *   <li>{@code "qubo": [[1, -1.5], [0, 2]]}: a square matrix,
 *   <li>{@code "terms": [[0, 0, 1], [0, 1, -1.5], [1, 1, 2]]}: two variables and the coefficient,
 * </ul>
 *
 * and, if wanted, {@code "variables"} (default: the largest index and one) and {@code "offset"} (default 0). Variables
 * count from 0. Coefficients of the same variables add up, in whatever order these come; {@code "0"} is the same as
 * {@code "0,0"}, since the square of a bit is the bit.
 */
public final class Qubo {

    /** The most variables that a problem may have. */
    public static final int MAX_VARIABLES = 10_000;

    private static final Pattern PAIR = Pattern.compile("\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?");

    private final double offset;
    private final int terms;
    final double[] linear;
    /** For each variable, where its neighbours begin; one more element for the end. */
    final int[] first;

    final int[] neighbours;
    final double[] weights;

    private Qubo(int variables, double offset, Map<Long, Double> coefficients) {
        this.offset = offset;
        this.terms = coefficients.size();
        this.linear = new double[variables];
        this.first = new int[variables + 1];
        int pairs = 0;
        for (long key : coefficients.keySet()) {
            int i = (int) (key >>> 32);
            int j = (int) key;
            if (i != j) {
                first[i + 1]++;
                first[j + 1]++;
                pairs++;
            }
        }
        for (int i = 0; i < variables; i++) {
            first[i + 1] += first[i];
        }
        this.neighbours = new int[2 * pairs];
        this.weights = new double[2 * pairs];
        int[] next = first.clone();
        coefficients.forEach((key, value) -> {
            int i = (int) (key >>> 32);
            int j = key.intValue();
            if (i == j) {
                linear[i] = value;
            } else {
                neighbours[next[i]] = j;
                weights[next[i]++] = value;
                neighbours[next[j]] = i;
                weights[next[j]++] = value;
            }
        });
    }

    /**
     * Reads a problem; other members are ignored.
     *
     * @throws QuboException if it cannot be read
     */
    public static Qubo parse(ObjectNode json) {
        JsonNode qubo = json.path("qubo");
        JsonNode terms = json.path("terms");
        if (qubo.isMissingNode() == terms.isMissingNode()) {
            throw new QuboException("the request must have one of qubo and terms");
        }
        Map<Long, Double> coefficients = new TreeMap<>();
        int variables;
        if (qubo.isObject()) {
            variables = pairs((ObjectNode) qubo, coefficients);
        } else if (qubo.isArray()) {
            variables = matrix(qubo, coefficients);
        } else if (terms.isArray()) {
            variables = terms(terms, coefficients);
        } else {
            throw new QuboException(
                    terms.isMissingNode()
                            ? "qubo must be an object of coefficients by \"i,j\", or a square matrix"
                            : "terms must be an array of [i, j, coefficient]");
        }
        JsonNode wanted = json.path("variables");
        if (!wanted.isMissingNode()) {
            int number = index(wanted, "variables", MAX_VARIABLES);
            if (number < variables) {
                throw new QuboException("variables is " + number + ", but the problem has " + variables);
            }
            variables = number;
        }
        if (variables == 0) {
            throw new QuboException("the problem has no variables");
        }
        JsonNode offset = json.path("offset");
        return new Qubo(variables, offset.isMissingNode() ? 0 : number(offset, "offset"), coefficients);
    }

    private static int pairs(ObjectNode qubo, Map<Long, Double> coefficients) {
        int variables = 0;
        for (Map.Entry<String, JsonNode> entry : qubo.properties()) {
            Matcher matcher = PAIR.matcher(entry.getKey());
            if (!matcher.matches()) {
                throw new QuboException("qubo has the key \"" + shortened(entry.getKey())
                        + "\"; keys are one variable (\"0\") or two (\"0,1\")");
            }
            int i = inRange(Integer.parseInt(matcher.group(1)), "a key of qubo");
            int j = matcher.group(2) == null ? i : inRange(Integer.parseInt(matcher.group(2)), "a key of qubo");
            add(coefficients, i, j, number(entry.getValue(), "qubo[\"" + entry.getKey() + "\"]"));
            variables = Math.max(variables, Math.max(i, j) + 1);
        }
        return variables;
    }

    private static int matrix(JsonNode rows, Map<Long, Double> coefficients) {
        int size = rows.size();
        if (size > MAX_VARIABLES) {
            throw new QuboException("the problem has more than " + MAX_VARIABLES + " variables");
        }
        for (int i = 0; i < size; i++) {
            JsonNode row = rows.get(i);
            if (!row.isArray() || row.size() != size) {
                throw new QuboException("qubo must be a square matrix: it has " + size + " rows, so row " + i
                        + " must be an array of " + size + " numbers");
            }
            for (int j = 0; j < size; j++) {
                double value = number(row.get(j), "qubo[" + i + "][" + j + "]");
                if (value != 0) {
                    add(coefficients, i, j, value);
                }
            }
        }
        return size;
    }

    private static int terms(JsonNode terms, Map<Long, Double> coefficients) {
        int variables = 0;
        for (int k = 0; k < terms.size(); k++) {
            JsonNode term = terms.get(k);
            if (!term.isArray() || term.size() != 3) {
                throw new QuboException("terms[" + k + "] must be [i, j, coefficient]");
            }
            int i = index(term.get(0), "terms[" + k + "][0]", MAX_VARIABLES - 1);
            int j = index(term.get(1), "terms[" + k + "][1]", MAX_VARIABLES - 1);
            add(coefficients, i, j, number(term.get(2), "terms[" + k + "][2]"));
            variables = Math.max(variables, Math.max(i, j) + 1);
        }
        return variables;
    }

    private static void add(Map<Long, Double> coefficients, int i, int j, double value) {
        coefficients.merge((long) Math.min(i, j) << 32 | Math.max(i, j), value, Double::sum);
    }

    private static double number(JsonNode value, String what) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new QuboException(what + " must be a number, not " + shortened(value.toString()));
        }
        return value.doubleValue();
    }

    private static int index(JsonNode value, String what, int most) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0 || value.intValue() > most) {
            throw new QuboException(
                    what + " must be an integer from 0 to " + most + ", not " + shortened(value.toString()));
        }
        return value.intValue();
    }

    private static int inRange(int variable, String what) {
        if (variable >= MAX_VARIABLES) {
            throw new QuboException(
                    what + " names the variable " + variable + "; the largest is " + (MAX_VARIABLES - 1));
        }
        return variable;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** The number of variables. */
    public int variables() {
        return linear.length;
    }

    /** The number of terms, those of the same variables counted once. */
    public int terms() {
        return terms;
    }

    /** The value of an assignment, of one element for each variable. */
    public double energy(boolean[] assignment) {
        double energy = offset;
        for (int i = 0; i < linear.length; i++) {
            if (assignment[i]) {
                energy += linear[i];
                for (int k = first[i]; k < first[i + 1]; k++) {
                    if (neighbours[k] > i && assignment[neighbours[k]]) {
                        energy += weights[k];
                    }
                }
            }
        }
        return energy;
    }
}
