package io.qhub.microservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.qhub.localhub.LocalHub;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With the embedded database. */
class H2ResumeTest extends ResumeContract {

    @Override
    Map<String, Object> database() {
        return Map.of();
    }

    @Test
    void anEmbeddedHubThatHasForgottenItsJobsIsGivenThemAgain() {
        String path;
        try (LocalHub hub = LocalHub.builder().queueTime(Duration.ofMinutes(5)).start();
                RunningService service = RunningService.start(hub, directory, Microservice.embedded(hub))) {
            path = RunningService.location(service.postIonq("", RunningService.BELL));
        }
        try (LocalHub hub = LocalHub.start();
                RunningService service = RunningService.start(hub, directory, Microservice.embedded(hub))) {
            assertThat(service.statuses(path)).last().isEqualTo("COMPLETED");
            assertThat(hub.stats().jobsCreated()).isEqualTo(1);
        }
    }

    @Test
    void theLocalHubIsUsedUnlessAnotherIsNamed() {
        assertThat(Microservice.namesAHub("--server.port=1")).isFalse();
        assertThat(Microservice.namesAHub("--qhub.api-key=secret")).isTrue();
        assertThat(Microservice.namesAHub("--qhub.credentials=default")).isTrue();
        assertThat(Microservice.namesAHub("--qhub.quantum.base-url=http://127.0.0.1:1"))
                .isTrue();
    }
}
