package io.qhub.quantum;

import io.qhub.core.json.HubJson;
import io.qhub.quantum.Measurements.Circuit;
import io.qhub.quantum.model.JobInputFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads each form of result that the providers give. */
final class ResultForms {

    private static final Set<JobInputFormat> IBM_FORMATS =
            Set.of(JobInputFormat.QISKIT_QPY, JobInputFormat.QISKIT, JobInputFormat.QISKIT_PRIMITIVE);
    /** Rounded probabilities do not add up to exactly 1; probabilities that miss it by more are something else. */
    private static final double SUM_TOLERANCE = 0.01;

    private static final Pattern PERCEVAL = Pattern.compile(":PCVL:(\\w+):\\{(.*)}", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");
    private static final int EXCERPT = 200;

    private ResultForms() {}

    static List<Circuit> read(JsonNode result, MeasurementHints hints) {
        if (result.isArray()) {
            return iqm(result);
        }
        JsonNode results = result.path("results");
        if (result.path("counts").isObject() || result.path("memory").isArray()) {
            return List.of(normalized(result));
        }
        if (result.path("histogram").isObject()) {
            return List.of(ionq(result.get("histogram"), hints));
        }
        if (result.path("Results").isArray()) {
            return quantinuum(result.get("Results"));
        }
        if (result.path("measurements").isArray()
                || result.path("measurementProbabilities").isObject()) {
            return List.of(braket(result, hints));
        }
        if (results.isString() && !result.has("__type__")) {
            return List.of(quandela(results.stringValue(), hints));
        }
        throw unknown(result, hints);
    }

    private static UnreadableResultException unknown(JsonNode result, MeasurementHints hints) {
        JobInputFormat format = hints.inputFormat();
        if (result.has("__type__") || (format != null && IBM_FORMATS.contains(format))) {
            return new UnreadableResultException(
                    "The result is in the encoding of the Qiskit runtime, which this client"
                            + " does not decode; take it as JSON and hand it to Qiskit's RuntimeDecoder");
        }
        String saw = result.isObject()
                ? "has the members " + names(result)
                : "is a JSON " + result.getNodeType().name().toLowerCase(Locale.ROOT);
        return new UnreadableResultException("The result " + saw
                + ", which is none of the forms that are read here: counts or memory, histogram (IonQ), Results"
                + " (Quantinuum), measurements or measurementProbabilities (Braket), results as text (Quandela), or a"
                + " list of counts (IQM); take it as JSON instead");
    }

    private static Circuit normalized(JsonNode result) {
        List<String> memory = new ArrayList<>();
        for (JsonNode outcome : result.path("memory")) {
            if (!outcome.isString()) {
                throw bad("'memory' holds " + excerpt(outcome.toString()) + ", which is no text");
            }
            memory.add(outcome.stringValue());
        }
        JsonNode counts = result.path("counts");
        return counts.isObject() ? Circuit.seen(counts(counts), memory) : Circuit.seen(tally(memory), memory);
    }

    private static List<Circuit> iqm(JsonNode result) {
        List<Circuit> circuits = new ArrayList<>();
        for (JsonNode circuit : result) {
            if (!circuit.path("counts").isObject()) {
                throw bad("the list that an IQM backend gives must hold objects with the member 'counts', and entry "
                        + circuits.size() + (circuit.isObject() ? " has the members " + names(circuit) : " is none"));
            }
            circuits.add(Circuit.seen(counts(circuit.get("counts")), List.of()));
        }
        if (circuits.isEmpty()) {
            throw bad("it is an empty list");
        }
        return circuits;
    }

    private static Circuit ionq(JsonNode histogram, MeasurementHints hints) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities(histogram)
                .forEach((state, probability) ->
                        probabilities.merge(ionqOutcome(state, hints.qubits()), probability, Double::sum));
        return Circuit.probable(probabilities, hints.shots());
    }

    private static String ionqOutcome(String state, @Nullable Integer qubits) {
        // An index has at most as many digits as qubits; what is longer than any register is no index.
        if (!state.matches("[0-9]{1,1000}")) {
            throw bad("'histogram' names a state '" + excerpt(state) + "', which is no decimal number");
        }
        BigInteger index = new BigInteger(state);
        if (qubits == null) {
            return index.toString();
        }
        if (index.bitLength() > qubits) {
            throw bad("'histogram' has the state " + excerpt(state) + ", which " + qubits + " qubits do not have");
        }
        StringBuilder bits = new StringBuilder(qubits);
        for (int qubit = 0; qubit < qubits; qubit++) {
            bits.append(index.testBit(qubit) ? '1' : '0');
        }
        return bits.toString();
    }

    private static Circuit braket(JsonNode result, MeasurementHints hints) {
        JsonNode measurements = result.path("measurements");
        if (measurements.isArray() && !measurements.isEmpty()) {
            List<String> memory = new ArrayList<>(measurements.size());
            // A few outcomes in a million shots: each text is kept once.
            Map<String, String> outcomes = new HashMap<>();
            for (JsonNode shot : measurements) {
                String bits = bits(shot);
                if (bits == null
                        || (!memory.isEmpty() && bits.length() != memory.get(0).length())) {
                    throw bad("'measurements' holds " + excerpt(shot.toString()) + " at shot " + memory.size()
                            + ", which is no list of bits as long as the others");
                }
                memory.add(outcomes.computeIfAbsent(bits, text -> text));
            }
            return Circuit.seen(tally(memory), memory);
        }
        JsonNode probabilities = result.path("measurementProbabilities");
        if (probabilities.isObject() && !probabilities.isEmpty()) {
            int shots = result.path("taskMetadata").path("shots").asInt(0);
            Integer known = hints.shots() != null || shots < 1 ? hints.shots() : Integer.valueOf(shots);
            return Circuit.probable(probabilities(probabilities), known);
        }
        throw bad("neither 'measurements' nor 'measurementProbabilities' holds anything");
    }

    private static List<Circuit> quantinuum(JsonNode results) {
        List<Circuit> circuits = new ArrayList<>();
        for (JsonNode circuit : results) {
            List<String> memory = new ArrayList<>();
            for (JsonNode shot : circuit.path("Shots")) {
                memory.add(quantinuumOutcome(shot, shot));
            }
            JsonNode histogram = circuit.path("Histogram");
            if (!histogram.isArray() && memory.isEmpty()) {
                throw bad("entry " + circuits.size() + " of 'Results' has neither 'Histogram' nor 'Shots'");
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            for (JsonNode bar : histogram) {
                String outcome = quantinuumOutcome(bar.path("Outcome"), bar.path("Display"));
                counts.merge(outcome, count(outcome, bar.path("Count")), ResultForms::sum);
            }
            circuits.add(Circuit.seen(histogram.isArray() ? summable(counts) : tally(memory), memory));
        }
        if (circuits.isEmpty()) {
            throw bad("'Results' is empty");
        }
        return circuits;
    }

    private static String quantinuumOutcome(JsonNode outcome, JsonNode display) {
        String bits = bits(outcome);
        if (bits != null) {
            return bits;
        }
        return display.isString()
                ? display.stringValue()
                : outcome.isString() ? outcome.stringValue() : outcome.toString();
    }

    private static Circuit quandela(String text, MeasurementHints hints) {
        String samples = text.strip();
        if (samples.startsWith("{")) {
            JsonNode inner;
            try {
                inner = HubJson.mapper().readTree(samples);
            } catch (JacksonException noJson) {
                throw failed(text);
            }
            if (!inner.path("results").isString()) {
                throw bad(
                        "the text in 'results' has the members " + names(inner) + ", and must have 'results' as text");
            }
            samples = inner.get("results").stringValue().strip();
        } else if (!samples.startsWith(":PCVL:")) {
            throw failed(text);
        }
        Matcher form = PERCEVAL.matcher(samples);
        if (form.matches() && form.group(1).equals("BSCount")) {
            Map<String, Long> counts = new LinkedHashMap<>();
            entries(form.group(2), ':').forEach((state, count) -> counts.put(state, count(state, count)));
            return Circuit.seen(summable(counts), List.of());
        }
        if (form.matches() && form.group(1).equals("BSDistribution")) {
            Map<String, Double> probabilities = new LinkedHashMap<>();
            entries(form.group(2), '=').forEach((state, value) -> probabilities.put(state, probability(state, value)));
            return Circuit.probable(summed(probabilities), hints.shots());
        }
        throw bad("it is a Perceval value that begins with '" + excerpt(samples)
                + "', and only BSCount and BSDistribution are read here");
    }

    /** The states and numbers of {@code |1,0>:760;|0,1>:740}. A state itself may hold a colon. */
    private static Map<String, JsonNode> entries(String body, char separator) {
        Map<String, JsonNode> entries = new LinkedHashMap<>();
        for (String entry : body.isBlank() ? new String[0] : body.split(";")) {
            int end = entry.lastIndexOf(separator);
            String state = end < 1 ? "" : entry.substring(0, end).strip();
            String value = end < 1 ? "" : entry.substring(end + 1).strip();
            if (state.isEmpty() || !NUMBER.matcher(value).matches()) {
                throw bad("it has the Perceval entry '" + excerpt(entry) + "', which is no state and number");
            }
            JsonNode number = HubJson.mapper().getNodeFactory().numberNode(new BigDecimal(value));
            if (entries.put(state, number) != null) {
                throw bad("it has the state " + excerpt(state) + " twice");
            }
        }
        return entries;
    }

    private static UnreadableResultException failed(String text) {
        return new UnreadableResultException("The provider says that the job failed: " + excerpt(text));
    }

    /** The bits of a flat list of them, or null if it is anything else. */
    private static @Nullable String bits(JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            return null;
        }
        StringBuilder bits = new StringBuilder(list.size());
        for (JsonNode bit : list) {
            if (!bit.isIntegralNumber() || (bit.asLong(-1) != 0 && bit.asLong(-1) != 1)) {
                return null;
            }
            bits.append(bit.intValue());
        }
        return bits.toString();
    }

    private static Map<String, Long> tally(List<String> memory) {
        Map<String, Long> counts = new LinkedHashMap<>();
        memory.forEach(outcome -> counts.merge(outcome, 1L, Long::sum));
        return counts;
    }

    private static Map<String, Long> counts(JsonNode json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        json.properties().forEach(entry -> counts.put(entry.getKey(), count(entry.getKey(), entry.getValue())));
        return summable(counts);
    }

    private static Map<String, Long> summable(Map<String, Long> counts) {
        counts.values().stream().reduce(0L, ResultForms::sum);
        return counts;
    }

    private static long sum(long one, long other) {
        try {
            return Math.addExact(one, other);
        } catch (ArithmeticException overflow) {
            throw bad("its counts add up to more than a long holds");
        }
    }

    private static long count(String outcome, JsonNode value) {
        double size = size(value);
        if (size >= 0 && size < 0x1p63 && size == Math.rint(size)) {
            return value.numberValue().longValue();
        }
        throw bad("the count of '" + excerpt(outcome) + "' is " + excerpt(value.toString())
                + ", and must be a whole number, 0 or more");
    }

    private static Map<String, Double> probabilities(JsonNode json) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        json.properties()
                .forEach(entry -> probabilities.put(entry.getKey(), probability(entry.getKey(), entry.getValue())));
        return summed(probabilities);
    }

    private static double probability(String outcome, JsonNode value) {
        double probability = size(value);
        if (!(probability >= 0) || probability > 1 + SUM_TOLERANCE) {
            throw bad("the probability of '" + excerpt(outcome) + "' is " + excerpt(value.toString())
                    + ", and must be a number from 0 to 1");
        }
        return probability;
    }

    /** NaN for what is no number, infinite for what is too large: a node's own doubleValue would throw. */
    private static double size(JsonNode value) {
        return value.isNumber() ? value.numberValue().doubleValue() : Double.NaN;
    }

    private static Map<String, Double> summed(Map<String, Double> probabilities) {
        double sum =
                probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw bad("its probabilities add up to " + sum + ", and must add up to 1");
        }
        return probabilities;
    }

    private static UnreadableResultException bad(String what) {
        return new UnreadableResultException("The result cannot be read: " + what + "; take it as JSON instead");
    }

    private static String names(JsonNode object) {
        return object.propertyNames().stream()
                .limit(20)
                .map(ResultForms::excerpt)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String excerpt(String text) {
        String printable = text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "...";
        return printable.replaceAll("\\p{Cntrl}", " ");
    }
}
