package io.qhub.localhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OptimiserTest {

    private static final LocalHub HUB =
            LocalHub.builder().queueTime(Duration.ZERO).runTime(Duration.ZERO).start();

    private final TestClient client = TestClient.service(HUB, "optimiser");

    @AfterAll
    static void close() {
        HUB.close();
    }

    private static double value(double[][] matrix, long x) {
        double value = 0;
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                value += (x >> i & 1) * (x >> j & 1) * matrix[i][j];
            }
        }
        return value;
    }

    @Test
    void findsWhatTryingAllFinds() {
        SplittableRandom random = new SplittableRandom(11);
        for (int size = 2; size <= 11; size += 3) {
            double[][] matrix = new double[size][size];
            StringBuilder json = new StringBuilder("{\"terms\":[");
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    matrix[i][j] = random.nextInt(-40, 40) / 8.0;
                    json.append(i + j == 0 ? "" : ",")
                            .append('[')
                            .append(i + "," + j + "," + matrix[i][j])
                            .append(']');
                }
            }
            double smallest = Double.MAX_VALUE;
            for (long x = 0; x < 1L << size; x++) {
                smallest = Math.min(smallest, value(matrix, x));
            }
            for (String method : new String[] {"auto", "exact", "annealing"}) {
                JsonNode result = client.execute(json + "],\"method\":\"" + method + "\"}");
                assertThat(result.get("energy").doubleValue()).as(method).isCloseTo(smallest, within(1e-9));
                long x = 0;
                for (int i = 0; i < size; i++) {
                    x |= result.get("assignment").get(i).longValue() << i;
                }
                assertThat(value(matrix, x)).isCloseTo(smallest, within(1e-9));
                assertThat(result.get("method").stringValue()).isEqualTo(method.equals("auto") ? "exact" : method);
                assertThat(result.get("variables").intValue()).isEqualTo(size);
            }
        }
    }

    @Test
    void isExactUpToTwentyVariablesAndAnnealsBeyond() {
        JsonNode twenty = client.execute("{\"qubo\":{\"19\":-1,\"0,19\":-0.5}}");
        assertThat(twenty.get("method").stringValue()).isEqualTo("exact");
        assertThat(twenty.get("evaluations").intValue()).isEqualTo(1 << 20);
        assertThat(twenty.get("energy").doubleValue()).isEqualTo(-1.5);
        JsonNode more = client.execute("{\"qubo\":{\"20\":-1,\"0,20\":-0.5},\"seed\":3,\"reads\":2,\"sweeps\":50}");
        assertThat(more.get("method").stringValue()).isEqualTo("annealing");
        assertThat(more.get("energy").doubleValue()).isEqualTo(-1.5);
        assertThat(more.get("seed").intValue()).isEqualTo(3);
        JsonNode again = client.execute("{\"qubo\":{\"20\":-1,\"0,20\":-0.5},\"seed\":3,\"reads\":2,\"sweeps\":50}");
        assertThat(again.get("assignment")).isEqualTo(more.get("assignment"));
        assertThat(again.get("evaluations")).isEqualTo(more.get("evaluations"));
    }

    @Test
    void readsTheOlderFormOfARequest() {
        JsonNode result = client.execute("{\"data\":{\"qubo\":[[-1,0],[0,1]]},\"params\":{\"seed\":9}}");
        assertThat(result.get("assignment")).hasToString("[1,0]");
        assertThat(result.get("seed").intValue()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|INVALID_QUBO|the request must have one of qubo and terms",
                "{\"qubo\":{\"0,1\":\"x\"}}|INVALID_QUBO|qubo[\"0,1\"] must be a number",
                "{\"qubo\":{\"20\":1},\"method\":\"exact\"}|INVALID_QUBO|at most 20 variables, the problem has 21",
                "{\"qubo\":{\"0\":1},\"sweps\":5}|INVALID_INPUT|there is no parameter sweps; known are [file, method,",
                "{\"qubo\":{\"0\":1},\"sweeps\":0}|INVALID_INPUT|sweeps must be an integer from 1 to 100000, not 0",
                "{\"qubo\":{\"0\":1},\"reads\":1.5}|INVALID_INPUT|reads must be an integer from 1 to 1000, not 1.5",
                "{\"qubo\":{\"0\":1},\"seed\":\"a\"}|INVALID_INPUT|seed must be an integer, not \"a\"",
                "{\"qubo\":{\"0\":1},\"padding_bytes\":-1}|INVALID_INPUT|padding_bytes must be an integer from 0",
                "{\"qubo\":{\"0\":1},\"method\":\"quantum\"}|INVALID_INPUT|method must be auto, exact or annealing"
            })
    void saysWhatIsWrong(String request, String code, String detail) {
        String id = client.start(request);
        client.awaitExecution(id, "FAILED");
        JsonNode result = client.getJson("/" + id + "/result");
        assertThat(result.get("code").stringValue()).isEqualTo(code);
        assertThat(result.get("detail").stringValue()).contains(detail);
    }

    @Test
    void aSearchThatIsCancelledStops() {
        StringBuilder json = new StringBuilder("{\"sweeps\":100000,\"reads\":1000,\"qubo\":{\"0\":1");
        for (int i = 1; i < 2000; i++) {
            json.append(",\"").append(i - 1).append(',').append(i).append("\":-1");
        }
        String id = client.start(json + "}}");
        client.awaitExecution(id, "RUNNING");
        client.put("/" + id + "/cancel");
        client.awaitExecution(id, "CANCELLED");
        // The thread that it computed on is free again.
        for (int i = 0; i < 8; i++) {
            client.execute("{\"qubo\":{\"0\":1}}");
        }
    }

    @Test
    void theEndlessServiceChecksItsInput() {
        TestClient endless = TestClient.service(HUB, "endless");
        String id = endless.start("{\"log_every_ms\":0}");
        endless.awaitExecution(id, "FAILED");
        assertThat(endless.getJson("/" + id + "/result").get("detail").stringValue())
                .isEqualTo("log_every_ms must be a positive integer, not 0");
    }
}
