package io.qhub.contractcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.PathOverrides;
import io.qhub.core.contract.Contract;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.error.NotFoundException;
import io.qhub.localhub.LocalHub;
import io.qhub.localhub.contract.OpenApiDocument.Version;
import io.qhub.platform.HubPlatformClient;
import io.qhub.quantum.HubQuantumClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against documents that are made of the contract, not of the clients. */
class LocalHubTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(LocalHub hub, String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = hub.url();
        return ContractCheck.run(
                new PrintWriter(out, true), new PrintWriter(err, true), new StaticCredential(hub.token()), all);
    }

    @ParameterizedTest
    @EnumSource
    void theClientsAreAsTheContractSays(Version version) {
        try (LocalHub hub = LocalHub.builder()
                .platform(settings -> settings.openApiVersion(version))
                .start()) {
            assertThat(run(hub)).as("%s%n%s", out, err).isZero();
        }
        assertThat(out.toString())
                .contains("Quantum API: 36 operations: 36 found, 0 moved, 0 changed, 0 missing")
                .contains("Platform API: 198 operations: 198 found, 0 moved, 0 changed, 0 missing; 0 new")
                .contains("User service: 12 operations: 12 found, 0 moved, 0 changed, 0 missing; 0 new");
    }

    @Test
    void aHubThatHasMovedEverythingIsMended() throws IOException {
        try (LocalHub hub = LocalHub.builder().movedPaths("/v9"::concat).start()) {
            assertThat(run(hub, "--write-overrides")).isEqualTo(1);
            Properties properties = new Properties();
            properties.load(new StringReader(out.toString()));
            PathOverrides paths = PathOverrides.ofProperties(properties);
            assertThat(paths.asMap()).hasSize(36 + 198 + 12);

            try (HubQuantumClient lost = HubQuantumClient.builder()
                            .baseUrl(hub.quantumUrl())
                            .apiKey(hub.token())
                            .build();
                    HubQuantumClient mended = HubQuantumClient.builder()
                            .baseUrl(hub.quantumUrl())
                            .apiKey(hub.token())
                            .paths(paths)
                            .build()) {
                assertThatThrownBy(() ->
                                lost.backends().getBackends().collectList().block(WAIT))
                        .isInstanceOf(NotFoundException.class);
                assertThat(mended.backends().getBackends().collectList().block(WAIT))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theMessageOfALostOperationNamesTheWayThatMendsIt() {
        try (LocalHub hub = LocalHub.builder().movedDesignedPaths("/v9").start();
                HubPlatformClient lost = HubPlatformClient.builder()
                        .baseUrl(hub.platformUrl())
                        .apiKey(hub.token())
                        .build()) {
            assertThatThrownBy(() -> lost.billing().getBalance().block(WAIT))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("The path of this operation is designed, not verified")
                    .hasMessageContaining("builder.path(\"platform.billing.getBalance\", \"/billing/balance\")")
                    .hasMessageContaining("Contract.discover(..)");

            PathOverrides paths = Contract.discover(HubPlatformClient.operations(), lost.http())
                    .block(WAIT);

            assertThat(paths.asMap())
                    .containsEntry("platform.billing.getBalance", "/v9/billing/balance")
                    .doesNotContainKey("platform.dataPools.getDataPools");
            try (HubPlatformClient mended = HubPlatformClient.builder()
                    .baseUrl(hub.platformUrl())
                    .apiKey(hub.token())
                    .paths(paths)
                    .build()) {
                assertThat(mended.billing().getBalance().block(WAIT)).isNotNull();
            }
        }
    }
}
