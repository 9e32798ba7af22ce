package io.qhub.quantum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.qhub.core.json.HubJson;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.JobInputFormat;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class MeasurementsTest {

    private static final MeasurementHints NONE = MeasurementHints.none();

    @Test
    void ionqWithTheNumberOfQubits() {
        Measurements measured = read(
                "{\"histogram\": {\"0\": 0.25, \"1\": 0.5, \"6\": 0.25}}",
                NONE.withQubits(3).withShots(8));

        // Qubit 0 is the first character: state 1 is qubit 0 alone, state 6 is qubits 1 and 2.
        assertThat(measured.probabilities()).containsExactly(entry("000", 0.25), entry("100", 0.5), entry("011", 0.25));
        assertThat(measured.counts()).containsExactly(entry("000", 2L), entry("100", 4L), entry("011", 2L));
        assertThat(measured.countsDerived()).isTrue();
        assertThat(measured.memory()).isEmpty();
    }

    @Test
    void ionqWithoutTheNumberOfQubits() {
        Measurements measured = read("{\"histogram\": {\"0\": 0.5, \"3\": 0.5}}", NONE);

        assertThat(measured.probabilities()).containsExactly(entry("0", 0.5), entry("3", 0.5));
        assertThat(measured.hasCounts()).isFalse();
        assertThat(measured.countsDerived()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(measured::counts)
                .withMessageContaining("probabilities only")
                .withMessageContaining("shots");
    }

    @Test
    void ionqStatesOfMoreThan64Qubits() {
        String last = BigInteger.ONE.shiftLeft(69).toString();
        Measurements measured = read("{\"histogram\": {\"" + last + "\": 1}}", NONE.withQubits(70));
        assertThat(measured.probabilities()).containsOnlyKeys("0".repeat(69) + "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "18446744073709551616"})
    void ionqStatesThatTheQubitsDoNotHaveAreRefused(String state) {
        refused("{\"histogram\": {\"" + state + "\": 1}}", NONE.withQubits(2))
                .withMessageContaining(state)
                .withMessageContaining("2 qubits do not have");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0x3", "", "1.5", "|00>", "\u0663"})
    void ionqStatesThatAreNoNumbersAreRefused(String state) {
        refused("{\"histogram\": {\"" + state + "\": 1}}", NONE).withMessageContaining("no decimal number");
    }

    @Test
    void normalized() {
        Measurements measured =
                read("{\"counts\": {\"01\": 3, \"10\": 1}, \"memory\": [\"01\", \"10\", \"01\", \"01\"]}", NONE);

        assertThat(measured.counts()).containsExactly(entry("01", 3L), entry("10", 1L));
        assertThat(measured.probabilities()).containsExactly(entry("01", 0.75), entry("10", 0.25));
        assertThat(measured.memory()).containsExactly("01", "10", "01", "01");
        assertThat(measured.hasCounts()).isTrue();
        assertThat(measured.countsDerived()).isFalse();
    }

    @Test
    void memoryAloneIsCounted() {
        assertThat(read("{\"memory\": [\"1\", \"0\", \"1\"], \"counts\": null}", NONE)
                        .counts())
                .containsExactly(entry("1", 2L), entry("0", 1L));
    }

    @Test
    void countsOfNoShotAtAll() {
        Measurements measured = read("{\"counts\": {\"0\": 0, \"1\": 0}}", NONE);
        assertThat(measured.counts()).containsOnly(entry("0", 0L), entry("1", 0L));
        assertThat(measured.probabilities()).isEmpty();
    }

    @Test
    void braketShots() {
        Measurements measured = read("""
                {"braketSchemaHeader": {"name": "braket.task_result.gate_model_task_result", "version": "1"},
                 "measurements": [[1, 0, 0], [0, 1, 1], [1, 0, 0]], "measurementProbabilities": null,
                 "measuredQubits": [0, 1, 2], "resultTypes": [], "taskMetadata": {"shots": 3}}
                """, NONE.withShots(999));

        assertThat(measured.counts()).containsExactly(entry("100", 2L), entry("011", 1L));
        assertThat(measured.memory()).containsExactly("100", "011", "100");
        assertThat(measured.countsDerived()).isFalse();
        assertThat(measured.probabilities().get("011")).isEqualTo(1 / 3.0);
    }

    @Test
    void braketProbabilities() {
        String result = """
                {"measurements": [], "measurementProbabilities": {"00": 0.5, "11": 0.5}, "measuredQubits": [0, 1],
                 "taskMetadata": {"shots": 10}}
                """;
        assertThat(read(result, NONE).counts()).containsExactly(entry("00", 5L), entry("11", 5L));
        assertThat(read(result, NONE).countsDerived()).isTrue();
        assertThat(read(result, NONE.withShots(4)).counts()).containsExactly(entry("00", 2L), entry("11", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[0, 1], [0]]",
                "[[0, 2]]",
                "[[0, -1]]",
                "[[true, false]]",
                "[[0.5]]",
                "[[]]",
                "[{\"shotResult\": {}}]",
                "[18446744073709551616]"
            })
    void braketShotsThatAreNoBitsAreRefused(String measurements) {
        refused("{\"measurements\": " + measurements + "}", NONE).withMessageContaining("no list of bits");
    }

    @Test
    void braketWithoutAnything() {
        refused("{\"measurements\": [], \"measurementProbabilities\": {}}", NONE)
                .withMessageContaining("neither");
    }

    @Test
    void iqmOneAndSeveralCircuits() {
        Measurements one =
                read("[{\"measurement_keys\": [\"m_1_0_0\"], \"counts\": {\"0\": 497.0, \"1\": 503}}]", NONE);
        assertThat(one.counts()).containsExactly(entry("0", 497L), entry("1", 503L));

        Measurements two = read("[{\"counts\": {\"0\": 1}}, {\"counts\": {\"1\": 2}}]", NONE);
        assertThat(two.circuits())
                .extracting(Measurements.Circuit::counts)
                .containsExactly(Map.of("0", 1L), Map.of("1", 2L));
        assertThatIllegalStateException()
                .isThrownBy(two::counts)
                .withMessage("The result is of 2 circuits; ask circuits() for each of them");
        assertThatIllegalStateException().isThrownBy(two::probabilities);
        assertThatIllegalStateException().isThrownBy(two::memory);
        assertThatIllegalStateException().isThrownBy(two::hasCounts);
    }

    @Test
    void iqmListsOfSomethingElse() {
        refused("[]", NONE).withMessageContaining("empty list");
        refused("[{\"counts\": {\"0\": 1}}, {\"shots\": 5, \"data\": 1}]", NONE)
                .withMessageContaining("entry 1 has the members [shots, data]");
        refused("[1]", NONE).withMessageContaining("entry 0 is none");
    }

    @Test
    void quantinuum() {
        Measurements measured = read("""
                {"DataFormat": "microsoft.quantum-results.v2", "Results": [
                 {"Histogram": [{"Outcome": [0, 1], "Display": "[0, 1]", "Count": 3},
                                {"Outcome": [[1], [0, 1]], "Display": "([1], [0, 1])", "Count": 1},
                                {"Outcome": 7, "Count": 2}],
                  "Shots": [[0, 1], [0, 1]]},
                 {"Shots": [[1], [1], [0]]}]}
                """, NONE);

        assertThat(measured.circuits()).hasSize(2);
        assertThat(measured.circuits().get(0).counts())
                .containsExactly(entry("01", 3L), entry("([1], [0, 1])", 1L), entry("7", 2L));
        assertThat(measured.circuits().get(0).memory()).containsExactly("01", "01");
        assertThat(measured.circuits().get(1).counts()).containsExactly(entry("1", 2L), entry("0", 1L));
        refused("{\"Results\": []}", NONE).withMessageContaining("'Results' is empty");
        refused("{\"Results\": [{\"Other\": 1}]}", NONE).withMessageContaining("neither 'Histogram' nor 'Shots'");
        refused("{\"Results\": [{\"Histogram\": [{\"Outcome\": [0]}]}]}", NONE)
                .withMessageContaining("the count of '0'");
    }

    @Test
    void quandelaCounts() {
        Measurements measured = quandela("{\"results\": \":PCVL:BSCount:{|1,0>:760;|0,1>:740}\", \"global_perf\": 1}");
        assertThat(measured.counts()).containsExactly(entry("|1,0>", 760L), entry("|0,1>", 740L));
        assertThat(measured.countsDerived()).isFalse();
        assertThat(quandela(":PCVL:BSCount:{|{P:H},0>:2}").counts()).containsExactly(entry("|{P:H},0>", 2L));
        assertThat(quandela(":PCVL:BSCount:{}").counts()).isEmpty();
    }

    @Test
    void quandelaProbabilities() {
        Measurements measured = quandela("{\"results\": \":PCVL:BSDistribution:{|1,0>=0.75;|0,1>=2.5e-1}\"}");
        assertThat(measured.probabilities()).containsExactly(entry("|1,0>", 0.75), entry("|0,1>", 0.25));
        assertThat(measured.counts()).containsExactly(entry("|1,0>", 3L), entry("|0,1>", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload could not be decoded", "{broken", "", "Traceback: line 1\nline 2"})
    void aFailedQuandelaJobIsSaidToHaveFailed(String text) {
        assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> quandela(text))
                .withMessage("The provider says that the job failed: " + text.replace('\n', ' '))
                .matches(failed -> !failed.isRetryable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":PCVL:BSCount:{|1,0>:-1}",
                ":PCVL:BSCount:{|1,0>:1.5}",
                ":PCVL:BSCount:{|1,0>}",
                ":PCVL:BSCount:{|1,0>:NaN}",
                ":PCVL:BSCount:{|1,0>:1;|1,0>:2}",
                ":PCVL:BSCount:{|1,0>:1e999}",
                ":PCVL:BSDistribution:{|1,0>=0.5}",
                ":PCVL:BSSamples:[|1,0>]",
                ":PCVL:zip:eJw=",
                "{\"performance\": 1}"
            })
    void otherPercevalTextsAreRefused(String text) {
        assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> quandela(text))
                .withMessageStartingWith("The result cannot be read: ")
                .withMessageEndingWith("; take it as JSON instead");
    }

    @Test
    void ibmIsSaidToBeEncoded() {
        String message = "encoding of the Qiskit runtime";
        refused("{\"__type__\": \"PrimitiveResult\", \"__value__\": {}}", NONE).withMessageContaining(message);
        refused("{\"results\": [], \"metadata\": {}}", NONE.withInputFormat(JobInputFormat.QISKIT_QPY))
                .withMessageContaining(message);
        refused("\"eJw\"", NONE.withInputFormat(JobInputFormat.QISKIT)).withMessageContaining(message);
    }

    @Test
    void anUnknownFormIsNamedByWhatItHas() {
        refused("{\"samples\": [], \"meta\\ndata\": 1}", NONE)
                .withMessageContaining("has the members [samples, meta data]")
                .withMessageContaining("histogram (IonQ)");
        refused("{}", NONE).withMessageContaining("has the members []");
        refused("5", NONE).withMessageContaining("is a JSON number");
        refused("\"text\"", NONE).withMessageContaining("is a JSON string");
        refused("null", NONE).withMessageContaining("is a JSON null");
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 5_000; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("\"")
                    .append("m".repeat(300))
                    .append(i)
                    .append("\":1");
        }
        assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> read(many.append('}').toString(), NONE))
                .matches(e -> e.getMessage().length() < 6_000);
    }

    @ParameterizedTest
    @CsvSource({"-0.5", "1.5", "1e400", "'\"NaN\"'", "true", "null", "'{}'"})
    void probabilitiesThatAreNoneAreRefused(String value) {
        refused("{\"histogram\": {\"0\": " + value + ", \"1\": 0.5}}", NONE)
                .withMessageContaining("the probability of '0'")
                .withMessageContaining("a number from 0 to 1");
    }

    @Test
    void notANumberIsRefused() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("histogram").put("0", Double.NaN);
        assertThatExceptionOfType(UnreadableResultException.class).isThrownBy(() -> Measurements.of(result));
        result.putObject("histogram").put("0", Double.POSITIVE_INFINITY);
        assertThatExceptionOfType(UnreadableResultException.class).isThrownBy(() -> Measurements.of(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"0\": 0}", "{\"0\": 0.5}", "{\"0\": 0.9, \"1\": 0.9}"})
    void probabilitiesThatDoNotAddUpAreRefused(String histogram) {
        refused("{\"histogram\": " + histogram + "}", NONE).withMessageContaining("must add up to 1");
    }

    @ParameterizedTest
    @CsvSource({"-1", "0.5", "1e400", "'\"5\"'", "true", "null", "9223372036854775808"})
    void countsThatAreNoneAreRefused(String value) {
        refused("{\"counts\": {\"0\": " + value + ", \"1\": 5}}", NONE)
                .withMessageContaining("the count of '0'")
                .withMessageContaining("a whole number, 0 or more");
    }

    @Test
    void countsThatOverflowAreRefused() {
        refused("{\"counts\": {\"0\": " + (1L << 62) + ", \"1\": " + (1L << 62) + "}}", NONE)
                .withMessageContaining("more than a long holds");
        refused(
                        "{\"Results\": [{\"Histogram\": [{\"Outcome\": [0], \"Count\": " + (1L << 62)
                                + "}, {\"Outcome\": [0], \"Count\": " + (1L << 62) + "}]}]}",
                        NONE)
                .withMessageContaining("more than a long holds");
    }

    @Test
    void largestRemainderIsExact() {
        // 3 * 0.34 = 1.02, 3 * 0.33 = 0.99: the whole parts give 1, the two largest rests the others.
        assertThat(read("{\"histogram\": {\"0\": 0.34, \"1\": 0.33, \"2\": 0.33}}", NONE.withShots(3))
                        .counts())
                .containsExactly(entry("0", 1L), entry("1", 1L), entry("2", 1L));
        // Binary fractions would give 28 for 0.29 of 100.
        assertThat(read("{\"histogram\": {\"0\": 0.29, \"1\": 0.71}}", NONE.withShots(100))
                        .counts())
                .containsExactly(entry("0", 29L), entry("1", 71L));
        // Equal rests: those that come first.
        assertThat(read("{\"histogram\": {\"2\": 0.25, \"1\": 0.25, \"0\": 0.25, \"3\": 0.25}}", NONE.withShots(2))
                        .counts())
                .containsExactly(entry("2", 1L), entry("1", 1L));
    }

    @Test
    void derivedCountsAddUpToTheShotsAndAreNearestAtRandom() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            int states = 1 + random.nextInt(40);
            double[] weights = random.doubles(states).map(w -> w * w * w).toArray();
            double sum = Arrays.stream(weights).sum();
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            ObjectNode histogram = result.putObject("histogram");
            for (int state = 0; state < states; state++) {
                histogram.put(Integer.toString(state), Math.rint(weights[state] / sum * 1e6) / 1e6);
            }
            int shots = random.nextInt(10) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(2_000);

            Measurements measured =
                    Measurements.of(result, NONE.withShots(shots).withQubits(6));

            assertThat(measured.counts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("seed %s", seed)
                    .isEqualTo(shots);
            double total = measured.probabilities().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(total).isCloseTo(1, within(0.01));
            measured.probabilities().forEach((outcome, probability) -> assertThat(
                            measured.counts().getOrDefault(outcome, 0L).doubleValue())
                    .isCloseTo(probability / total * shots, within(1.0)));
            assertThat(measured.counts().values()).allMatch(count -> count > 0);
            assertThat(measured.probabilities().keySet()).allMatch(outcome -> outcome.matches("[01]{6}"));
        }
    }

    @Test
    void seenCountsAndMemoryAgreeAtRandom() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int width = 1 + random.nextInt(5);
            int shots = 1 + random.nextInt(200);
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            ArrayNode measurements = result.putArray("measurements");
            List<String> expected = new ArrayList<>();
            for (int shot = 0; shot < shots; shot++) {
                ArrayNode row = measurements.addArray();
                StringBuilder bits = new StringBuilder();
                for (int qubit = 0; qubit < width; qubit++) {
                    int bit = random.nextInt(2);
                    row.add(bit);
                    bits.append(bit);
                }
                expected.add(bits.toString());
            }

            Measurements measured = Measurements.of(result);

            assertThat(measured.memory()).isEqualTo(expected);
            measured.counts()
                    .forEach((outcome, count) -> assertThat(expected.stream().filter(outcome::equals))
                            .hasSize(count.intValue()));
            assertThat(measured.counts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(shots);
            assertThat(measured.probabilities().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void nothingThatIsHandedOutCanBeChanged() {
        Measurements measured = read("{\"histogram\": {\"0\": 1}}", NONE.withShots(1));
        assertThat(measured.counts()).isUnmodifiable();
        assertThat(measured.probabilities()).isUnmodifiable();
        assertThat(measured.memory()).isUnmodifiable();
        assertThat(measured.circuits()).isUnmodifiable();
    }

    @Test
    void randomJsonIsReadOrRefusedAndNothingElse() {
        String[] names = {
            "counts",
            "memory",
            "histogram",
            "Results",
            "Histogram",
            "Shots",
            "measurements",
            "results",
            "measurementProbabilities",
            "taskMetadata",
            "shots",
            "Count",
            "Outcome",
            "Display",
            "0",
            "1",
            "__type__"
        };
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            JsonNode result = anything(random, names, 4);
            MeasurementHints hints =
                    random.nextBoolean() ? NONE : NONE.withShots(5).withQubits(2);
            try {
                Measurements measured = Measurements.of(result, hints);
                assertThat(measured.circuits()).isNotEmpty();
            } catch (UnreadableResultException refused) {
                assertThat(refused.getMessage()).startsWith("The ");
            }
        }
    }

    @Test
    void hintsFromAJob() {
        Job job = HubJson.read("""
                {"shots": 500, "input_format": "IONQ_CIRCUIT_V1", "input_params": {"qubits": "2", "memory": "true"}}
                """.getBytes(StandardCharsets.UTF_8), Job.class);
        assertThat(MeasurementHints.of(job)).isEqualTo(new MeasurementHints(500, 2, JobInputFormat.IONQ_CIRCUIT_V1));
        Job withInput =
                HubJson.read("{\"shots\": 0, \"input\": {\"qubits\": 3}}".getBytes(StandardCharsets.UTF_8), Job.class);
        assertThat(MeasurementHints.of(withInput)).isEqualTo(new MeasurementHints(null, 3, null));
        Job nothing = HubJson.read(
                "{\"input\": \"OPENQASM 3.0;\", \"input_params\": {\"qubits\": \"many\"}}"
                        .getBytes(StandardCharsets.UTF_8),
                Job.class);
        assertThat(MeasurementHints.of(nothing)).isEqualTo(MeasurementHints.none());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NONE.withShots(0))
                .withMessage("shots is 0, and must be at least 1");
        assertThatIllegalArgumentException().isThrownBy(() -> NONE.withQubits(-1));
    }

    private static JsonNode anything(Random random, String[] names, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0:
                return json.numberNode(random.nextInt(3));
            case 1:
                return json.numberNode(random.nextDouble());
            case 2:
                return json.stringNode(random.nextBoolean() ? "01" : ":PCVL:BSCount:{|1>:2}");
            case 3:
                return json.booleanNode(random.nextBoolean());
            case 4:
                return json.nullNode();
            case 5:
                return json.numberNode(1);
            case 6:
                ArrayNode array = json.arrayNode();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    array.add(anything(random, names, depth - 1));
                }
                return array;
            default:
                ObjectNode object = json.objectNode();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    object.set(names[random.nextInt(names.length)], anything(random, names, depth - 1));
                }
                return object;
        }
    }

    private static Measurements quandela(String text) {
        ObjectNode result =
                JsonNodeFactory.instance.objectNode().put("duration", 2).put("results", text);
        return Measurements.of(result, NONE.withShots(4));
    }

    private static Measurements read(String json, MeasurementHints hints) {
        return Measurements.of(HubJson.mapper().readTree(json), hints);
    }

    private static ThrowableAssertAlternative<UnreadableResultException> refused(String json, MeasurementHints hints) {
        return assertThatExceptionOfType(UnreadableResultException.class)
                .isThrownBy(() -> Measurements.of(HubJson.mapper().readTree(json), hints));
    }
}
