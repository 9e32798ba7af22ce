package io.qhub.service;

import io.qhub.core.transfer.DownloadOptions;
import io.qhub.service.model.LogEntry;
import io.qhub.service.model.ResultResponse;
import io.qhub.service.model.ServiceExecution;
import io.qhub.testing.FuzzedAnswers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.web.reactive.function.client.WebClient;

/** Whatever a gateway answers, each call ends with an answer or with an exception of the client's own. */
class FuzzTest {

    private static final int ROUNDS = Boolean.getBoolean("qhub.big") ? 5_000 : 200;

    @TempDir
    Path directory;

    private Map<String, Publisher<?>> calls(HubServiceClient client) {
        ServiceExecutionsClient executions = client.executions();
        Map<String, Publisher<?>> calls = new LinkedHashMap<>();
        calls.put("getServiceExecutions", executions.getServiceExecutions());
        calls.put("startExecution", executions.startExecution(Map.of()));
        calls.put("getStatus", executions.getStatus("e-1"));
        calls.put("getResult", executions.getResult("e-1"));
        calls.put("getResultFile", executions.getResultFile("e-1", "f"));
        calls.put(
                "downloadResultFile",
                executions.downloadResultFile("e-1", "f", directory.resolve("f"), DownloadOptions.defaults()));
        calls.put("getLogs", executions.getLogs("e-1"));
        calls.put("cancelExecution", executions.cancelExecution("e-1"));
        return calls;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachCallEndsWell(long seed) {
        FuzzedAnswers answers =
                new FuzzedAnswers(seed, List.of(ServiceExecution.class, ResultResponse.class, LogEntry.class));
        try (HubServiceClient client = HubServiceClient.builder()
                .endpoint("https://gateway.test/acme/service/1.0.0")
                .token("token-1")
                .maxRetries(0)
                .webClientBuilder(WebClient.builder().exchangeFunction(answers))
                .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                int number = round;
                calls(client)
                        .forEach((name, call) ->
                                FuzzedAnswers.endsWell(name + ", seed " + seed + ", round " + number, call));
            }
        }
    }
}
