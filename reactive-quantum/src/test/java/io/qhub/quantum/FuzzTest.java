package io.qhub.quantum;

import io.qhub.quantum.model.Backend;
import io.qhub.quantum.model.CalibrationResponse;
import io.qhub.quantum.model.Job;
import io.qhub.quantum.model.Session;
import io.qhub.quantum.model.WorkloadResponse;
import io.qhub.testing.FuzzedAnswers;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.WebClient;

/** Whatever a Hub answers, each call ends with an answer or with an exception of the client's own. */
class FuzzTest {

    private static final int ROUNDS = Boolean.getBoolean("qhub.big") ? 1_000 : 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachCallEndsWell(long seed) {
        FuzzedAnswers answers = new FuzzedAnswers(
                seed,
                List.of(Job.class, Backend.class, Session.class, CalibrationResponse.class, WorkloadResponse.class));
        try (HubQuantumClient client = HubQuantumClient.builder()
                .baseUrl("https://hub.test/quantum")
                .apiKey("token-1")
                .maxRetries(0)
                .webClientBuilder(WebClient.builder().exchangeFunction(answers))
                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Exchange exchange : Exchange.all()) {
                    FuzzedAnswers.endsWell(
                            exchange + ", seed " + seed + ", round " + round,
                            exchange.call().on(client, Exchange.EXECUTION, Exchange.ID));
                }
            }
        }
    }
}
