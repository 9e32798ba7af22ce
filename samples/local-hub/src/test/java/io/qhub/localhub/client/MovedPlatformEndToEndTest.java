package io.qhub.localhub.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qhub.core.PathOverrides;
import io.qhub.core.contract.Contract;
import io.qhub.core.credentials.StaticCredential;
import io.qhub.core.error.NotFoundException;
import io.qhub.localhub.LocalHub;
import io.qhub.platform.HubPlatformClient;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The same on a hub that has every path elsewhere, with the paths that its OpenAPI document tells. */
class MovedPlatformEndToEndTest extends PlatformEndToEndTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    LocalHub hub() {
        return LocalHub.builder().movedPaths(path -> "/v9" + path).start();
    }

    @Override
    PathOverrides paths(LocalHub of) {
        return Objects.requireNonNull(
                Contract.discover(HubPlatformClient.operations(), of.platformUrl(), new StaticCredential(of.token()))
                        .block(PATIENCE));
    }

    @Test
    void withoutThemEveryCallSaysWhatToDo() {
        try (LocalHub moved = LocalHub.builder().movedDesignedPaths("/v9").start();
                HubPlatformClient lost = client(moved, PathOverrides.none());
                HubPlatformClient guided = client(moved, paths(moved))) {
            assertThatThrownBy(() -> lost.billing().getBalance().block(PATIENCE))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("path(")
                    .hasMessageContaining("Contract.discover");
            assertThat(lost.dataPools().getDataPools().collectList().block(PATIENCE))
                    .as("an operation that is verified has not moved")
                    .isEmpty();
            assertThat(guided.billing().getBalance().block(PATIENCE)).isNotNull();
        }
    }
}
