package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MeasurementsPropertiesTest {

    private static final int QUBITS = 20;

    /** Weights of states; some are many orders smaller than others, and some are zero, but never all. */
    @Provide
    Arbitrary<Map<Integer, Double>> weights() {
        Arbitrary<Double> weight = Arbitraries.oneOf(
                Arbitraries.just(0.0),
                Arbitraries.of(1.0, 1.0 / 3, 1e-300),
                Combinators.combine(
                                Arbitraries.integers().between(1, 1_000_000),
                                Arbitraries.integers().between(0, 12))
                        .as((number, digits) -> number * Math.pow(10, -digits)));
        return Arbitraries.maps(Arbitraries.integers().between(0, (1 << QUBITS) - 1), weight)
                .ofMinSize(1)
                .ofMaxSize(40)
                .filter(all -> all.values().stream().anyMatch(each -> each >= 1e-12));
    }

    @Provide
    Arbitrary<List<String>> memories() {
        return Arbitraries.strings()
                .withChars("01")
                .ofLength(3)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
    }

    private static ObjectNode histogram(Map<Integer, Double> weights) {
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        ObjectNode histogram = result.putObject("histogram");
        weights.forEach((state, weight) -> histogram.put(state.toString(), weight / sum));
        return result;
    }

    @Property
    void derivedCountsAddUpToTheShotsAndAreTheirNearestWholeNumbers(
            @ForAll("weights") Map<Integer, Double> weights, @ForAll @IntRange(min = 1) int shots) {
        Measurements measured =
                Measurements.of(histogram(weights), MeasurementHints.none().withShots(shots));

        Map<String, Long> counts = measured.counts();
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(shots);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isPositive());
        assertThat(measured.probabilities().keySet()).containsAll(counts.keySet());
        double sum = measured.probabilities().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        measured.probabilities().forEach((outcome, probability) -> assertThat((double) counts.getOrDefault(outcome, 0L))
                .isCloseTo(probability / sum * shots, within(1.001)));
    }

    @Property
    void moreProbableOutcomesAreNotCountedLess(
            @ForAll("weights") Map<Integer, Double> weights, @ForAll @IntRange(min = 1, max = 100_000) int shots) {
        Measurements measured =
                Measurements.of(histogram(weights), MeasurementHints.none().withShots(shots));

        List<Long> rising = measured.probabilities().entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(entry -> measured.counts().getOrDefault(entry.getKey(), 0L))
                .toList();
        for (int i = 1; i < rising.size(); i++) {
            // Of two that are as probable, either may have the last shot.
            assertThat(rising.get(i)).isGreaterThanOrEqualTo(rising.get(i - 1) - 1);
        }
    }

    @Property
    void bitIOfAStateIsCharacterIOfItsOutcome(@ForAll("weights") Map<Integer, Double> weights) {
        Measurements measured =
                Measurements.of(histogram(weights), MeasurementHints.none().withQubits(QUBITS));

        assertThat(measured.probabilities().keySet().stream().map(outcome -> new BigInteger(
                                new StringBuilder(outcome).reverse().toString(), 2)
                        .intValue()))
                .containsExactlyElementsOf(weights.keySet());
    }

    @Property
    void shotsAreCountedOneByOne(@ForAll("memories") List<String> memory) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        memory.forEach(result.putArray("memory")::add);

        Measurements measured = Measurements.of(result);

        assertThat(measured.memory()).isEqualTo(memory);
        assertThat(measured.countsDerived()).isFalse();
        assertThat(measured.counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(memory.size());
        measured.counts()
                .forEach((outcome, count) ->
                        assertThat(memory).filteredOn(outcome::equals).hasSize(Math.toIntExact(count)));
        measured.probabilities().forEach((outcome, probability) -> assertThat(probability * memory.size())
                .isCloseTo(measured.counts().get(outcome), within(1e-9)));
    }
}
