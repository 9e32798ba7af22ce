package io.qhub.quantum;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a job measured, read from any form of result that the Hub's providers give. Probabilities are always there;
 * counts where the result has them, or where the shots are known ({@link MeasurementHints#shots()}).
 *
 * <pre>{@code
 * Measurements measured = Measurements.of(result, MeasurementHints.of(job));
 * Map<String, Long> counts = measured.counts();   // {00=251, 11=249}
 * }</pre>
 *
 * <p><b>How outcomes are named</b>, with characters counted from the left and from 0:
 * <ul>
 *   <li>IonQ ({@code histogram}): the result numbers the states, and bit i (of value 2<sup>i</sup>) is qubit i. If the
 *       number of qubits is known, an outcome is a bitstring whose character i is qubit i: the state 1 of three qubits is
 *       {@code 100}. If not, it is the state's number as decimal text.
 *   <li>Braket ({@code measurements}, {@code measurementProbabilities}): a bitstring whose character i is the qubit at
 *       place i of {@code measuredQubits}.
 *   <li>IQM: the provider's bitstring, in the order of its {@code measurement_keys}.
 *   <li>Quantinuum ({@code microsoft.quantum-results.v2}): the bits in the order in which the result lists them; an
 *       outcome that is no list of bits has the result's own name for it.
 *   <li>Quandela: a Fock state such as {@code |1,0>}, whose number k counts the photons in mode k.
 *   <li>{@code counts} and {@code memory}: the provider's text, unchanged.
 * </ul>
 * The order of outcomes is that of the result. Results of IBM backends come in the encoding of the Qiskit runtime and
 * are not read here.
 */
public final class Measurements {

    private final List<Circuit> circuits;

    Measurements(List<Circuit> circuits) {
        this.circuits = List.copyOf(circuits);
    }

    /**
     * Reads a result of which nothing else is known.
     *
     * @throws UnreadableResultException if the result is of a form that is not read, contradicts itself, or says that
     *     the job failed
     */
    public static Measurements of(JsonNode result) {
        return of(result, MeasurementHints.none());
    }

    /**
     * Reads a result, with what its job knows.
     *
     * @throws UnreadableResultException if the result is of a form that is not read, contradicts itself, or says that
     *     the job failed
     */
    public static Measurements of(JsonNode result, MeasurementHints hints) {
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(hints, "hints");
        return new Measurements(ResultForms.read(result, hints));
    }

    /** One entry per circuit of the job, in its order; at least one. */
    public List<Circuit> circuits() {
        return circuits;
    }

    /**
     * The probability of each outcome, of a job with one circuit.
     *
     * @throws IllegalStateException if there are several circuits
     */
    public Map<String, Double> probabilities() {
        return only().probabilities();
    }

    /**
     * How often each outcome was seen, of a job with one circuit.
     *
     * @throws IllegalStateException if there are several circuits, or if the result has probabilities only and the
     *     shots are not known
     */
    public Map<String, Long> counts() {
        return only().counts();
    }

    /**
     * Whether {@link #counts()} can be asked, of a job with one circuit.
     *
     * @throws IllegalStateException if there are several circuits
     */
    public boolean hasCounts() {
        return only().hasCounts();
    }

    /**
     * Whether the counts were computed from probabilities and shots, of a job with one circuit. Such counts are the
     * nearest whole numbers, not what was seen.
     *
     * @throws IllegalStateException if there are several circuits
     */
    public boolean countsDerived() {
        return only().countsDerived();
    }

    /**
     * The outcome of each shot in order, of a job with one circuit; empty where the result does not tell.
     *
     * @throws IllegalStateException if there are several circuits
     */
    public List<String> memory() {
        return only().memory();
    }

    private Circuit only() {
        if (circuits.size() != 1) {
            throw new IllegalStateException(
                    "The result is of " + circuits.size() + " circuits; ask circuits() for each of them");
        }
        return circuits.get(0);
    }

    @Override
    public String toString() {
        return "Measurements" + circuits;
    }

    /** What one circuit measured. */
    public static final class Circuit {

        private final Map<String, Double> probabilities;
        private final @Nullable Map<String, Long> counts;
        private final boolean derived;
        private final List<String> memory;

        private Circuit(
                Map<String, Double> probabilities,
                @Nullable Map<String, Long> counts,
                boolean derived,
                List<String> memory) {
            this.probabilities = Collections.unmodifiableMap(probabilities);
            this.counts = counts == null ? null : Collections.unmodifiableMap(counts);
            this.derived = derived;
            this.memory = List.copyOf(memory);
        }

        /** Counts that were seen; their sum fits a long. */
        static Circuit seen(Map<String, Long> counts, List<String> memory) {
            long total = counts.values().stream().mapToLong(Long::longValue).sum();
            Map<String, Double> probabilities = new LinkedHashMap<>();
            if (total > 0) {
                counts.forEach((outcome, count) -> probabilities.put(outcome, (double) count / total));
            }
            return new Circuit(probabilities, counts, false, memory);
        }

        /** Probabilities that are finite, not negative and not all zero. */
        static Circuit probable(Map<String, Double> probabilities, @Nullable Integer shots) {
            return new Circuit(
                    probabilities, shots == null ? null : largestRemainder(probabilities, shots), true, List.of());
        }

        /** The probability of each outcome; empty only if there was not one shot. */
        public Map<String, Double> probabilities() {
            return probabilities;
        }

        /**
         * How often each outcome was seen. If they are derived, they add up to the shots, and outcomes that round to
         * zero are left out.
         *
         * @throws IllegalStateException if the result has probabilities only and the shots are not known
         */
        public Map<String, Long> counts() {
            if (counts == null) {
                throw new IllegalStateException(
                        "The result has probabilities only; name the job's shots in the hints to derive counts");
            }
            return counts;
        }

        /** Whether {@link #counts()} can be asked. */
        public boolean hasCounts() {
            return counts != null;
        }

        /** Whether the counts were computed from probabilities and shots: the nearest whole numbers, not what was seen. */
        public boolean countsDerived() {
            return counts != null && derived;
        }

        /** The outcome of each shot in order; empty where the result does not tell. */
        public List<String> memory() {
            return memory;
        }

        @Override
        public String toString() {
            return String.valueOf(counts != null ? counts : probabilities);
        }

        /**
         * Whole numbers in the ratio of the weights that add up to the shots: each the whole part of its share, and one
         * more for those with the largest rest (of equal ones, those that come first). Computed exactly, in decimals.
         */
        private static Map<String, Long> largestRemainder(Map<String, Double> weights, int shots) {
            BigDecimal sum =
                    weights.values().stream().map(BigDecimal::valueOf).reduce(BigDecimal.ZERO, BigDecimal::add);
            Map<String, Long> counts = new LinkedHashMap<>();
            List<Map.Entry<String, BigDecimal>> rests = new ArrayList<>();
            long missing = shots;
            for (Map.Entry<String, Double> weight : weights.entrySet()) {
                BigDecimal[] share = BigDecimal.valueOf(weight.getValue())
                        .multiply(BigDecimal.valueOf(shots))
                        .divideAndRemainder(sum);
                counts.put(weight.getKey(), share[0].longValueExact());
                rests.add(Map.entry(weight.getKey(), share[1]));
                missing -= share[0].longValueExact();
            }
            rests.sort(Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder()));
            for (Map.Entry<String, BigDecimal> rest : rests.subList(0, Math.toIntExact(missing))) {
                counts.merge(rest.getKey(), 1L, Long::sum);
            }
            counts.values().removeIf(count -> count == 0);
            return counts;
        }
    }
}
