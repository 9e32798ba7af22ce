package io.qhub.platform;

import io.qhub.testing.FuzzedAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.WebClient;

/** Whatever a Hub answers, each call ends with an answer or with an exception of the client's own. */
class FuzzTest {

    private static final int ROUNDS = Boolean.getBoolean("qhub.big") ? 200 : 5;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachCallEndsWell(long seed) throws IOException {
        Files.write(directory.resolve(Call.FILE_NAME), Call.CONTENT);
        WebClient.Builder answers = WebClient.builder()
                .exchangeFunction(new FuzzedAnswers(seed, Models.all().values()));
        try (HubPlatformClient platform = HubPlatformClient.builder()
                        .baseUrl("https://hub.test/qc-catalog")
                        .apiKey("token-1")
                        .maxRetries(0)
                        .webClientBuilder(answers)
                        .build();
                HubUserClient user = HubUserClient.builder()
                        .baseUrl("https://hub.test/user-service")
                        .apiKey("token-1")
                        .maxRetries(0)
                        .webClientBuilder(answers)
                        .build()) {
            for (int round = 0; round < ROUNDS; round++) {
                for (Call call : Call.operations()) {
                    FuzzedAnswers.endsWell(
                            call + ", seed " + seed + ", round " + round, call.on(platform, user, directory));
                }
            }
        }
    }
}
