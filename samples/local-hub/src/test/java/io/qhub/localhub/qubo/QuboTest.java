package io.qhub.localhub.qubo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class QuboTest {

    private static Qubo qubo(String json) {
        return Qubo.parse((ObjectNode) JsonMapper.shared().readTree(json));
    }

    private static boolean[] bits(long number, int count) {
        boolean[] bits = new boolean[count];
        for (int i = 0; i < count; i++) {
            bits[i] = (number >> i & 1) == 1;
        }
        return bits;
    }

    private static Search done(Search search) {
        for (int i = 0; i < search.parts(); i++) {
            search.advance(() -> false);
        }
        return search;
    }

    /** A random matrix, and the smallest value of its form by the definition. */
    private record Example(double[][] matrix, double smallest) {

        static Example random(int size, double density, SplittableRandom random) {
            double[][] matrix = new double[size][size];
            for (double[] row : matrix) {
                for (int j = 0; j < size; j++) {
                    row[j] = random.nextDouble() < density ? Math.rint(random.nextDouble(-10, 10) * 8) / 8 : 0;
                }
            }
            double smallest = Double.MAX_VALUE;
            for (long x = 0; x < 1L << size; x++) {
                smallest = Math.min(smallest, value(matrix, bits(x, size)));
            }
            return new Example(matrix, smallest);
        }

        static double value(double[][] matrix, boolean[] x) {
            double value = 0;
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x.length; j++) {
                    value += x[i] && x[j] ? matrix[i][j] : 0;
                }
            }
            return value;
        }

        Qubo qubo() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            var rows = json.putArray("qubo");
            for (double[] row : matrix) {
                var values = rows.addArray();
                for (double value : row) {
                    values.add(value);
                }
            }
            return Qubo.parse(json);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"qubo\": {\"0\": 1, \"0,1\": -4, \"1,1\": 2, \"1,2\": 0.5}}",
                "{\"qubo\": {\"0,0\": 1, \"1, 0\": -3, \"0,1\": -1, \" 1 \": 2, \"2,1\": 0.5}}",
                "{\"qubo\": [[1, -4, 0], [0, 2, 0.25], [0, 0.25, 0]]}",
                "{\"terms\": [[0, 0, 1], [1, 0, -4], [1, 1, 2], [2, 1, 0.5]]}"
            })
    void readsEachFormOfAProblem(String json) {
        Qubo qubo = qubo(json);
        assertThat(qubo.variables()).isEqualTo(3);
        assertThat(qubo.terms()).isEqualTo(4);
        double[] energies = {0, 1, 2, -1, 0, 1, 2.5, -0.5};
        for (int x = 0; x < 8; x++) {
            assertThat(qubo.energy(bits(x, 3))).as("%d", x).isEqualTo(energies[x]);
        }
    }

    @Test
    void addsTheOffsetAndVariablesWithoutTerms() {
        Qubo qubo = qubo("{\"qubo\": {\"0,1\": -1}, \"variables\": 4, \"offset\": 10.5}");
        assertThat(qubo.variables()).isEqualTo(4);
        assertThat(qubo.energy(new boolean[4])).isEqualTo(10.5);
        Search search = done(new ExactSearch(qubo));
        assertThat(search.best()).containsExactly(true, true, false, false);
        assertThat(search.energy()).isEqualTo(9.5);
        assertThat(search.evaluations()).isEqualTo(16);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|the request must have one of qubo and terms",
                "{\"qubo\": {}, \"terms\": []}|the request must have one of qubo and terms",
                "{\"qubo\": \"x\"}|qubo must be an object of coefficients",
                "{\"terms\": {}}|terms must be an array of [i, j, coefficient]",
                "{\"qubo\": {}}|the problem has no variables",
                "{\"qubo\": []}|the problem has no variables",
                "{\"qubo\": {\"a\": 1}}|qubo has the key \"a\"; keys are one variable (\"0\") or two (\"0,1\")",
                "{\"qubo\": {\"0,1,2\": 1}}|qubo has the key \"0,1,2\"",
                "{\"qubo\": {\"-1\": 1}}|qubo has the key \"-1\"",
                "{\"qubo\": {\"0,1\": \"1\"}}|qubo[\"0,1\"] must be a number, not \"1\"",
                "{\"qubo\": {\"0,1\": null}}|qubo[\"0,1\"] must be a number, not null",
                "{\"qubo\": {\"0\": 1e999}}|qubo[\"0\"] must be a number, not",
                "{\"qubo\": {\"10000\": 1}}|a key of qubo names the variable 10000; the largest is 9999",
                "{\"qubo\": [[1, 2], [3]]}|it has 2 rows, so row 1 must be an array of 2 numbers",
                "{\"qubo\": [[1, 2], 3]}|row 1 must be an array of 2 numbers",
                "{\"qubo\": [[0, 1, -1.5], [1, 2, 3]]}|must be a square matrix",
                "{\"qubo\": [[true]]}|qubo[0][0] must be a number, not true",
                "{\"terms\": [[0, 1]]}|terms[0] must be [i, j, coefficient]",
                "{\"terms\": [[0, 1, 2], [0, 1.5, 2]]}|terms[1][1] must be an integer from 0 to 9999, not 1.5",
                "{\"terms\": [[-1, 1, 2]]}|terms[0][0] must be an integer from 0 to 9999, not -1",
                "{\"terms\": [[0, 1, 2]], \"variables\": 1}|variables is 1, but the problem has 2",
                "{\"terms\": [[0, 1, 2]], \"variables\": 10001}|variables must be an integer from 0 to 10000",
                "{\"terms\": [[0, 1, 2]], \"offset\": \"0\"}|offset must be a number"
            })
    void saysWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> qubo(json)).isInstanceOf(QuboException.class).hasMessageContaining(message);
    }

    @Test
    void theExactSearchFindsWhatTryingAllFinds() {
        SplittableRandom random = new SplittableRandom(3);
        for (int size = 1; size <= 12; size++) {
            for (int time = 0; time < 20; time++) {
                Example example = Example.random(size, time % 2 == 0 ? 0.9 : 0.3, random);
                Qubo qubo = example.qubo();
                Search search = done(new ExactSearch(qubo));
                assertThat(search.energy()).isCloseTo(example.smallest(), within(1e-9));
                assertThat(Example.value(example.matrix(), search.best())).isCloseTo(search.energy(), within(1e-9));
                assertThat(search.evaluations()).isEqualTo(1L << size);
            }
        }
    }

    @Test
    void theExactSearchTakesTwentyVariables() {
        // A chain in which neighbours want to differ, held at its first variable: the best assignment alternates.
        StringBuilder json = new StringBuilder("{\"qubo\": {\"0\": -1.5");
        for (int i = 1; i < 20; i++) {
            json.append(",\"").append(i).append("\": ").append(i == 19 ? -1 : -2);
            json.append(",\"").append(i - 1).append(',').append(i).append("\": 2");
        }
        Search search = done(new ExactSearch(qubo(json + "}}")));
        assertThat(search.energy()).isEqualTo(-19.5);
        for (int i = 0; i < 20; i++) {
            assertThat(search.best()[i]).as("%d", i).isEqualTo(i % 2 == 0);
        }
        assertThatThrownBy(() -> new ExactSearch(qubo("{\"qubo\": {\"20\": 1}}")))
                .hasMessage("an exact search takes at most 20 variables, the problem has 21");
    }

    @Test
    void annealingFindsTheBestOfSmallProblemsAndRepeatsItself() {
        SplittableRandom random = new SplittableRandom(5);
        for (int time = 0; time < 10; time++) {
            Example example = Example.random(12, 0.6, random);
            Search search = done(new Annealing(example.qubo(), 10, 200, 7));
            assertThat(search.energy()).isCloseTo(example.smallest(), within(1e-9));
            assertThat(Example.value(example.matrix(), search.best())).isCloseTo(search.energy(), within(1e-9));
            Search again = done(new Annealing(example.qubo(), 10, 200, 7));
            assertThat(again.best()).isEqualTo(search.best());
            assertThat(again.evaluations()).isEqualTo(search.evaluations());
        }
        assertThat(done(new Annealing(qubo("{\"qubo\": {\"3\": 0}}"), 1, 1, 1)).energy())
                .isZero();
    }

    @Test
    void annealingSolvesALongChain() {
        StringBuilder json = new StringBuilder("{\"qubo\": {\"0\": -1.5");
        for (int i = 1; i < 60; i++) {
            json.append(",\"").append(i).append("\": ").append(i == 59 ? -1 : -2);
            json.append(",\"").append(i - 1).append(',').append(i).append("\": 2");
        }
        assertThat(done(new Annealing(qubo(json + "}}"), 10, 1000, 1)).energy()).isEqualTo(-59.5);
    }

    @Test
    void aCancelledSearchEndsEarly() {
        AtomicInteger asked = new AtomicInteger();
        Search exact = new ExactSearch(qubo("{\"qubo\": {\"19\": -1}}"));
        exact.advance(() -> asked.incrementAndGet() == 3);
        assertThat(exact.evaluations()).isLessThan(20_000);
        Search annealing = new Annealing(qubo("{\"qubo\": {\"19\": -1}}"), 1, 100_000, 1);
        annealing.advance(() -> true);
        assertThat(annealing.evaluations()).isZero();
    }
}
